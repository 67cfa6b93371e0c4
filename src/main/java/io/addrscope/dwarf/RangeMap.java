// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.model.Address;
import java.util.Arrays;

/**
 * From an address to the number of the range that it lies in. Where ranges overlap, the one that was added last counts: so
 * inner ones come after outer ones. Held as the addresses where the answer changes, for one binary search. Immutable.
 */
final class RangeMap {

    /** No range is here. */
    static final int NONE = -1;

    private final long[] starts;
    private final int[] numbers;

    private RangeMap(long[] starts, int[] numbers) {
        this.starts = starts;
        this.numbers = numbers;
    }

    /** Returns the number at an address, {@link #NONE} if there is no range. */
    int find(long address) {
        int index = indexOf(address);
        return index < 0 ? NONE : numbers[index];
    }

    private int indexOf(long address) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Address.isBelow(address, starts[middle])) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    /** Gives the stretches of addresses that have a number on. */
    void ranges(RangeSink sink) throws DwarfFormatException {
        for (int i = 0; i + 1 < starts.length; i++) {
            if (numbers[i] != NONE) {
                sink.range(starts[i], starts[i + 1]);
            }
        }
    }

    /** Returns how many stretches of addresses have a number of their own, or none. */
    int size() {
        return starts.length;
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 12L * starts.length + 64;
    }

    /** Collects ranges. For one thread at a time. */
    static final class Builder {

        private final LongList starts = new LongList();
        private final LongList ends = new LongList();
        private final IntList numbers = new IntList();

        /** Those that are open at a place of the sweep, as a heap: the one that was added last is in front. */
        private int[] open = new int[16];

        private int openCount;
        private final LongList changes = new LongList();
        private final IntList answers = new IntList();

        /** Adds a range that is not empty; {@code end} is exclusive. */
        void add(long start, long end, int number) {
            starts.add(start);
            ends.add(end);
            numbers.add(number);
        }

        int size() {
            return starts.size();
        }

        /** Sweeps over the ranges from the lowest start, keeping those open that have not ended. */
        RangeMap build() {
            int[] order = Order.of(starts);
            int next = 0;
            long at = order.length == 0 ? 0 : starts.get(order[0]);
            while (next < order.length) {
                at = starts.get(order[next]);
                while (next < order.length && starts.get(order[next]) == at) {
                    push(order[next++]);
                }
                while (dropEnded(at)) {
                    answer(at, numbers.get(open[0]));
                    long end = ends.get(open[0]);
                    if (next < order.length && !Address.isBelow(end, starts.get(order[next]))) {
                        break;
                    }
                    at = end;
                }
                if (openCount == 0) {
                    answer(at, NONE);
                }
            }
            return new RangeMap(changes.toArray(), answers.toArray());
        }

        /** Drops those in front that end here; returns whether one is left. */
        private boolean dropEnded(long at) {
            while (openCount > 0 && !Address.isBelow(at, ends.get(open[0]))) {
                pop();
            }
            return openCount > 0;
        }

        private void answer(long at, int number) {
            int last = changes.size() - 1;
            if (last >= 0 && changes.get(last) == at) {
                changes.cut(last);
                answers.cut(last);
                last--;
            }
            if (last < 0 ? number != NONE : answers.get(last) != number) {
                changes.add(at);
                answers.add(number);
            }
        }

        private void push(int range) {
            if (openCount == open.length) {
                open = Arrays.copyOf(open, openCount * 2);
            }
            int at = openCount++;
            while (at > 0 && open[(at - 1) / 2] < range) {
                open[at] = open[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            open[at] = range;
        }

        private void pop() {
            int range = open[--openCount];
            int at = 0;
            while (2 * at + 1 < openCount) {
                int child = 2 * at + 1;
                if (child + 1 < openCount && open[child + 1] > open[child]) {
                    child++;
                }
                if (open[child] < range) {
                    break;
                }
                open[at] = open[child];
                at = child;
            }
            open[at] = range;
        }
    }
}
