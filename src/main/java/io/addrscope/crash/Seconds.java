// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * A time since the start of the JVM.
 *
 * @param nanos the time in nanoseconds
 * @param at where its digits stand
 */
public record Seconds(long nanos, Span at) {

    private static final long NANOS_OF_MILLI = 1_000_000;
    private static final int MILLIS = 1000;

    /**
     * Returns a time in seconds to the nearest millisecond, such as {@code 0.123 s}.
     *
     * @param nanos the time in nanoseconds; may be negative
     */
    public static String format(long nanos) {
        long rounded = nanos / NANOS_OF_MILLI + nanos % NANOS_OF_MILLI / (NANOS_OF_MILLI / 2);
        long millis = Math.abs(rounded);
        String digits = Long.toString(MILLIS + millis % MILLIS).substring(1);
        return (rounded < 0 ? "-" : "") + millis / MILLIS + "." + digits + " s";
    }
}
