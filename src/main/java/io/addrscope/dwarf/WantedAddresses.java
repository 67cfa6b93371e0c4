// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;

/** Addresses that a unit is read for. Immutable. */
final class WantedAddresses {

    /** In order, and with the highest bit turned round: so signed comparison is that of addresses. */
    private final long[] sorted;

    WantedAddresses(long[] addresses) {
        this.sorted = new long[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            sorted[i] = turned(addresses[i]);
        }
        Arrays.sort(sorted);
    }

    private static long turned(long address) {
        return address ^ Long.MIN_VALUE;
    }

    /** Returns whether each is in a function. */
    boolean areAllIn(FunctionTree functions) {
        for (long address : sorted) {
            if (functions.find(turned(address)) == FunctionTree.NONE) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether one is in a range; {@code end} is exclusive. */
    boolean anyWithin(long start, long end) {
        int index = Arrays.binarySearch(sorted, turned(start));
        int next = index < 0 ? -index - 1 : index;
        return next < sorted.length && sorted[next] < turned(end);
    }
}
