// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import io.addrscope.linux.ByteSource;
import java.io.IOException;

/** Bytes of an array at a base position, with a count of what was read. For one thread. */
public final class ArraySource implements ByteSource {

    private final byte[] bytes;
    private final long base;
    private final long size;
    private long bytesRead;

    private ArraySource(byte[] bytes, long base, long size) {
        this.bytes = bytes;
        this.base = base;
        this.size = size;
    }

    /** A file with these bytes; the array is not copied. */
    public static ArraySource file(byte[] bytes) {
        return new ArraySource(bytes, 0, bytes.length);
    }

    /** A file that says it has {@code size} bytes and ends after those of the array. */
    public static ArraySource shrunkFile(byte[] bytes, long size) {
        return new ArraySource(bytes, 0, size);
    }

    /** Memory that holds these bytes at {@code base} and nothing else; the array is not copied. */
    public static ArraySource memory(byte[] bytes, long base) {
        return new ArraySource(bytes, base, Long.MAX_VALUE);
    }

    /** Returns how many bytes were asked for, all reads together. */
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        bytesRead += length;
        long from = position - base;
        if (from < 0 || from >= bytes.length) {
            if (base == 0 && from >= 0) {
                return 0;
            }
            throw new IOException("nothing at 0x" + Long.toHexString(position));
        }
        int count = (int) Math.min(length, bytes.length - from);
        System.arraycopy(bytes, (int) from, target, offset, count);
        return count;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String name() {
        return "array";
    }

    @Override
    public void close() {}
}
