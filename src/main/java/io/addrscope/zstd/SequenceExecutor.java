// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Executes sequences: copies literals and matches to the window (RFC 3.1.1.4). They were checked when they were decoded.
 *
 * <p>Most copies are of a few bytes, and made of sixteen: what they write too much is written over by the next one.
 */
final class SequenceExecutor {

    /** Bytes behind what is copied that may be read or written, too. */
    static final int MARGIN = 16;

    /** Copies of more bytes are left to the JVM's own, which is better at them, once it is called. */
    private static final int LONG_COPY = 64;

    /**
     * By offset: its least multiple that is eight or more. A match that overlaps itself repeats its first bytes, so that once
     * eight of them are there, the rest can be copied from that far back.
     */
    private static final int[] MULTIPLES = {0, 8, 8, 9, 8, 10, 12, 14};

    private SequenceExecutor() {}

    /**
     * Writes what the sequences and the literals behind them make to the window.
     *
     * @return how many bytes that are
     */
    static int execute(Sequences sequences, LiteralsSection section, Window window) {
        byte[] to = window.bytes();
        byte[] literals = section.bytes();
        int[] literalsLengths = sequences.literalsLengths;
        int[] matchLengths = sequences.matchLengths;
        int[] offsets = sequences.offsets;
        int count = sequences.count;
        int olderEnd = window.olderEnd();
        int literal = section.first();
        int at = window.position();
        for (int i = 0; i < count; i++) {
            int literalsLength = literalsLengths[i];
            copyForward(literals, literal, to, at, literalsLength);
            literal += literalsLength;
            at += literalsLength;
            int matchLength = matchLengths[i];
            copyMatch(to, at, offsets[i], matchLength, olderEnd);
            at += matchLength;
        }
        int rest = section.first() + section.size() - literal;
        System.arraycopy(literals, literal, to, at, rest);
        return at + rest - window.position();
    }

    private static void copyMatch(byte[] to, int at, int offset, int count, int olderEnd) {
        int from = at - offset;
        if (from < 0) {
            int older = Math.min(-from, count);
            System.arraycopy(to, olderEnd + from, to, at, older);
            if (older < count) {
                copyNewer(to, at + older, offset, count - older);
            }
        } else {
            copyNewer(to, at, offset, count);
        }
    }

    private static void copyNewer(byte[] to, int at, int offset, int count) {
        if (offset >= 8) {
            copyForward(to, at - offset, to, at, count);
        } else {
            for (int i = 0; i < 8; i++) {
                to[at + i] = to[at + i - offset];
            }
            if (count > 8) {
                copyForward(to, at + 8 - MULTIPLES[offset], to, at + 8, count - 8);
            }
        }
    }

    /** Copies what may be written before it is read, if it is so eight bytes later or more. */
    @SuppressWarnings("ReferenceEquality") // Whether it is one array, whatever the two hold.
    private static void copyForward(byte[] from, int fromAt, byte[] to, int toAt, int count) {
        if (count > LONG_COPY && (from != to || toAt - fromAt >= count)) {
            System.arraycopy(from, fromAt, to, toAt, count);
            return;
        }
        int i = 0;
        do {
            LittleEndian.copyLong(from, fromAt + i, to, toAt + i);
            LittleEndian.copyLong(from, fromAt + i + 8, to, toAt + i + 8);
            i += 16;
        } while (i < count);
    }
}
