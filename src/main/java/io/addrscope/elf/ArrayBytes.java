// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;

/** Bytes of an array. Safe for any number of threads, if nobody writes to the array. */
final class ArrayBytes implements ByteSource {

    private final byte[] bytes;
    private final String name;

    /** @param bytes not copied */
    ArrayBytes(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        if (position < 0 || position >= bytes.length) {
            return 0;
        }
        int count = (int) Math.min(length, bytes.length - position);
        System.arraycopy(bytes, (int) position, target, offset, count);
        return count;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        // The array is somebody else's.
    }
}
