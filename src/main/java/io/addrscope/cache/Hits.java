// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.util.concurrent.atomic.AtomicLong;

/** How many answers one reader had from memory; counted by its thread, read by any. */
public final class Hits {

    /** Of so many answers one: what it takes more is shared by all. A power of two. */
    static final int CHECK_EVERY = 64;

    private final AtomicLong count = new AtomicLong();

    Hits() {}

    /** One thread counts, so this needs no atomic addition. */
    void increment() {
        count.lazySet(count.getPlain() + 1);
    }

    /** Whether it is time again for what need not be done with each answer. */
    boolean isCheckDue() {
        return (count.getPlain() & (CHECK_EVERY - 1)) == 0;
    }

    long count() {
        return count.get();
    }
}
