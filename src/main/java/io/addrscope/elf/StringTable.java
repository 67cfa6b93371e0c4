// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A string table (gABI, "String Table"): names that end with a zero byte, in memory or in the file. Immutable, and safe for
 * any number of threads.
 */
final class StringTable {

    /** Longest name that is believed, in bytes: a longer one is cut. The longest of real libraries have some 60 KiB. */
    static final int MAX_NAME = 1 << 20;

    /** Bytes of the file that are read at a time. */
    private static final int CHUNK = 256;

    /** The whole table; empty if it is in the file. */
    private final byte[] bytes;

    private final @Nullable SymbolStrings file;

    /** File offset of the table's first byte; 0 if it is in memory. */
    private final long offset;

    private final long size;

    private StringTable(byte[] bytes, @Nullable SymbolStrings file, long offset, long size) {
        this.bytes = bytes;
        this.file = file;
        this.offset = offset;
        this.size = size;
    }

    /** A table in memory; the array is not copied. */
    static StringTable inMemory(byte[] bytes) {
        return new StringTable(bytes, null, 0, bytes.length);
    }

    /**
     * A table that stays in the file.
     *
     * @param offset file offset of the first byte
     * @param size bytes
     */
    static StringTable inFile(SymbolStrings file, long offset, long size) {
        return new StringTable(new byte[0], file, offset, size);
    }

    /** Reads a table of which the caller has bounded the size. */
    static StringTable read(ByteSource content, int size) throws IOException {
        byte[] bytes = new byte[size];
        int count = content.read(0, bytes, 0, size);
        return inMemory(count < size ? Arrays.copyOf(bytes, Math.max(0, count)) : bytes);
    }

    /** Returns how many bytes it has. */
    long size() {
        return size;
    }

    /** Returns how many bytes it keeps in memory. */
    int bytesKept() {
        return bytes.length;
    }

    /**
     * Copies a name, as far as it fits.
     *
     * @param at where it begins, in bytes from the table's beginning
     * @return how many bytes the name has; 0 if there is none
     * @throws IOException if the file cannot be read
     */
    int copy(long at, byte[] target) throws IOException {
        if (file != null) {
            byte[] name = readName(file, at, MAX_NAME);
            System.arraycopy(name, 0, target, 0, Math.min(name.length, target.length));
            return name.length;
        }
        byte[] from = bytes;
        if (at < 0 || at >= from.length) {
            return 0;
        }
        int start = (int) at;
        int end = (int) Math.min(from.length, at + MAX_NAME);
        int fitting = (int) Math.min(end, at + target.length);
        for (int i = start; i < fitting; i++) {
            byte b = from[i];
            if (b == 0) {
                return i - start;
            }
            target[i - start] = b;
        }
        return fitting - start + length(fitting, end);
    }

    /** Returns how many bytes there are from {@code start} to the next zero byte, or to {@code end}. */
    private int length(int start, int end) {
        int i = start;
        while (i < end && bytes[i] != 0) {
            i++;
        }
        return i - start;
    }

    /**
     * Returns the bytes of a name, of a longer one the first {@code max}.
     *
     * @throws IOException if the file cannot be read
     */
    byte[] name(long at, int max) throws IOException {
        if (file != null) {
            return readName(file, at, max);
        }
        if (at < 0 || at >= bytes.length) {
            return new byte[0];
        }
        int start = (int) at;
        int end = (int) Math.min(bytes.length, at + max);
        return Arrays.copyOfRange(bytes, start, start + length(start, end));
    }

    private byte[] readName(SymbolStrings from, long at, int max) throws IOException {
        byte[] name = new byte[0];
        byte[] chunk = new byte[CHUNK];
        while (name.length < max && at >= 0 && at + name.length < size) {
            int wanted = (int) Math.min(Math.min(chunk.length, max - name.length), size - at - name.length);
            int count = Math.min(wanted, from.read(offset + at + name.length, chunk));
            int end = 0;
            while (end < count && chunk[end] != 0) {
                end++;
            }
            int length = name.length;
            name = Arrays.copyOf(name, length + end);
            System.arraycopy(chunk, 0, name, length, end);
            if (end < wanted) {
                break;
            }
            chunk = new byte[Math.min(MAX_NAME, 2 * chunk.length)];
        }
        return name;
    }

    /**
     * Returns the byte at a position, as a number; 0 behind the end, and for a table that is not in memory.
     *
     * @param at in bytes from the table's beginning
     */
    int peek(long at) {
        return at >= 0 && at < bytes.length ? bytes[(int) at] : 0;
    }
}
