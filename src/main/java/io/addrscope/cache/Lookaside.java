// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The mappings of pages that were asked about of late, as a processor's translation lookaside buffer has them: each page has
 * one of two places, side by side, and who comes later may take it.
 *
 * <p>It spares most lookups the search in a table that does not fit into the processor's caches. What it gives was right once;
 * whether it still is, is told by the mapping itself. Any number of threads may read and write.
 */
final class Lookaside {

    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(KeptMapping[].class);

    private static final int PAGE_SHIFT = 12;

    /** Before anybody has noted anything. */
    private static final int INITIAL_SLOTS = 2;

    /** As many pages as a busy profile touches, and then some; 64 KiB. */
    private static final int LEAST_SLOTS = 1 << 14;

    private static final int MOST_SLOTS = 1 << 17;

    /** 2<sup>64</sup> divided by the golden ratio (Knuth, TAOCP volume 3, 6.4): spreads pages that follow one another. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private volatile KeptMapping[] slots = new KeptMapping[INITIAL_SLOTS];

    /** Returns a mapping that holds the address, as it was when it was noted; null if none was. */
    @Nullable
    KeptMapping find(long address) {
        KeptMapping[] current = slots;
        int slot = slot(address, current.length);
        KeptMapping mapping = (KeptMapping) SLOTS.getAcquire(current, slot);
        if (mapping != null && mapping.contains(address)) {
            return mapping;
        }
        mapping = (KeptMapping) SLOTS.getAcquire(current, slot ^ 1);
        return mapping != null && mapping.contains(address) ? mapping : null;
    }

    /**
     * Notes that a mapping holds an address, in a place that is free.
     *
     * @param insisting whether another one has to go if none is; not always, since processors whose threads take each other's
     *     places would wait for each other
     */
    void note(long address, KeptMapping mapping, boolean insisting) {
        KeptMapping[] current = slots;
        if (current.length < LEAST_SLOTS) {
            current = new KeptMapping[LEAST_SLOTS];
            slots = current;
        }
        int slot = slot(address, current.length);
        if (insisting || SLOTS.getAcquire(current, slot) == null) {
            SLOTS.setRelease(current, slot, mapping);
        } else if (SLOTS.getAcquire(current, slot ^ 1) == null) {
            SLOTS.setRelease(current, slot ^ 1, mapping);
        }
    }

    /** Forgets a mapping, which is kept no longer. */
    void forget(KeptMapping mapping) {
        KeptMapping[] current = slots;
        long pages = (mapping.end() - mapping.start()) >>> PAGE_SHIFT;
        // Compared and set, lest the mapping that has just come to its place is lost.
        if (pages < current.length) {
            for (long page = 0; page < pages; page++) {
                long address = mapping.start() + (page << PAGE_SHIFT);
                int slot = slot(address, current.length);
                SLOTS.compareAndSet(current, slot, mapping, null);
                SLOTS.compareAndSet(current, slot ^ 1, mapping, null);
            }
        } else {
            for (int i = 0; i < current.length; i++) {
                SLOTS.compareAndSet(current, i, mapping, null);
            }
        }
    }

    /** Makes room for a number of mappings if anything is noted; it is noted again at its next use. */
    void fit(int mappings) {
        int length = slots.length;
        if (mappings > length / 2 && length >= LEAST_SLOTS && length < MOST_SLOTS) {
            slots = new KeptMapping[2 * length];
        }
    }

    private static int slot(long address, int length) {
        return (int) (((address >>> PAGE_SHIFT) * SPREAD) >>> (Long.numberOfLeadingZeros(length) + 1));
    }
}
