// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.util.concurrent.atomic.AtomicLong;

/** How many answers one reader had from memory; counted by its thread, read by any. */
public final class Hits {

    private final AtomicLong count = new AtomicLong();

    Hits() {}

    /** One thread counts, so this needs no atomic addition. */
    void increment() {
        count.lazySet(count.getPlain() + 1);
    }

    long count() {
        return count.get();
    }
}
