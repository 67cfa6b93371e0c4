// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import java.util.AbstractList;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The regions of the heap that a report lists, parsed when they are asked for. Filled by the parser; then immutable, and
 * safe for any number of threads.
 */
public final class HeapRegions extends AbstractList<HeapRegion> implements RandomAccess {

    private final KeptLines lines = new KeptLines("regions of the heap");

    HeapRegions() {}

    /** Adds a line if it is a region. */
    void add(Line line, Cuts cuts) {
        int start = line.at();
        if (HeapRegion.parse(line) != null) {
            line.moveTo(start);
            lines.add(line, cuts);
        }
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

    /** Returns the region that holds {@code address}; null if there is none. Looks at all of them. */
    public @Nullable HeapRegion of(long address) {
        for (int i = 0; i < size(); i++) {
            HeapRegion region = get(i);
            if (Address.isWithin(address, region.bottom().value(), region.end().value())) {
                return region;
            }
        }
        return null;
    }
}
