// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Address;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The mappings that a text lists which is not the kernel's own any more, such as a crash report: lines may be malformed,
 * out of order, there twice, or contradict each other.
 *
 * <p>Of two lines that overlap the later one holds, as for the kernel's text, which is read in pieces. Where each mapping
 * stands in the text is kept beside it. Memory is bounded by the two limits. For one thread, and for one snapshot.
 */
public final class ReportedMaps {

    /** What became of a line. */
    public enum Outcome {
        /** It is a mapping now. */
        ADDED,
        /** It is not a line of {@code /proc/PID/maps}. */
        MALFORMED,
        /** A limit was reached; no more are added. */
        FULL
    }

    private static final int FIRST_CAPACITY = 256;

    private final int maxMappings;
    private final int maxNameBytes;
    private final MapsLineParser parser = new MapsLineParser();
    private final MapsSnapshot.Builder builder;
    private long[] positions = new long[FIRST_CAPACITY];
    private int count;
    private boolean isAscending = true;

    /**
     * @param maxMappings how many mappings to keep
     * @param maxNameBytes how many bytes of names to keep, those of neighbours with the same name once
     */
    public ReportedMaps(int maxMappings, int maxNameBytes) {
        this.maxMappings = maxMappings;
        this.maxNameBytes = maxNameBytes;
        this.builder = new MapsSnapshot.Builder(System.nanoTime());
    }

    /**
     * Adds a line.
     *
     * @param line without the newline
     * @param position where the line stands in the text, in bytes; {@link #position} returns it
     */
    public Outcome add(byte[] line, long position) {
        byte[] terminated = Arrays.copyOf(line, line.length + 1);
        terminated[line.length] = '\n';
        try {
            parser.parse(terminated, 0, position);
        } catch (MapsFormatException e) {
            return Outcome.MALFORMED;
        }
        if (hasNul(terminated, parser.nameStart, parser.nameEnd)) {
            return Outcome.MALFORMED;
        }
        if (count == maxMappings || builder.nameBytes() + (parser.nameEnd - parser.nameStart) > maxNameBytes) {
            return Outcome.FULL;
        }
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
        }
        // An end of 0 stands for 2^64: nothing comes behind it.
        long lastEnd = builder.lastEnd();
        isAscending &= count == 0 || (lastEnd != 0 && !Address.isBelow(parser.start, lastEnd));
        positions[count++] = position;
        builder.append(
                parser.start,
                parser.end,
                parser.permissionBits,
                parser.offset,
                parser.deviceMajor,
                parser.deviceMinor,
                parser.inode,
                terminated,
                parser.nameStart,
                parser.nameEnd);
        return Outcome.ADDED;
    }

    /** No file has a name with such a byte in it, so the kernel prints none. */
    private static boolean hasNul(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the mappings in ascending order, none overlapping another. Nothing can be added afterwards. */
    public MapsSnapshot build() {
        MapsSnapshot listed = builder.build();
        return isAscending ? listed : arrange(listed);
    }

    /**
     * Returns where the line of a mapping stands in the text.
     *
     * @param index as of the snapshot that {@link #build} returned
     */
    public long position(int index) {
        return positions[index];
    }

    private MapsSnapshot arrange(MapsSnapshot listed) {
        PriorityQueue<Piece> pieces = new PriorityQueue<>(count, Piece.BY_START);
        for (int line = 0; line < count; line++) {
            pieces.add(new Piece(listed.start(line), listed.end(line) - 1, line));
        }
        MapsSnapshot.Builder arranged = new MapsSnapshot.Builder(listed.takenNanos());
        // Each line cuts at most one other in two.
        long[] arrangedPositions = new long[count * 2];
        int used = 0;
        Piece piece;
        while ((piece = pieces.poll()) != null) {
            Piece next = pieces.peek();
            if (next == null || Address.isBelow(piece.last, next.start)) {
                listed.copy(piece.line, piece.start, piece.last + 1, arranged);
                arrangedPositions[used++] = positions[piece.line];
            } else if (next.line > piece.line) {
                addPart(pieces, piece, piece.start, next.start - 1, Address.isBelow(piece.start, next.start));
                addPart(pieces, piece, next.last + 1, piece.last, Address.isBelow(next.last, piece.last));
            } else {
                pieces.remove();
                addPart(pieces, next, piece.last + 1, next.last, Address.isBelow(piece.last, next.last));
                pieces.add(piece);
            }
        }
        positions = arrangedPositions;
        return arranged.build();
    }

    private static void addPart(PriorityQueue<Piece> pieces, Piece whole, long start, long last, boolean isThere) {
        if (isThere) {
            pieces.add(new Piece(start, last, whole.line));
        }
    }

    /**
     * What is left of a line's mapping.
     *
     * @param last its last address, rather than the end, which is 0 for 2^64
     */
    private record Piece(long start, long last, int line) {

        static final Comparator<Piece> BY_START = Piece::compareStarts;

        private static int compareStarts(Piece a, Piece b) {
            int byStart = Address.compare(a.start, b.start);
            return byStart != 0 ? byStart : Integer.compare(a.line, b.line);
        }
    }
}
