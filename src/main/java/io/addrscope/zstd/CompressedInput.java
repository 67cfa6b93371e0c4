// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;
import java.io.InputStream;

/**
 * The compressed data, in pieces of up to a block that lie in one array, so that a block is decoded where it was read to.
 * Knows how far it has come, for messages. Reads ahead of what is asked for, up to the size of its buffer.
 */
final class CompressedInput {

    /**
     * Readable bytes, of no meaning, before the first and behind the last one of any piece: bits are loaded eight bytes at a
     * time, and whoever finds that the piece is used up may have looked so far beyond it.
     */
    static final int MARGIN = 16;

    /** Most bytes that can be taken at once: those of the largest block. */
    static final int MAX_TAKEN = FrameHeader.MAX_BLOCK_SIZE;

    private static final int END_OF_BUFFER = MARGIN + MAX_TAKEN;

    private final InputStream source;

    /** What was read. A piece stays where it is until the next one is taken. */
    final byte[] bytes = new byte[END_OF_BUFFER + MARGIN];

    /** Index of the first byte that was not taken yet. */
    private int at = MARGIN;

    /** Index behind the last byte that was read. */
    private int filled = MARGIN;

    /** How many bytes of compressed data lie before {@code bytes[0]}; below zero at first, because of the margin. */
    private long position = -MARGIN;

    CompressedInput(InputStream source) {
        this.source = source;
    }

    /** Returns whether everything was taken that the source has. */
    boolean isAtEnd() throws IOException {
        return at == filled && !fill();
    }

    /** Returns how many bytes were taken or skipped. */
    long position() {
        return position + at;
    }

    /**
     * Takes the next bytes.
     *
     * @param count how many, up to {@link #MAX_TAKEN}
     * @param what what the bytes are, for the message
     * @return index of the first one in {@link #bytes}
     * @throws ZstdFormatException if the source ends before
     */
    int take(int count, String what) throws IOException {
        while (filled - at < count) {
            if (!fill()) {
                throw fault(at, what + " (" + count + " bytes) is cut off after " + (filled - at) + " bytes");
            }
        }
        int first = at;
        at += count;
        return first;
    }

    /**
     * Skips bytes by reading them: a skip of the source's own may go beyond its end.
     *
     * @throws ZstdFormatException if the source ends before
     */
    void skip(long count, String what) throws IOException {
        long start = position();
        long left = count;
        while (left > filled - at) {
            left -= filled - at;
            at = filled;
            if (!fill()) {
                throw new ZstdFormatException(
                        start, what + " (" + count + " bytes) is cut off after " + (count - left) + " bytes");
            }
        }
        at += (int) left;
    }

    /** Returns the exception for a fault in what was taken last. */
    ZstdFormatException fault(int index, String fault) {
        return new ZstdFormatException(position + index, fault);
    }

    /** Reads at least one byte more; returns false at the end of the source. There is less than a block in the buffer. */
    private boolean fill() throws IOException {
        if (filled == END_OF_BUFFER || at == filled) {
            System.arraycopy(bytes, at, bytes, MARGIN, filled - at);
            position += at - MARGIN;
            filled -= at - MARGIN;
            at = MARGIN;
        }
        int count = source.read(bytes, filled, END_OF_BUFFER - filled);
        if (count == 0) {
            throw new IOException("the source gives no bytes, and no end");
        }
        if (count < 0) {
            return false;
        }
        filled += count;
        return true;
    }
}
