// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Where an entry is, as one number: its offset in {@code .debug_info}, of the same file or the supplementary one. */
final class EntryPlace {

    /** No entry. */
    static final long NONE = -1;

    private static final long SUPPLEMENTARY = 1L << 62;

    private EntryPlace() {}

    /** Returns the place of an offset; {@link #NONE} if it is too high to be one. */
    static long of(boolean supplementary, long offset) {
        if (offset < 0 || offset >= SUPPLEMENTARY) {
            return NONE;
        }
        return supplementary ? offset | SUPPLEMENTARY : offset;
    }

    static boolean isSupplementary(long place) {
        return (place & SUPPLEMENTARY) != 0;
    }

    static long offset(long place) {
        return place & (SUPPLEMENTARY - 1);
    }
}
