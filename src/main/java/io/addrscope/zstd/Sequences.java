// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * The sequences of a block, decoded: each copies some literals, then a match. Keeps its memory, which grows up to what a block
 * can have.
 */
final class Sequences {

    /** A match is of so many bytes at least, so that a block has no more sequences than so many of its bytes. */
    static final int MIN_MATCH = 3;

    /** Most sequences that a block can have. */
    static final int MAX_COUNT = FrameHeader.MAX_BLOCK_SIZE / MIN_MATCH;

    private static final int FIRST_CAPACITY = 1024;

    /** How many literals are copied, by sequence. */
    int[] literalsLengths = new int[FIRST_CAPACITY];

    /** How many bytes are copied from before, by sequence. */
    int[] matchLengths = new int[FIRST_CAPACITY];

    /** How many bytes before their new place those are, by sequence; one or more. */
    int[] offsets = new int[FIRST_CAPACITY];

    /** How many sequences there are. */
    int count;

    /** Makes room for {@code newCount} sequences, at most {@link #MAX_COUNT}, and forgets those that are there. */
    void setCount(int newCount) {
        if (newCount > offsets.length) {
            int capacity = Math.min(MAX_COUNT, Math.max(newCount, offsets.length * 2));
            literalsLengths = new int[capacity];
            matchLengths = new int[capacity];
            offsets = new int[capacity];
        }
        count = newCount;
    }
}
