// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers at any positions of a source, of which those near to each other cost one read. What lies behind the end is zero.
 * For one thread.
 */
final class ByteWindow {

    private final ByteSource source;
    private final byte[] bytes;
    private final ByteBuffer numbers;

    /** Position of the first byte in the window; -1 before the first read. */
    private long start = -1;

    /** @param size bytes that are read at a time, no fewer than those of the largest number that is asked for */
    ByteWindow(ByteSource source, ByteOrder order, int size) {
        this.source = source;
        this.bytes = new byte[size];
        this.numbers = ByteBuffer.wrap(bytes).order(order);
    }

    int getByte(long position) throws IOException {
        return numbers.get(index(position, Byte.BYTES));
    }

    int getShort(long position) throws IOException {
        return Short.toUnsignedInt(numbers.getShort(index(position, Short.BYTES)));
    }

    int getInt(long position) throws IOException {
        return numbers.getInt(index(position, Integer.BYTES));
    }

    private int index(long position, int length) throws IOException {
        if (start < 0 || position < start || position + length > start + bytes.length) {
            int count = Math.max(0, source.read(position, bytes, 0, bytes.length));
            Arrays.fill(bytes, count, bytes.length, (byte) 0);
            start = position;
        }
        return (int) (position - start);
    }
}
