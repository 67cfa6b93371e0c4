// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the functions and variables of an image's symbol tables (gABI, "Symbol Table"; {@link SymbolEntries} has the fields).
 *
 * <p>Left out is what has no address of its own in the image: undefined and absolute symbols, those of each thread (their
 * value is an offset), sections, and those that do not lie where they are said to; and what is no name for people, such
 * as labels of the compiler's. The symbol of a source file stands in front of the local symbols of this file, and tells it for them.
 *
 * <p>For one thread.
 */
final class SymbolReader {

    private static final int STT_NOTYPE = 0;
    private static final int STT_OBJECT = 1;
    private static final int STT_FUNC = 2;
    private static final int STT_FILE = 4;
    private static final int STT_GNU_IFUNC = 10;

    private static final int STB_LOCAL = 0;

    /** First of the section indices that are none; {@code SHN_ABS} and {@code SHN_COMMON} are among them. */
    private static final int SHN_LORESERVE = 0xff00;

    /** The index did not fit; it is in the section with such indices. */
    private static final int SHN_XINDEX = 0xffff;

    /** How many symbols are read at a time. */
    private static final int CHUNK = 2048;

    private final SymbolEntries entries;
    private final SymbolRules rules;
    private final Places places;
    private final @Nullable FunctionDescriptors descriptors;
    private final SymbolColumns columns;
    private final @Nullable SymbolWindow window;

    /** For local symbols: whether the table that is read has told a source file so far, as {@link SymbolColumns} packs it. */
    private int fileFlag;

    /**
     * @param descriptors what the values of functions stand for, where these are descriptors; else null
     * @param columns where the symbols go
     * @param window those that are of interest; null if all are
     */
    SymbolReader(
            ElfImage image,
            Places places,
            @Nullable FunctionDescriptors descriptors,
            SymbolColumns columns,
            @Nullable SymbolWindow window) {
        this.entries = new SymbolEntries(Layout.of(image.elfClass()), image.byteOrder(), CHUNK);
        this.rules = new SymbolRules(image);
        this.places = places;
        this.descriptors = descriptors;
        this.columns = columns;
        this.window = window;
    }

    /**
     * Reads a table, as far as it goes.
     *
     * @return whether it went to the end
     * @throws IOException if the image cannot be read
     */
    boolean read(RawSymbols symbols) throws IOException {
        fileFlag = 0;
        for (int first = 0; first < symbols.count(); first += CHUNK) {
            int wanted = Math.min(CHUNK, symbols.count() - first);
            int there = entries.read(symbols.table(), first, wanted);
            for (int i = 0; i < there; i++) {
                accept(symbols, i, first + i);
            }
            if (there < wanted) {
                return false;
            }
        }
        return true;
    }

    private void accept(RawSymbols symbols, int entry, int index) throws IOException {
        int info = entries.info(entry);
        int type = info & 0xf;
        if (type == STT_FILE) {
            columns.beginFile(entries.name(entry));
            fileFlag = SymbolColumns.HAS_FILE;
            return;
        }
        if (window != null && !window.admits(entries.value(entry), entries.size(entry))) {
            return;
        }
        if (type > STT_FUNC && type != STT_GNU_IFUNC) {
            return;
        }
        int name = entries.name(entry);
        if (name == 0 || symbols.names().at(Integer.toUnsignedLong(name)) == 0) {
            return;
        }
        int section = entries.section(entry);
        if (section == SHN_XINDEX) {
            ByteWindow indices = symbols.sectionIndices();
            section = indices == null ? Places.UNTOLD : indices.getInt((long) index * Integer.BYTES);
        } else if (section >= SHN_LORESERVE) {
            return;
        }
        if (section == 0) {
            return;
        }
        long value = entries.value(entry);
        if (type == STT_FUNC) {
            value = rules.functionAddress(value);
        }
        int place = places.holding(section, value);
        if (type == STT_FUNC && descriptors != null && descriptors.contains(value)) {
            value = descriptors.target(value);
            place = descriptors.placeOf(value);
        }
        boolean isLocal = info >>> 4 == STB_LOCAL;
        if (place == Places.NOWHERE || (type == STT_NOTYPE && isLocal && isLabel(symbols.names(), name))) {
            return;
        }
        int version = symbols.versions() == null ? 0 : symbols.versions().of(index);
        columns.add(
                value,
                entries.size(entry),
                places.end(place),
                name,
                SymbolColumns.info(kind(type, place), symbols.source(), symbols.strings(), version)
                        | (isLocal ? fileFlag : 0));
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
