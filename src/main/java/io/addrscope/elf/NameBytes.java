// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Single bytes of a string table, wherever it is. For one thread. */
final class NameBytes {

    /** Bytes that are read at a time of a table that is not in memory. */
    private static final int WINDOW = 64 << 10;

    private final StringTable table;
    private final ByteSource content;
    private @Nullable ByteWindow window;

    /** @param content the same table, read anew where it is not in memory */
    NameBytes(StringTable table, ByteSource content) {
        this.table = table;
        this.content = content;
    }

    StringTable table() {
        return table;
    }

    /**
     * Returns the byte at a position as a number; 0 behind the end.
     *
     * @param at in bytes from the table's beginning, not negative
     * @throws IOException if the file cannot be read
     */
    int at(long at) throws IOException {
        if (table.bytesKept() > 0 || at >= table.size()) {
            return table.peek(at);
        }
        ByteWindow bytes = window;
        if (bytes == null) {
            bytes = new ByteWindow(content, ByteOrder.BIG_ENDIAN, WINDOW);
            window = bytes;
        }
        return bytes.getByte(at);
    }
}
