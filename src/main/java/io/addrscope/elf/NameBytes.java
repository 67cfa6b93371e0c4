// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Single bytes of a string table, wherever it is. For one thread. */
final class NameBytes {

    /** Bytes to read at a time where many names are asked for. */
    static final int MANY = 64 << 10;

    /** Bytes to read at a time where few are. */
    static final int FEW = 64;

    private final StringTable table;
    private final ByteSource content;
    private final int atATime;
    private @Nullable ByteWindow window;

    /**
     * @param content the same table, read anew where it is not in memory
     * @param atATime bytes that are then read at a time
     */
    NameBytes(StringTable table, ByteSource content, int atATime) {
        this.table = table;
        this.content = content;
        this.atATime = atATime;
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
            bytes = new ByteWindow(content, ByteOrder.BIG_ENDIAN, atATime);
            window = bytes;
        }
        return bytes.getByte(at);
    }
}
