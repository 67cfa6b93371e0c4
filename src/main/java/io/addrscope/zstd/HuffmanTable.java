// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.util.Arrays;

/**
 * A decoding table of a Huffman tree (RFC 4.2.1): which literal the next bits begin with, and of how many bits its code is.
 * Keeps its memory for the next tree.
 *
 * <pre>
 * bits of an entry
 *   0-7    bits of the code, 1 to 11
 *   8-15   literal
 * </pre>
 */
final class HuffmanTable {

    /** Longest code, in bits. */
    static final int MAX_LOG = 11;

    /** Entries by the next {@link #log} bits, in their lowest {@code 1 << log} places. */
    final short[] entries = new short[1 << MAX_LOG];

    private final int[] firstByWeight = new int[MAX_LOG + 2];

    /** Longest code of this tree, in bits; zero when there is no tree. */
    private int log;

    int log() {
        return log;
    }

    boolean isPresent() {
        return log > 0;
    }

    /** Forgets the tree. */
    void clear() {
        log = 0;
    }

    /**
     * Builds the table. Codes are given out by weight, the longest first, then by literal.
     *
     * @param weights by literal: zero for no code, else {@code log + 1} less its bits
     * @param count how many of the weights count
     * @param log longest code; {@code 1 << weight - 1} over all weights but zero add up to {@code 1 << log}
     */
    void build(byte[] weights, int count, int log) {
        this.log = log;
        Arrays.fill(firstByWeight, 0);
        for (int literal = 0; literal < count; literal++) {
            int weight = weights[literal];
            firstByWeight[weight + 1] += places(weight);
        }
        for (int weight = 1; weight <= MAX_LOG; weight++) {
            firstByWeight[weight + 1] += firstByWeight[weight];
        }
        for (int literal = 0; literal < count; literal++) {
            int weight = weights[literal];
            int first = firstByWeight[weight];
            int next = first + places(weight);
            Arrays.fill(entries, first, next, (short) (literal << 8 | (log + 1 - weight)));
            firstByWeight[weight] = next;
        }
    }

    /** How many of the entries a literal has. */
    private static int places(int weight) {
        return 1 << weight >> 1;
    }
}
