// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the hits of many cursors, each of which counts its own, since a counter that threads share would cost more than
 * the hit. Safe for any number of threads.
 */
final class HitCounts {

    /** The hits of one cursor; counted by its thread alone. */
    static final class Cell {

        private final AtomicLong hits = new AtomicLong();

        /** One thread counts, so this needs no atomic addition; others may read at any time. */
        void increment() {
            hits.lazySet(hits.getPlain() + 1);
        }
    }

    private record Owned(WeakReference<Object> owner, Cell cell) {}

    /** So many cells at least are looked through at once, so that a new one costs the same however many there are. */
    private static final int LEAST_SWEPT = 16;

    /** Guarded by this. */
    private final List<Owned> cells = new ArrayList<>();

    /** The hits of cursors that are gone; guarded by this. */
    private long retired;

    /** Guarded by this. */
    private int sweepAt = LEAST_SWEPT;

    /** Returns a new cell, counted as long as its owner lives, and added up after that. */
    synchronized Cell cellFor(Object owner) {
        if (cells.size() >= sweepAt) {
            retire();
            sweepAt = 2 * cells.size() + LEAST_SWEPT;
        }
        Cell cell = new Cell();
        cells.add(new Owned(new WeakReference<>(owner), cell));
        return cell;
    }

    /** Returns all hits. */
    synchronized long sum() {
        retire();
        long sum = retired;
        for (Owned owned : cells) {
            sum += owned.cell.hits.get();
        }
        return sum;
    }

    private void retire() {
        for (Iterator<Owned> each = cells.iterator(); each.hasNext(); ) {
            Owned owned = each.next();
            if (owned.owner.get() == null) {
                retired += owned.cell.hits.get();
                each.remove();
            }
        }
    }
}
