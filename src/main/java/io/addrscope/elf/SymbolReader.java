// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the functions and variables of an image's symbol tables (gABI, "Symbol Table"; {@link Layout} has the fields).
 *
 * <p>Left out is what has no address of its own in the image: undefined and absolute symbols, those of each thread (their
 * value is an offset), sections, files, and those that do not lie where they are said to; and what is no name for people, such
 * as labels of the compiler's. For one thread.
 */
final class SymbolReader {

    private static final int STT_NOTYPE = 0;
    private static final int STT_OBJECT = 1;
    private static final int STT_FUNC = 2;
    private static final int STT_GNU_IFUNC = 10;

    private static final int STB_LOCAL = 0;

    /** First of the section indices that are none; {@code SHN_ABS} and {@code SHN_COMMON} are among them. */
    private static final int SHN_LORESERVE = 0xff00;

    /** The index did not fit; it is in the section with such indices. */
    private static final int SHN_XINDEX = 0xffff;

    /** How many symbols are read at a time. */
    private static final int CHUNK = 2048;

    private final Layout layout;
    private final ByteOrder order;
    private final SymbolRules rules;
    private final Places places;
    private final @Nullable FunctionDescriptors descriptors;
    private final SymbolColumns columns;

    /**
     * @param descriptors what the values of functions stand for, where these are descriptors; else null
     * @param columns where the symbols go
     */
    SymbolReader(ElfImage image, Places places, @Nullable FunctionDescriptors descriptors, SymbolColumns columns) {
        this.layout = Layout.of(image.elfClass());
        this.order = image.byteOrder();
        this.rules = new SymbolRules(image);
        this.places = places;
        this.descriptors = descriptors;
        this.columns = columns;
    }

    /**
     * Reads a table, as far as it goes.
     *
     * @return whether it went to the end
     * @throws IOException if the image cannot be read
     */
    boolean read(RawSymbols symbols) throws IOException {
        byte[] chunk = new byte[CHUNK * symbols.entrySize()];
        ByteBuffer entries = ByteBuffer.wrap(chunk).order(order);
        byte[] indexChunk = new byte[symbols.sectionIndices() == null ? 0 : CHUNK * Integer.BYTES];
        ByteBuffer indices = ByteBuffer.wrap(indexChunk).order(order);
        for (int first = 0; first < symbols.count(); first += CHUNK) {
            int wanted = Math.min(CHUNK, symbols.count() - first);
            long position = (long) first * symbols.entrySize();
            int length = symbols.table().read(position, chunk, 0, wanted * symbols.entrySize());
            int there = length / symbols.entrySize();
            readIndices(symbols.sectionIndices(), first, indexChunk);
            for (int i = 0; i < there; i++) {
                accept(symbols, entries, i * symbols.entrySize(), first + i, indices, i);
            }
            if (there < wanted) {
                return false;
            }
        }
        return true;
    }

    /** What is not there is no section. */
    private static void readIndices(@Nullable ByteSource source, int first, byte[] target) throws IOException {
        if (source != null) {
            int count = Math.max(0, source.read((long) first * Integer.BYTES, target, 0, target.length));
            Arrays.fill(target, count & -Integer.BYTES, target.length, (byte) 0);
        }
    }

    private void accept(RawSymbols symbols, ByteBuffer entries, int at, int index, ByteBuffer indices, int indexAt)
            throws IOException {
        int info = entries.get(at + layout.stInfo);
        int type = info & 0xf;
        if (type > STT_FUNC && type != STT_GNU_IFUNC) {
            return;
        }
        int name = entries.getInt(at + Layout.ST_NAME);
        if (name == 0 || Integer.toUnsignedLong(name) >= symbols.names().table().size()) {
            return;
        }
        int section = Short.toUnsignedInt(entries.getShort(at + layout.stShndx));
        if (section == SHN_XINDEX) {
            section = indices.capacity() == 0 ? Places.UNTOLD : indices.getInt(indexAt * Integer.BYTES);
        } else if (section >= SHN_LORESERVE) {
            return;
        }
        if (section == 0) {
            return;
        }
        long value = layout.word(entries, at + layout.stValue);
        if (type == STT_FUNC) {
            value = rules.functionAddress(value);
        }
        int place = places.holding(section, value);
        if (type == STT_FUNC && descriptors != null && descriptors.contains(value)) {
            value = descriptors.target(value);
            place = descriptors.placeOf(value);
        }
        if (place == Places.NOWHERE
                || (type == STT_NOTYPE && (info & 0xff) >>> 4 == STB_LOCAL && isLabel(symbols.names(), name))) {
            return;
        }
        int version = symbols.versions() == null ? 0 : symbols.versions().of(index);
        columns.add(
                value,
                layout.word(entries, at + layout.stSize),
                places.end(place),
                name,
                SymbolColumns.info(kind(type, place), symbols.source(), symbols.strings(), version));
    }

    private SymbolKind kind(int type, int place) {
        return switch (type) {
            case STT_FUNC -> SymbolKind.FUNCTION;
            case STT_GNU_IFUNC -> SymbolKind.IFUNC;
            case STT_OBJECT -> SymbolKind.VARIABLE;
            default -> places.isCode(place) ? SymbolKind.FUNCTION : SymbolKind.VARIABLE;
        };
    }

    private boolean isLabel(NameBytes names, int name) throws IOException {
        long at = Integer.toUnsignedLong(name);
        int first = names.at(at);
        // Most names are of neither form, and the rest of them need not be read.
        return (first == 0 || first == '.' || first == '$') && rules.isLabel(first, names.at(at + 1), names.at(at + 2));
    }
}
