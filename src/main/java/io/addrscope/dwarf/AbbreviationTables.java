// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The abbreviations that were read last. For one thread at a time. */
final class AbbreviationTables {

    /** Most bytes of tables that are kept. */
    private static final long MAX_BYTES = 4 << 20;

    /** No code: it ends a table. */
    private static final long ALL = 0;

    /** Bytes that are looked at first. */
    private static final int WINDOW = 8 << 10;

    private final Map<Key, AbbreviationTable> tables = new LinkedHashMap<>();
    private long bytes;
    private long work;

    /** Not a record: what those use for comparing takes longer to set up than all tables of a small library take. */
    private static final class Key {

        private final DwarfFile file;
        private final long offset;
        private final Encoding encoding;

        Key(DwarfFile file, long offset, Encoding encoding) {
            this.file = file;
            this.offset = offset;
            this.encoding = encoding;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && file == key.file
                    && offset == key.offset
                    && encoding.version() == key.encoding.version()
                    && encoding.addressSize() == key.encoding.addressSize()
                    && encoding.offsetSize() == key.encoding.offsetSize();
        }

        @Override
        public int hashCode() {
            return Long.hashCode(offset * 31 + encoding.version());
        }
    }

    /** Returns how many bytes were read, and made of what was read, so far: what is no longer kept included. */
    long work() {
        return work;
    }

    /** Returns the abbreviations at an offset. */
    AbbreviationTable get(DwarfFile file, long offset, Encoding encoding) throws IOException {
        Key key = new Key(file, offset, encoding);
        AbbreviationTable table = tables.get(key);
        if (table == null) {
            table = read(file.get(Part.ABBREV), offset, encoding, ALL);
            bytes += table.bytes();
            if (bytes > MAX_BYTES) {
                tables.clear();
                bytes = table.bytes();
            }
            tables.put(key, table);
        }
        return table;
    }

    /** Returns of the abbreviations at an offset at least the one for a code: for one entry all are too much work. */
    AbbreviationTable getAtLeast(long code, DwarfFile file, long offset, Encoding encoding) throws IOException {
        AbbreviationTable table = tables.get(new Key(file, offset, encoding));
        if (table == null) {
            table = read(file.get(Part.ABBREV), offset, encoding, code);
        }
        return table;
    }

    private AbbreviationTable read(Section section, long offset, Encoding encoding, long code) throws IOException {
        for (int length = WINDOW; ; length = length > 1 << 26 ? Integer.MAX_VALUE : length * 16) {
            Input in = section.window(offset, length);
            try {
                AbbreviationTable table = code == ALL
                        ? AbbreviationTable.read(in, encoding)
                        : AbbreviationTable.readOnly(code, in, encoding);
                work += in.offset() - offset + table.bytes();
                return table;
            } catch (DwarfFormatException e) {
                if (!e.isCutOff() || in.end() >= section.size()) {
                    throw e;
                }
            }
        }
    }
}
