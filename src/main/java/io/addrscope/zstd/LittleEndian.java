// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of several bytes in arrays, lowest byte first: all that the format has. One access each, at any index. */
final class LittleEndian {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    /** Returns the byte at {@code at}, 0 to 255. */
    static int getByte(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    /** Returns the two bytes from {@code at} on, 0 to 65535. */
    static int getShort(byte[] bytes, int at) {
        return getByte(bytes, at) | getByte(bytes, at + 1) << 8;
    }

    /** Returns the four bytes from {@code at} on. */
    static int getInt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /** Returns the eight bytes from {@code at} on. */
    static long getLong(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Copies eight bytes. They may overlap: all are read before any is written. */
    static void copyLong(byte[] from, int fromAt, byte[] to, int toAt) {
        LONGS.set(to, toAt, (long) LONGS.get(from, fromAt));
    }

    /** Returns the {@code count} bytes from {@code at} on, up to eight; a result below zero stands for 2^63 or more. */
    static long getNumber(byte[] bytes, int at, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = number << 8 | getByte(bytes, at + i);
        }
        return number;
    }
}
