// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kept mappings by address: none overlaps another.
 *
 * <p>Two levels of sorted arrays. A leaf never changes; who writes puts a new leaf in its place, and a new index where
 * leaves come or go. So a reader takes no lock and meets no half-written leaf, and writing costs the copy of one leaf,
 * however many mappings there are. No mapping reaches beyond the least key of the next leaf. A reader may meet a leaf that was just replaced: whether a mapping that it finds there
 * still holds is told by the mapping itself, not by the table. Any number of threads may read and write.
 */
final class MappingTable {

    /** Most mappings in a leaf. */
    private static final int LEAF_SIZE = 64;

    private static final VarHandle LEAVES = MethodHandles.arrayElementVarHandle(Leaf[].class);

    private volatile Index index = new Index(new long[0], new Leaf[0]);

    /** Guarded by this. */
    private int size;

    /** The leaves, by the least key that each may hold. */
    private static final class Index {

        final long[] from;
        final Leaf[] leaves;

        Index(long[] from, Leaf[] leaves) {
            this.from = from;
            this.leaves = leaves;
        }
    }

    /** Mappings in order, with their keys beside them, which are all that a search reads. */
    private static final class Leaf {

        final long[] keys;
        final KeptMapping[] mappings;

        Leaf(List<KeptMapping> ordered) {
            mappings = ordered.toArray(new KeptMapping[0]);
            keys = new long[mappings.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key(mappings[i].start());
            }
        }
    }

    /** Makes the order of unsigned addresses that of signed numbers. */
    private static long key(long address) {
        return address ^ Long.MIN_VALUE;
    }

    /** Returns the kept mapping that holds an address, or null. Takes no lock and allocates nothing. */
    @Nullable
    KeptMapping find(long address) {
        long key = key(address);
        Index current = index;
        int leafAt = floor(current.from, key);
        if (leafAt < 0) {
            return null;
        }
        Leaf leaf = (Leaf) LEAVES.getAcquire(current.leaves, leafAt);
        int at = floor(leaf.keys, key);
        if (at < 0) {
            return null;
        }
        KeptMapping mapping = leaf.mappings[at];
        return mapping.contains(address) ? mapping : null;
    }

    /**
     * Returns the last index whose value is not above {@code key}; -1 if there is none. Addresses that come at random
     * make every comparison one that no processor foresees, so there is no branch on its outcome.
     */
    private static int floor(long[] values, long key) {
        int length = values.length;
        if (length == 0 || key < values[0]) {
            return -1;
        }
        int base = 0;
        while (length > 1) {
            int half = length >>> 1;
            base = values[base + half] <= key ? base + half : base;
            length -= half;
        }
        return base;
    }

    /**
     * Puts a mapping in, in place of all that overlap it, unless one of those was checked later: then that is the news, and
     * whoever brings this one was kept waiting.
     *
     * @param replaced takes what went
     * @return whether it was put in
     */
    synchronized boolean put(KeptMapping mapping, List<KeptMapping> replaced) {
        Index current = index;
        int first = Math.max(0, floor(current.from, key(mapping.start())));
        int last = Math.max(first, floor(current.from, key(mapping.end() - 1)));
        List<KeptMapping> merged = new ArrayList<>(LEAF_SIZE + 1);
        List<KeptMapping> overlapping = new ArrayList<>(0);
        boolean placed = false;
        for (int i = first; i <= last && i < current.leaves.length; i++) {
            for (KeptMapping other : current.leaves[i].mappings) {
                if (overlap(other, mapping)) {
                    if (other.checkedNanos() - mapping.checkedNanos() > 0) {
                        return false;
                    }
                    overlapping.add(other);
                    continue;
                }
                if (!placed && key(other.start()) > key(mapping.start())) {
                    merged.add(mapping);
                    placed = true;
                }
                merged.add(other);
            }
        }
        if (!placed) {
            merged.add(mapping);
        }
        replace(current, first, Math.min(last + 1, current.leaves.length), merged);
        size += 1 - overlapping.size();
        replaced.addAll(overlapping);
        return true;
    }

    /** Takes a mapping out if it is in. */
    synchronized void remove(KeptMapping mapping) {
        Index current = index;
        int at = floor(current.from, key(mapping.start()));
        if (at < 0) {
            return;
        }
        List<KeptMapping> others = new ArrayList<>(Arrays.asList(current.leaves[at].mappings));
        if (others.remove(mapping)) {
            replace(current, at, at + 1, others);
            size--;
        }
    }

    /** Returns how many mappings there are. */
    synchronized int size() {
        return size;
    }

    /** Returns all mappings, in order. */
    synchronized List<KeptMapping> all() {
        List<KeptMapping> all = new ArrayList<>(size);
        for (Leaf leaf : index.leaves) {
            all.addAll(Arrays.asList(leaf.mappings));
        }
        return all;
    }

    private static boolean overlap(KeptMapping one, KeptMapping other) {
        // Of two ranges that overlap, one holds the start of the other.
        return one.contains(other.start()) || other.contains(one.start());
    }

    /** Puts {@code mappings} in place of the leaves from {@code first} to {@code end}, exclusive. */
    private void replace(Index current, int first, int end, List<KeptMapping> mappings) {
        if (end - first == 1 && !mappings.isEmpty() && mappings.size() <= LEAF_SIZE) {
            LEAVES.setRelease(current.leaves, first, new Leaf(mappings));
            return;
        }
        int whole = current.leaves.length;
        // A leaf that is full is halved, so that what comes next finds room in both.
        int pieces = mappings.size() <= LEAF_SIZE ? Math.min(1, mappings.size()) : 2 * (mappings.size() / LEAF_SIZE);
        long[] from = new long[whole - (end - first) + pieces];
        Leaf[] leaves = new Leaf[from.length];
        System.arraycopy(current.from, 0, from, 0, first);
        System.arraycopy(current.leaves, 0, leaves, 0, first);
        for (int i = 0; i < pieces; i++) {
            int low = (int) ((long) mappings.size() * i / pieces);
            int high = (int) ((long) mappings.size() * (i + 1) / pieces);
            leaves[first + i] = new Leaf(mappings.subList(low, high));
            from[first + i] = leaves[first + i].keys[0];
        }
        System.arraycopy(current.from, end, from, first + pieces, whole - end);
        System.arraycopy(current.leaves, end, leaves, first + pieces, whole - end);
        // The first leaf takes whatever comes below it.
        if (from.length > 0) {
            from[0] = Long.MIN_VALUE;
        }
        index = new Index(from, leaves);
    }
}
