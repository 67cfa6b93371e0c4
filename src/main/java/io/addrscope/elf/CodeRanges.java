// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.util.Arrays;

/** The executable parts of an image, by ELF address. Immutable. */
final class CodeRanges {

    /** Nothing. */
    static final CodeRanges NOWHERE = new CodeRanges(new long[0], new long[0]);

    private final long[] starts;
    private final long[] ends;

    private CodeRanges(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** Those of some ranges that are executable; they may touch and overlap. */
    static CodeRanges of(long[] starts, long[] ends, boolean[] executable) {
        long[] codeStarts = new long[starts.length];
        long[] codeEnds = new long[starts.length];
        int count = 0;
        for (int i = 0; i < starts.length; i++) {
            if (executable[i]) {
                codeStarts[count] = starts[i];
                codeEnds[count++] = ends[i];
            }
        }
        return merged(codeStarts, codeEnds, count);
    }

    private static CodeRanges merged(long[] starts, long[] ends, int count) {
        long[] mergedStarts = new long[count];
        long[] mergedEnds = new long[count];
        int merged = 0;
        for (int i : UnsignedOrder.indices(starts, count)) {
            if (merged > 0 && !Address.isBelow(mergedEnds[merged - 1], starts[i])) {
                if (Address.isBelow(mergedEnds[merged - 1], ends[i])) {
                    mergedEnds[merged - 1] = ends[i];
                }
            } else {
                mergedStarts[merged] = starts[i];
                mergedEnds[merged++] = ends[i];
            }
        }
        return new CodeRanges(Arrays.copyOf(mergedStarts, merged), Arrays.copyOf(mergedEnds, merged));
    }

    /** Returns whether an ELF address is executable. */
    boolean contains(long elfAddress) {
        int range = UnsignedOrder.floor(starts, elfAddress);
        return range >= 0 && Address.isBelow(elfAddress, ends[range]);
    }

    /** Returns how many bytes of memory it takes. */
    long bytes() {
        return 2L * Long.BYTES * starts.length;
    }
}
