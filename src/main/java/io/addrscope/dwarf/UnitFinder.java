// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the unit that has an address, in three steps, each taken only if those before lead nowhere: by {@code .debug_aranges},
 * which not every compiler writes and not for every unit; by what the units' first entries say; by the line tables that no
 * unit found so far refers to. For one thread at a time; what it returned may be used by any.
 */
final class UnitFinder {

    /** Most entries of range lists that are read for all units. */
    private static final long MAX_RANGES = 1 << 24;

    /**
     * Most bytes of abbreviations that are read and made, for each one of their section: each is needed once or twice, and takes
     * up to ten times its bytes.
     */
    private static final int ABBREVIATIONS_GROWTH = 64;

    private static final long LEAST_ABBREVIATIONS = 1 << 20;

    private final DwarfFile file;
    private final RangeReader rangeReader;
    private final UnitSource units;
    private final UnitReader reader;
    private final int addressSize;
    private @Nullable UnitIndex aranges;
    private @Nullable UnitIndex entries;
    private @Nullable UnitIndex lines;
    private volatile @Nullable DwarfFormatException fault;

    /** Offsets of line tables that a unit with known addresses refers to. */
    private final Set<Long> usedLines = new HashSet<>();

    /** Units whose addresses are not known, by the offset of their line table. */
    private final Map<Long, Long> unitsByLines = new HashMap<>();

    UnitFinder(DwarfFile file, CodeRanges code, UnitSource units, UnitReader reader, int addressSize) {
        this.file = file;
        this.rangeReader = new RangeReader(code);
        this.units = units;
        this.reader = reader;
        this.addressSize = addressSize;
    }

    /** Returns why units may be missing; null if all were found. */
    @Nullable
    DwarfFormatException fault() {
        return fault;
    }

    /** Returns what {@code .debug_aranges} says; nothing, if it has a fault. */
    UnitIndex aranges() throws IOException {
        UnitIndex index = aranges;
        if (index == null) {
            UnitIndex.Builder builder = new UnitIndex.Builder();
            try {
                Section section = file.find(Part.ARANGES);
                if (section != null) {
                    Aranges.read(section, rangeReader, builder);
                }
            } catch (DwarfFormatException e) {
                // The next step knows all of it.
                builder = new UnitIndex.Builder();
            }
            index = builder.build();
            aranges = index;
        }
        return index;
    }

    /** Returns what the units say. */
    UnitIndex entries() throws IOException {
        return entries(Visitor.NONE);
    }

    /** What a walk over the units passes them to. */
    interface Visitor {

        /** Nothing. */
        Visitor NONE = new Visitor() {
            @Override
            public void passed(long unit) {}
        };

        /** Is told the offset of a unit that comes next: its bytes can be read now without going back for them. */
        void passed(long unit) throws IOException;
    }

    /** As {@link #entries()}; if the units are not known yet, a visitor sees them in the order of the file. */
    UnitIndex entries(Visitor visitor) throws IOException {
        UnitIndex index = entries;
        if (index == null) {
            UnitIndex.Builder builder = new UnitIndex.Builder();
            try {
                readEntries(builder, visitor);
            } catch (DwarfFormatException e) {
                fault = e;
            }
            index = builder.build();
            entries = index;
        }
        return index;
    }

    private void readEntries(UnitIndex.Builder builder, Visitor visitor) throws IOException {
        if (file.find(Part.INFO) == null) {
            return;
        }
        UnitDirectory directory = units.directory(file);
        Section abbreviations = file.find(Part.ABBREV);
        long most = abbreviations == null ? 0 : abbreviations.size() * ABBREVIATIONS_GROWTH + LEAST_ABBREVIATIONS;
        long work = units.abbreviations().work();
        rangeReader.allow(MAX_RANGES);
        for (int number = 0; ; number++) {
            long offset = directory.offset(number);
            if (offset < 0) {
                return;
            }
            if (rangeReader.isExhausted() || units.abbreviations().work() - work > most) {
                throw new DwarfFormatException(file.get(Part.INFO).name(), offset, "units that are too much work");
            }
            try {
                readEntry(offset, builder);
            } catch (DwarfFormatException e) {
                // It costs this unit; the next begins where this one's length says.
                fault = e;
            }
            visitor.passed(offset);
        }
    }

    private void readEntry(long offset, UnitIndex.Builder builder) throws IOException {
        UnitHeader header = UnitHeader.read(file.get(Part.INFO), offset);
        if (!header.mayHaveCode()) {
            return;
        }
        Unit unit = Unit.readFirst(file, units.abbreviations(), header);
        builder.unit(offset);
        boolean known = unit.ranges(rangeReader, builder);
        if (unit.lineTable() != Unit.NOWHERE) {
            if (known) {
                usedLines.add(unit.lineTable());
            } else {
                unitsByLines.putIfAbsent(unit.lineTable(), offset);
            }
        }
    }

    /**
     * Returns what the line tables say that no unit with known addresses refers to. A number that is less than -1 is a line
     * table that no unit at all refers to: {@link #orphan} tells which.
     */
    UnitIndex lines() throws IOException {
        UnitIndex index = lines;
        if (index == null) {
            entries();
            UnitIndex.Builder builder = new UnitIndex.Builder();
            try {
                readLines(builder);
            } catch (DwarfFormatException e) {
                fault = e;
            }
            index = builder.build();
            lines = index;
        }
        return index;
    }

    private void readLines(UnitIndex.Builder builder) throws IOException {
        Section section = file.find(Part.LINE);
        if (section == null) {
            return;
        }
        long next = 0;
        while (next < section.size()) {
            long end = UnitHeader.end(section, next);
            if (!usedLines.contains(next)) {
                Long unit = unitsByLines.get(next);
                builder.unit(unit == null ? orphan(next) : unit);
                reader.readTable(next, addressSize).ranges(builder);
            }
            next = end;
        }
    }

    /** Turns the offset of a line table into what stands for it, and back. */
    static long orphan(long lineTable) {
        return -2 - lineTable;
    }
}
