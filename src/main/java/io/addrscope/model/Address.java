// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * Arithmetic on addresses: unsigned 64-bit virtual addresses, held in a Java {@code long}.
 *
 * <p>No other class compares addresses with {@code <}: half of the address space is negative to Java.
 */
public final class Address {

    private Address() {}

    /** Compares as {@link Long#compareUnsigned(long, long)} does. */
    public static int compare(long a, long b) {
        return Long.compareUnsigned(a, b);
    }

    /** Returns whether {@code a} lies below {@code b}. */
    public static boolean isBelow(long a, long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /** Returns whether {@code start <= address < end}, unsigned; {@code end} is exclusive. */
    public static boolean isWithin(long address, long start, long end) {
        return !isBelow(address, start) && isBelow(address, end);
    }

    /** Returns {@code 0x} and the lower-case hexadecimal digits, without leading zeros. */
    public static String format(long address) {
        return "0x" + Long.toHexString(address);
    }
}
