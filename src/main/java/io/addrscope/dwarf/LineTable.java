// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.model.Address;
import java.util.Arrays;

/** Lines by addresses, of one unit, in arrays. Immutable. */
final class LineTable {

    /** No line is known. */
    static final int NONE = -1;

    /** Highest column that is kept. */
    private static final int MAX_COLUMN = Character.MAX_VALUE;

    /** A unit without lines. */
    static final LineTable EMPTY = new Builder(0).build();

    private final RangeMap sequences;
    private final int[] firsts;
    private final int[] ends;
    private final long[] starts;

    /** Bytes from the beginning of the sequence, by row. */
    private final int[] offsets;

    private final int[] lines;
    private final int[] files;
    private final char[] columns;
    private final int[] discriminators;

    private LineTable(Builder builder) {
        this.sequences = builder.sequences();
        this.firsts = builder.firsts.toArray();
        this.ends = builder.ends.toArray();
        this.starts = builder.starts.toArray();
        this.offsets = Arrays.copyOf(builder.offsets, builder.count);
        this.lines = Arrays.copyOf(builder.lines, builder.count);
        this.files = Arrays.copyOf(builder.files, builder.count);
        this.columns = Arrays.copyOf(builder.columns, builder.count);
        this.discriminators =
                builder.hasDiscriminators ? Arrays.copyOf(builder.discriminators, builder.count) : new int[0];
    }

    /** Returns the row at an address, {@link #NONE} if there is none. */
    int find(long address) {
        int sequence = sequences.find(address);
        if (sequence < 0) {
            return NONE;
        }
        long offset = address - starts[sequence];
        int low = firsts[sequence];
        int high = ends[sequence] - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    int line(int row) {
        return lines[row];
    }

    int file(int row) {
        return files[row];
    }

    int column(int row) {
        return columns[row];
    }

    int discriminator(int row) {
        return discriminators.length == 0 ? 0 : discriminators[row];
    }

    /** Returns how many rows there are. */
    int size() {
        return lines.length;
    }

    /** Gives the addresses that have lines on. */
    void ranges(RangeSink sink) throws DwarfFormatException {
        sequences.ranges(sink);
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 14L * lines.length + 4L * discriminators.length + 24L * starts.length + sequences.bytes();
    }

    /**
     * Collects rows. A row that follows one with the same address replaces it: it is the one that counts. For one thread at a
     * time.
     */
    static final class Builder {

        /** Rows that there is room for at first. */
        private static final int LEAST_ROOM = 256;

        /** Rows that room is kept for from one table to the next; few have more. */
        private static final int MOST_KEPT = 1 << 14;

        private final int mostRows;
        private final LongList starts = new LongList();
        private final LongList lengths = new LongList();
        private final IntList firsts = new IntList();
        private final IntList ends = new IntList();
        private int count;
        private int[] offsets = new int[LEAST_ROOM];
        private int[] lines = new int[LEAST_ROOM];
        private int[] files = new int[LEAST_ROOM];
        private char[] columns = new char[LEAST_ROOM];
        private int[] discriminators = new int[LEAST_ROOM];
        private boolean hasDiscriminators;

        /** First row of the sequence that has not ended, -1 if there is none. */
        private int first = -1;

        private long start;
        private boolean ordered;

        /** @param mostRows how many rows there may be */
        Builder(int mostRows) {
            this.mostRows = mostRows;
        }

        /** Adds a row. */
        void row(long address, int file, long line, long column, long discriminator, Input in)
                throws DwarfFormatException {
            if (first < 0) {
                first = count;
                start = address;
                ordered = true;
            }
            long offset = address - start;
            if (offset != (int) offset) {
                throw in.fault("a sequence of lines that is longer than 2 GiB");
            }
            if (count > first && offsets[count - 1] == offset) {
                count--;
            } else if (count > first && offset < offsets[count - 1]) {
                ordered = false;
            }
            if (count == offsets.length) {
                grow(in);
            }
            offsets[count] = (int) offset;
            files[count] = file;
            lines[count] = line < 0 || line > Integer.MAX_VALUE ? 0 : (int) line;
            columns[count] = column < 0 || column > MAX_COLUMN ? 0 : (char) column;
            discriminators[count] = (int) discriminator;
            hasDiscriminators |= discriminator != 0;
            count++;
        }

        /** Ends a sequence in front of an address; it is kept if it is not empty, and there is code. */
        void end(long address, CodeRanges code) {
            if (first >= 0) {
                if (!ordered) {
                    sort();
                }
                long lowest = start + offsets[first];
                if (Address.isBelow(lowest, address)
                        && address - lowest <= Integer.MAX_VALUE
                        && code.contains(lowest)) {
                    starts.add(start);
                    lengths.add(address - start);
                    firsts.add(first);
                    ends.add(count);
                } else {
                    count = first;
                }
            }
            first = -1;
        }

        private void grow(Input in) throws DwarfFormatException {
            if (count >= mostRows) {
                throw in.fault("more lines than are read: " + count);
            }
            setRoom((int) Math.min(count * 2L, Integer.MAX_VALUE - 8));
        }

        private void setRoom(int length) {
            offsets = Arrays.copyOf(offsets, length);
            lines = Arrays.copyOf(lines, length);
            files = Arrays.copyOf(files, length);
            columns = Arrays.copyOf(columns, length);
            discriminators = Arrays.copyOf(discriminators, length);
        }

        /** Puts the rows of the sequence into the order of their addresses; of equal ones the last stays behind. */
        private void sort() {
            LongList keys = new LongList();
            for (int i = first; i < count; i++) {
                keys.add(offsets[i] - (long) Integer.MIN_VALUE);
            }
            int[] order = Order.of(keys);
            int[] sortedOffsets = new int[order.length];
            int[] sortedLines = new int[order.length];
            int[] sortedFiles = new int[order.length];
            char[] sortedColumns = new char[order.length];
            int[] sortedDiscriminators = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                int from = first + order[i];
                sortedOffsets[i] = offsets[from];
                sortedLines[i] = lines[from];
                sortedFiles[i] = files[from];
                sortedColumns[i] = columns[from];
                sortedDiscriminators[i] = discriminators[from];
            }
            System.arraycopy(sortedOffsets, 0, offsets, first, order.length);
            System.arraycopy(sortedLines, 0, lines, first, order.length);
            System.arraycopy(sortedFiles, 0, files, first, order.length);
            System.arraycopy(sortedColumns, 0, columns, first, order.length);
            System.arraycopy(sortedDiscriminators, 0, discriminators, first, order.length);
        }

        /** Those that end first come last, and so count where sequences overlap. */
        private RangeMap sequences() {
            LongList sequenceEnds = new LongList();
            for (int i = 0; i < starts.size(); i++) {
                sequenceEnds.add(starts.get(i) + lengths.get(i));
            }
            int[] order = Order.of(sequenceEnds);
            RangeMap.Builder ranges = new RangeMap.Builder();
            for (int i = order.length - 1; i >= 0; i--) {
                int sequence = order[i];
                ranges.add(starts.get(sequence) + offsets[firsts.get(sequence)], sequenceEnds.get(sequence), sequence);
            }
            return ranges.build();
        }

        LineTable build() {
            return new LineTable(this);
        }

        /** Forgets all, for the next table. */
        void clear() {
            starts.clear();
            lengths.clear();
            firsts.clear();
            ends.clear();
            count = 0;
            hasDiscriminators = false;
            first = -1;
            if (offsets.length > MOST_KEPT) {
                setRoom(LEAST_ROOM);
            }
        }
    }
}
