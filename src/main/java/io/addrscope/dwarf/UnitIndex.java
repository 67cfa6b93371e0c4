// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** From addresses to the offsets of units. Immutable. */
final class UnitIndex {

    /** No unit is known. */
    static final long NONE = -1;

    /** The number of no unit. */
    static final int NO_NUMBER = RangeMap.NONE;

    /** Most ranges of all units. */
    private static final int MAX_RANGES = 1 << 24;

    private final RangeMap ranges;

    /** Offsets of units, the lowest first. */
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

    /** Returns the number of the unit that has an address, {@link #NO_NUMBER} if none is known. */
    int number(long address) {
        return ranges.find(address);
    }

    /** Returns the offset of a unit by its number: the higher one's is the higher one. */
    long offset(int number) {
        return units[number];
    }

    /** Returns how many units are known. */
    int size() {
        return units.length;
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
            int[] order = Order.of(unitsOfRanges);
            for (int range : order) {
                addUnit(unitsOfRanges.get(range));
            }
            RangeMap.Builder ranges = new RangeMap.Builder();
            int number = units.size() - 1;
            for (int i = order.length - 1; i >= 0; i--) {
                int range = order[i];
                if (unitsOfRanges.get(range) != units.get(number)) {
                    number--;
                }
                ranges.add(starts.get(range), ends.get(range), number);
            }
            return new UnitIndex(ranges.build(), units.toArray());
        }

        private void addUnit(long offset) {
            int count = units.size();
            if (count == 0 || units.get(count - 1) != offset) {
                units.add(offset);
            }
        }
    }
}
