// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The regions of the heap that a report lists: bounds in arrays, the rest parsed when it is asked for. Filled by the
 * parser; then immutable, and safe for any number of threads.
 */
public final class HeapRegions extends AbstractList<HeapRegion> implements RandomAccess {

    private static final int FIRST_CAPACITY = 64;

    private final KeptLines lines = new KeptLines("regions of the heap");
    private long[] bottoms = new long[FIRST_CAPACITY];
    private long[] ends = new long[FIRST_CAPACITY];

    HeapRegions() {}

    /** Adds a line if it is a region. */
    void add(Line line, Cuts cuts) {
        HeapRegion region = HeapRegion.parse(line);
        if (region == null || !lines.add(line, cuts)) {
            return;
        }
        int index = lines.size() - 1;
        if (index == bottoms.length) {
            bottoms = Arrays.copyOf(bottoms, index * 2);
            ends = Arrays.copyOf(ends, index * 2);
        }
        bottoms[index] = region.bottom().value();
        ends[index] = region.end().value();
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public HeapRegion get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        HeapRegion region = HeapRegion.parse(lines.line(index));
        if (region == null) {
            throw new IllegalStateException("a line that was a region is one no more");
        }
        return region;
    }

    /** Returns the region that holds {@code address}; null if there is none. */
    public @Nullable HeapRegion of(long address) {
        for (int i = 0; i < size(); i++) {
            if (Address.isWithin(address, bottoms[i], ends[i])) {
                return get(i);
            }
        }
        return null;
    }
}
