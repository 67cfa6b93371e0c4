// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Counts the hits of many readers, each of which counts its own, since a counter that threads share would cost more than
 * the hit. Safe for any number of threads.
 */
final class HitCounts {

    private record Owned(WeakReference<Object> owner, Hits hits) {}

    /** So many counts at least are looked through at once, so that a new one costs the same however many there are. */
    private static final int LEAST_SWEPT = 16;

    /** Guarded by this. */
    private final List<Owned> counts = new ArrayList<>();

    /** The hits of readers that are gone; guarded by this. */
    private long retired;

    /** Guarded by this. */
    private int sweepAt = LEAST_SWEPT;

    /** Returns a new count, added in as long as its owner lives, and added up after that. */
    synchronized Hits newFor(Object owner) {
        if (counts.size() >= sweepAt) {
            retire();
            sweepAt = 2 * counts.size() + LEAST_SWEPT;
        }
        Hits hits = new Hits();
        counts.add(new Owned(new WeakReference<>(owner), hits));
        return hits;
    }

    /** Returns all hits. */
    synchronized long sum() {
        retire();
        long sum = retired;
        for (Owned owned : counts) {
            sum += owned.hits.count();
        }
        return sum;
    }

    private void retire() {
        for (Iterator<Owned> each = counts.iterator(); each.hasNext(); ) {
            Owned owned = each.next();
            if (owned.owner.get() == null) {
                retired += owned.hits.count();
                each.remove();
            }
        }
    }
}
