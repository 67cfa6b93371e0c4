// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.util.Arrays;

/**
 * Content of a frame, as far back as matches may reach, with room for one block more. Keeps its memory for the next frame.
 *
 * <p>Blocks are written one behind the other. Where there is no room for another one, writing goes on at the beginning, and
 * what was written before stays as the older part, until it is written over:
 *
 * <pre>
 *   0         position                 olderEnd            length
 *   | newer part  |  older part, its rest  |  never written  |
 * </pre>
 *
 * The array is so long that what is written over is further back than any match may reach. It begins small and grows as
 * content comes: a header alone takes no memory.
 */
final class Window {

    /**
     * Bytes behind the position that may be written with anything, since copies are of whole eights; as many lie between what
     * is written and what matches may still reach.
     */
    private static final int MARGIN = SequenceExecutor.MARGIN;

    private byte[] bytes = {};

    private int position;
    private int olderEnd;

    /** The length that the array need not exceed. */
    private int enough;

    private int maxBlockSize;

    /** The array. Another one after each {@link #prepare}. */
    byte[] bytes() {
        return bytes;
    }

    /** Index behind what was written last. */
    int position() {
        return position;
    }

    /** Index behind the older part; zero if there is none. */
    int olderEnd() {
        return olderEnd;
    }

    /** Begins with the next frame. */
    void reset(FrameHeader header) {
        position = 0;
        olderEnd = 0;
        maxBlockSize = header.maxBlockSize();
        enough = header.history() + maxBlockSize + 2 * MARGIN;
    }

    /** Makes room for a block at the position, which this may change. */
    void prepare() {
        int needed = position + maxBlockSize + MARGIN;
        if (needed <= bytes.length) {
            return;
        }
        if (bytes.length < enough) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(enough, Math.max(needed, bytes.length * 2L)));
        } else {
            olderEnd = position;
            position = 0;
        }
    }

    /** Says that {@code count} bytes were written at the position. */
    void advance(int count) {
        position += count;
    }
}
