// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** From addresses to the offsets of units. Immutable. */
final class UnitIndex {

    /** No unit is known. */
    static final long NONE = -1;

    /** Most ranges of all units. */
    private static final int MAX_RANGES = 1 << 24;

    private final RangeMap ranges;
    private final long[] units;

    private UnitIndex(RangeMap ranges, long[] units) {
        this.ranges = ranges;
        this.units = units;
    }

    /** Returns the offset of the unit that has an address; {@link #NONE} if none is known. */
    long find(long address) {
        int number = ranges.find(address);
        return number < 0 ? NONE : units[number];
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return ranges.bytes() + 8L * units.length;
    }

    /** Collects ranges. For one thread at a time. */
    static final class Builder implements RangeSink {

        private final LongList units = new LongList();
        private final LongList starts = new LongList();
        private final LongList ends = new LongList();
        private final LongList unitsOfRanges = new LongList();
        private long unit;

        /** Says which unit the next ranges belong to. */
        void unit(long offset) {
            unit = offset;
        }

        @Override
        public void range(long start, long end) throws DwarfFormatException {
            if (starts.size() == MAX_RANGES) {
                throw new DwarfFormatException("", unit, "more address ranges of units than are read");
            }
            starts.add(start);
            ends.add(end);
            unitsOfRanges.add(unit);
        }

        /** Where ranges overlap, the first unit counts: so it is added last. */
        UnitIndex build() {
            RangeMap.Builder ranges = new RangeMap.Builder();
            int[] order = Order.of(unitsOfRanges);
            for (int i = order.length - 1; i >= 0; i--) {
                int range = order[i];
                long owner = unitsOfRanges.get(range);
                int last = units.size() - 1;
                if (last < 0 || units.get(last) != owner) {
                    units.add(owner);
                    last++;
                }
                ranges.add(starts.get(range), ends.get(range), last);
            }
            return new UnitIndex(ranges.build(), units.toArray());
        }
    }
}
