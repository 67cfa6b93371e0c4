// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Lines of a report that are parsed when they are asked for: their bytes one after the other, and where each stood. At
 * most {@link Limits#LIST_LINES} of them, of {@link Limits#LIST_BYTES} together. Filled by one thread; then safe for any
 * number.
 */
final class KeptLines {

    private static final int FIRST_LINES = 64;
    private static final int FIRST_BYTES = 4096;

    private final String what;
    private byte[] pool = new byte[FIRST_BYTES];
    private int used;
    private long[] offsets = new long[FIRST_LINES];

    /** Index in {@link #pool} behind each line. */
    private int[] ends = new int[FIRST_LINES];

    /** The lines that were cut off. */
    private final BitSet cutLines = new BitSet();

    private int size;

    /** @param what what the lines are, in the plural */
    KeptLines(String what) {
        this.what = what;
    }

    /** Adds a line; returns false if a limit forbids it. */
    boolean add(Line line, Cuts cuts) {
        int length = line.length();
        if (size == Limits.LIST_LINES || length > Limits.LIST_BYTES - used) {
            cuts.add(what, size == Limits.LIST_LINES ? Limits.LIST_LINES : Limits.LIST_BYTES, line.offset(line.from()));
            return false;
        }
        if (used + length > pool.length) {
            pool = Arrays.copyOf(pool, Math.min(Limits.LIST_BYTES, Math.max(pool.length * 2, used + length)));
        }
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        line.copyTo(pool, used);
        used += length;
        offsets[size] = line.offset(line.from());
        ends[size] = used;
        cutLines.set(size, line.isCut());
        size++;
        return true;
    }

    int size() {
        return size;
    }

    /** Returns a line to be read from its beginning. */
    Line line(int index) {
        int from = index == 0 ? 0 : ends[index - 1];
        return new Line(pool, from, ends[index], offsets[index], cutLines.get(index));
    }

    /** Returns the offset in the input of a line. */
    long offset(int index) {
        return offsets[index];
    }
}
