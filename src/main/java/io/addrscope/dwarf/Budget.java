// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Bytes that may still be kept. Safe for any number of threads. */
final class Budget {

    private final long total;
    /** May be read by anyone; guarded by this otherwise. */
    private volatile long taken;

    Budget(long total) {
        this.total = total;
    }

    /** Takes bytes, if there are as many. */
    synchronized boolean take(long bytes) {
        if (bytes < 0 || bytes > total - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Returns how many may be kept in all. */
    long total() {
        return total;
    }

    /** Returns how many are taken. */
    long taken() {
        return taken;
    }
}
