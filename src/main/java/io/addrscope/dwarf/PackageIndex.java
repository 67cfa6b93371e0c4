// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The index of a package of split units, {@code .debug_cu_index} (DWARF 5, 7.3.5; version 2 is GNU's, before it was standard).
 *
 * <pre>
 *   version            4, or 2 and 2 of padding in version 5
 *   section_count      4     columns
 *   unit_count         4     rows
 *   slot_count         4     a power of 2
 *   ids                8 each slot
 *   rows               4 each slot, from 1; 0 is an empty slot
 *   sections           4 each column: which section it is
 *   offsets            4 each row and column
 *   sizes              4 each row and column
 * </pre>
 */
final class PackageIndex {

    private static final int HEADER_SIZE = 16;

    /** Slots that are looked at for one unit; of a table that is two thirds full it takes a few. */
    private static final long MAX_TRIED = 1 << 16;

    private static final int INFO = 1;
    private static final int ABBREV = 3;
    private static final int STR_OFFSETS = 6;
    private static final int RNGLISTS = 8;

    private final Section section;
    private final int columns;
    private final long rows;
    private final long slots;
    private final boolean isStandard;

    private PackageIndex(Section section, int columns, long rows, long slots, boolean isStandard) {
        this.section = section;
        this.columns = columns;
        this.rows = rows;
        this.slots = slots;
        this.isStandard = isStandard;
    }

    /** Reads the header. */
    static PackageIndex read(Section section) throws IOException {
        Input in = section.read(0, HEADER_SIZE);
        long version = in.u32();
        if (version != 2) {
            in.seek(0);
            version = in.u16();
            in.skip(Short.BYTES);
        }
        if (version != 2 && version != 5) {
            throw in.fault("an index of version " + version);
        }
        long columns = in.u32();
        long rows = in.u32();
        long slots = in.u32();
        long cells = section.size() / Integer.BYTES;
        if (columns > 64 || slots > cells || rows > slots || rows * columns > cells || Long.bitCount(slots) > 1) {
            throw in.fault("an index with " + columns + " columns, " + rows + " rows, " + slots + " slots");
        }
        return new PackageIndex(section, (int) columns, rows, slots, version == 5);
    }

    /** Returns where the parts of a unit are; null if it is not in the package. */
    @Nullable
    PackageEntry find(long id) throws IOException {
        if (slots == 0) {
            return null;
        }
        long slot = id & (slots - 1);
        long step = ((id >>> Integer.SIZE) & (slots - 1)) | 1;
        for (long tried = 0; tried < Math.min(slots, MAX_TRIED); tried++) {
            long row = section.read(HEADER_SIZE + slots * Long.BYTES + slot * Integer.BYTES, Integer.BYTES)
                    .u32();
            if (row == 0) {
                return null;
            }
            if (section.read(HEADER_SIZE + slot * Long.BYTES, Long.BYTES).u64() == id) {
                return row(row);
            }
            slot = (slot + step) & (slots - 1);
        }
        return null;
    }

    private PackageEntry row(long row) throws IOException {
        if (row > rows) {
            throw new DwarfFormatException(section.name(), 0, "a row " + row + " of " + rows);
        }
        long table = HEADER_SIZE + slots * (Long.BYTES + Integer.BYTES);
        Input names = section.read(table, (long) columns * Integer.BYTES);
        Input offsets = section.read(table + row * columns * Integer.BYTES, (long) columns * Integer.BYTES);
        long unit = 0;
        long abbreviations = 0;
        long stringOffsets = 0;
        long rangeLists = 0;
        for (int column = 0; column < columns; column++) {
            long offset;
            int name = (int) names.u32();
            offset = offsets.u32();
            switch (name) {
                case INFO -> unit = offset;
                case ABBREV -> abbreviations = offset;
                case STR_OFFSETS -> stringOffsets = offset;
                case RNGLISTS -> rangeLists = isStandard ? offset : 0;
                default -> {
                    // Of parts that are not read here.
                }
            }
        }
        return new PackageEntry(unit, abbreviations, stringOffsets, rangeLists);
    }
}
