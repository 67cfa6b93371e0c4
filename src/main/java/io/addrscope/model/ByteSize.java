// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/** Sizes as people read them: at most four digits and a binary unit. */
public final class ByteSize {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private ByteSize() {}

    /**
     * Returns {@code bytes}, unsigned, in the largest unit that leaves at least 1, rounded down to one decimal below 10
     * and to none above: {@code 4 KiB}, {@code 1.3 MiB}, {@code 128 TiB}.
     */
    public static String format(long bytes) {
        int unit = 0;
        long whole = bytes;
        long rest = 0;
        while (Long.compareUnsigned(whole, STEP) >= 0) {
            rest = Long.remainderUnsigned(whole, STEP);
            whole = whole >>> 10;
            unit++;
        }
        long tenths = rest * 10 / STEP;
        boolean decimal = whole < 10 && tenths > 0;
        return whole + (decimal ? "." + tenths : "") + " " + UNITS[unit];
    }
}
