// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** A place for bytes that are needed for a while, one after the other. For one thread at a time. */
final class Scratch {

    /** Bytes that are kept for the next time; more are seldom needed. */
    private static final int MOST_KEPT = 1 << 20;

    private byte[] bytes = new byte[0];

    /** Returns at least as many bytes, with anything in them; what was returned before is no longer used. */
    byte[] bytes(int length) {
        if (length <= bytes.length) {
            return bytes;
        }
        byte[] more = new byte[Math.max(length, (int) Math.min(MOST_KEPT, bytes.length * 2L))];
        if (more.length <= MOST_KEPT) {
            bytes = more;
        }
        return more;
    }
}
