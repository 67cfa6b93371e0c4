// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which of several extents that may overlap holds the addresses from where on: of those that hold one, the extent that begins
 * last. Each extent makes one step where it begins, and one more at most where another goes on behind it.
 */
final class SymbolSteps {

    /** Where each step begins, in order. */
    final long[] starts;

    /** The index of the extent of each step; null if the steps are the extents. */
    final int @Nullable [] symbols;

    private SymbolSteps(long[] starts, int @Nullable [] symbols) {
        this.starts = starts;
        this.symbols = symbols;
    }

    /**
     * Works them out, in time proportional to the number of extents.
     *
     * @param starts where they begin, in order, no two at one address
     * @param lengths their bytes, none of them 0
     * @param overlap whether any two of them overlap
     */
    static SymbolSteps of(long[] starts, long[] lengths, boolean overlap) {
        if (!overlap) {
            return new SymbolSteps(starts, null);
        }
        return new Sweep(starts, lengths).run();
    }

    /** Goes through the addresses once, and keeps those extents that it is in, the one that began last on top. */
    private static final class Sweep {

        private final long[] starts;
        private final long[] lengths;
        private final long[] stepStarts;
        private final int[] stepSymbols;
        private int steps;
        private final int[] open;
        private int depth;

        Sweep(long[] starts, long[] lengths) {
            this.starts = starts;
            this.lengths = lengths;
            this.stepStarts = new long[2 * starts.length];
            this.stepSymbols = new int[2 * starts.length];
            this.open = new int[starts.length];
        }

        SymbolSteps run() {
            for (int i = 0; i < starts.length; i++) {
                begin(i);
            }
            closeUpTo(0, true);
            return new SymbolSteps(Arrays.copyOf(stepStarts, steps), Arrays.copyOf(stepSymbols, steps));
        }

        private void begin(int extent) {
            closeUpTo(starts[extent], false);
            add(starts[extent], extent);
            open[depth++] = extent;
        }

        /** Closes what ends at {@code address} or before it, or everything. */
        private void closeUpTo(long address, boolean everything) {
            while (depth > 0) {
                long end = end(open[depth - 1]);
                if (!everything && Address.isBelow(address, end)) {
                    return;
                }
                depth--;
                // Those that ended within it are of no more use.
                while (depth > 0 && !Address.isBelow(end, end(open[depth - 1]))) {
                    depth--;
                }
                if (depth > 0 && (everything || end != address)) {
                    add(end, open[depth - 1]);
                }
            }
        }

        private long end(int symbol) {
            return starts[symbol] + lengths[symbol];
        }

        private void add(long start, int symbol) {
            stepStarts[steps] = start;
            stepSymbols[steps++] = symbol;
        }
    }
}
