// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import io.addrscope.model.Address;
import io.addrscope.model.Permissions;

/** A change of a page, and the page's state after it. Reused for the next one; for one thread. */
final class Change {

    /** The page is unmapped; as are the next two, a value of {@link #presence}. */
    static final int HOLE = 0;

    /** The page is mapped as the other fields say. */
    static final int MAPPED = 1;

    /** Anything may be there but a twin library. */
    static final int FOREIGN = 2;

    /** During the change the page may be unmapped for a moment; as is the next one, a value of {@link #via}. */
    static final int VIA_UNMAPPED = 1;

    /** During the change the page may be anything. */
    static final int VIA_ANYTHING = 2;

    private static final Kind[] KINDS = Kind.values();

    /** Counted from 0 for each page. */
    long number;

    /** {@code System.nanoTime()} before the change. */
    long beforeNanos;

    /** {@code System.nanoTime()} after the change; {@code Long.MAX_VALUE} while it is under way. */
    long afterNanos;

    /** Ordinal of a {@link Kind}. */
    long kind;

    long presence;

    /** Bits of {@link Permissions}. */
    long permissions;

    /** 0 without a file. */
    long inode;

    /** Where the page begins in the file, in bytes. */
    long offset;

    /** What the page may be besides during the change; 0 for nothing else. */
    long via;

    /** Says it for people, in microseconds around {@code origin}. */
    String describe(long origin) {
        StringBuilder text = new StringBuilder();
        text.append('#').append(number).append(' ').append(KINDS[(int) kind]);
        text.append(" from ").append(microseconds(beforeNanos, origin)).append(" to ");
        text.append(afterNanos == Long.MAX_VALUE ? "?" : microseconds(afterNanos, origin));
        if (via != 0) {
            text.append(via == VIA_ANYTHING ? ", perhaps anything meanwhile" : ", perhaps unmapped meanwhile");
        }
        return text.append(": ").append(state()).toString();
    }

    private String state() {
        if (presence == HOLE) {
            return "unmapped";
        }
        if (presence == FOREIGN) {
            return "no twin";
        }
        return new Permissions((int) permissions) + " inode " + inode + " page at offset " + Address.format(offset);
    }

    private static String microseconds(long nanos, long origin) {
        long distance = nanos - origin;
        return distance / 1000 + "."
                + String.valueOf(1000 + Math.abs(distance % 1000)).substring(1) + " us";
    }
}
