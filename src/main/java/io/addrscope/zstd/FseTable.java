// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * A decoding table of finite state entropy (RFC 4.1.1): per state what its code stands for, and which states come next.
 * Keeps its memory for the next distribution.
 *
 * <pre>
 * bits of an entry
 *   0-7     extra bits: how many bits of the stream are added to the base
 *   8-15    state bits: how many bits of the stream are added to the next state
 *   16-31   next state, without those
 *   32-63   base, unsigned
 * </pre>
 *
 * The sum of a few entries has in its lower two bytes the sums of theirs.
 */
final class FseTable {

    /** A probability that stands for "less than one": one state, and all bits anew after it. */
    private static final int LESS_THAN_ONE = -1;

    private final CodeKind kind;

    /** Entries by state; a state of the table is below {@code 1 << log}. */
    final long[] entries;

    /** How many states there are, as a logarithm; as many bits are the first state. */
    private int log;

    private final short[] codes;

    /** By code: how many of its states were given out, and its probability on top. */
    private final int[] ordinals;

    FseTable(CodeKind kind) {
        this.kind = kind;
        int states = 1 << kind.maxLog;
        entries = new long[states];
        codes = new short[states];
        ordinals = new int[kind.codes()];
    }

    int log() {
        return log;
    }

    static int extraBits(long entry) {
        return (int) entry & 0xff;
    }

    static int stateBits(long entry) {
        return (int) entry >>> 8 & 0xff;
    }

    static int nextState(long entry) {
        return (int) entry >>> 16;
    }

    static long base(long entry) {
        return entry >>> 32;
    }

    /** Makes this a table of one state, which stays ({@code RLE_Mode}). */
    void buildSingle(int code) {
        log = 0;
        entries[0] = entry(code, 0, 0);
    }

    /**
     * Builds the table of a distribution.
     *
     * @param probabilities by code, -1 for "less than one"; their magnitudes add up to {@code 1 << log}
     * @param count how many of the probabilities count
     * @param log 5 or more, and no more than the kind's longest
     */
    void build(short[] probabilities, int count, int log) {
        this.log = log;
        int states = 1 << log;
        int last = states - 1;
        for (int code = 0; code < count; code++) {
            if (probabilities[code] == LESS_THAN_ONE) {
                codes[last--] = (short) code;
                ordinals[code] = 1;
            } else {
                ordinals[code] = probabilities[code];
            }
        }
        // The step is odd, so it meets each state once.
        int step = (states >> 1) + (states >> 3) + 3;
        int state = 0;
        for (int code = 0; code < count; code++) {
            for (int i = 0; i < probabilities[code]; i++) {
                codes[state] = (short) code;
                do {
                    state = (state + step) & (states - 1);
                } while (state > last);
            }
        }
        for (state = 0; state < states; state++) {
            int code = codes[state];
            int ordinal = ordinals[code]++;
            int stateBits = log - (31 - Integer.numberOfLeadingZeros(ordinal));
            entries[state] = entry(code, stateBits, (ordinal << stateBits) - states);
        }
    }

    private long entry(int code, int stateBits, int nextState) {
        return kind.base(code) << 32 | (long) nextState << 16 | (long) stateBits << 8 | kind.extraBits(code);
    }
}
