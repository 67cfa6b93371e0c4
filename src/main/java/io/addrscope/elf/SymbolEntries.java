// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Some entries of a symbol table, one behind the other ({@link Layout} has the fields).
 *
 * <p>They are taken apart as words, three of eight bytes or four of four, and not field by field: the first table of a JVM is
 * read before its compilers know how, and tens of thousands of symbols make what a field costs then a matter of many
 * milliseconds. For one thread.
 *
 * <pre>
 *                                ELF64, words of 8                 ELF32, words of 4
 *   name (4), info, other, section (2)      value   size           name  value  size  info, other, section (2)
 * </pre>
 */
final class SymbolEntries {

    private final boolean isWide;
    private final boolean isLittle;
    private final int entrySize;
    private final byte[] bytes;
    private final ByteBuffer buffer;

    /** The words of a 64-bit image. */
    private final long[] longs;

    /** The words of a 32-bit image. */
    private final int[] ints;

    /** @param capacity how many entries are read at a time */
    SymbolEntries(Layout layout, ByteOrder order, int capacity) {
        this.isWide = layout == Layout.ELF64;
        this.isLittle = order == ByteOrder.LITTLE_ENDIAN;
        this.entrySize = layout.symSize;
        this.bytes = new byte[capacity * entrySize];
        this.buffer = ByteBuffer.wrap(bytes).order(order);
        this.longs = new long[isWide ? bytes.length / Long.BYTES : 0];
        this.ints = new int[isWide ? 0 : bytes.length / Integer.BYTES];
    }

    /**
     * Reads entries in place of those that were read before.
     *
     * @param first index of the first in the table
     * @param count how many, no more than there is capacity for
     * @return how many there are
     * @throws IOException if the table cannot be read
     */
    int read(ByteSource table, int first, int count) throws IOException {
        int length = table.read((long) first * entrySize, bytes, 0, count * entrySize);
        if (isWide) {
            buffer.asLongBuffer().get(longs);
        } else {
            buffer.asIntBuffer().get(ints);
        }
        return Math.max(0, length) / entrySize;
    }

    /** Returns {@code st_name}. */
    int name(int entry) {
        if (isWide) {
            long word = longs[entry * 3];
            return (int) (isLittle ? word : word >>> 32);
        }
        return ints[entry * 4];
    }

    /** Returns {@code st_info}, unsigned. */
    int info(int entry) {
        if (isWide) {
            long word = longs[entry * 3];
            return (int) (isLittle ? word >>> 32 : word >>> 24) & 0xff;
        }
        int word = ints[entry * 4 + 3];
        return isLittle ? word & 0xff : word >>> 24;
    }

    /** Returns {@code st_shndx}, unsigned. */
    int section(int entry) {
        if (isWide) {
            long word = longs[entry * 3];
            return (int) (isLittle ? word >>> 48 : word) & 0xffff;
        }
        int word = ints[entry * 4 + 3];
        return isLittle ? word >>> 16 : word & 0xffff;
    }

    /** Returns {@code st_value}, unsigned. */
    long value(int entry) {
        return isWide ? longs[entry * 3 + 1] : Integer.toUnsignedLong(ints[entry * 4 + 1]);
    }

    /** Returns {@code st_size}, unsigned. */
    long size(int entry) {
        return isWide ? longs[entry * 3 + 2] : Integer.toUnsignedLong(ints[entry * 4 + 2]);
    }
}
