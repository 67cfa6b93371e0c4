// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads lines with their offsets, in bounded memory: of a line longer than {@link Limits#LINE_BYTES} only the beginning is
 * handed out. Lines end in a newline, or a carriage return and a newline. For one thread.
 */
final class LineReader {

    private static final int BUFFER_BYTES = 2 * Limits.LINE_BYTES;

    /** How much of the line behind can be looked at ahead of time. */
    static final int AHEAD_BYTES = 256;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** Offset in the input of {@code buffer[0]}. */
    private long base;

    private int filled;
    private boolean isInputAtEnd;

    private int lineFrom;
    private int lineTo;

    /** Index behind the line, with its terminator. */
    private int next;

    private boolean isTerminated;
    private boolean isOverlong;

    LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the input
     * @throws IOException if reading fails
     */
    boolean next() throws IOException {
        if (isOverlong) {
            passOver();
        }
        lineFrom = next;
        int newline = find(lineFrom);
        if (newline < 0 && filled == lineFrom) {
            return false;
        }
        isOverlong = newline < 0 && filled - lineFrom >= Limits.LINE_BYTES;
        isTerminated = newline >= 0;
        if (isOverlong) {
            lineTo = lineFrom + Limits.LINE_BYTES;
            next = lineTo;
        } else {
            lineTo = isTerminated ? newline : filled;
            next = isTerminated ? newline + 1 : filled;
            if (isTerminated && lineTo > lineFrom && buffer[lineTo - 1] == '\r') {
                lineTo--;
            }
            lookAhead();
        }
        return true;
    }

    /** Makes room and reads until there are {@link #AHEAD_BYTES} behind the line, or no more. */
    private void lookAhead() throws IOException {
        while (filled - next < AHEAD_BYTES && !isInputAtEnd) {
            fill();
        }
    }

    /** Returns the index of the next newline within a line's length, or -1; reads what is needed to know. */
    private int find(int start) throws IOException {
        int index = start;
        while (true) {
            // The line may be moved to the front of the buffer while this loop waits for its end.
            int stop = Math.min(filled, lineFrom + Limits.LINE_BYTES);
            while (index < stop) {
                if (buffer[index] == '\n') {
                    return index;
                }
                index++;
            }
            if (filled - lineFrom >= Limits.LINE_BYTES || isInputAtEnd) {
                return -1;
            }
            int moved = lineFrom;
            fill();
            index -= moved - lineFrom;
        }
    }

    private void fill() throws IOException {
        if (lineFrom > 0) {
            System.arraycopy(buffer, lineFrom, buffer, 0, filled - lineFrom);
            base += lineFrom;
            filled -= lineFrom;
            lineTo -= lineFrom;
            next -= lineFrom;
            lineFrom = 0;
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            isInputAtEnd = true;
        } else {
            filled += read;
        }
    }

    /** Goes to behind the newline of a line of which the beginning was handed out. */
    private void passOver() throws IOException {
        while (true) {
            for (int i = next; i < filled; i++) {
                if (buffer[i] == '\n') {
                    next = i + 1;
                    return;
                }
            }
            next = filled;
            lineFrom = next;
            if (isInputAtEnd) {
                return;
            }
            fill();
        }
    }

    byte[] buffer() {
        return buffer;
    }

    /** Returns the index in {@link #buffer} of the line's first byte. */
    int from() {
        return lineFrom;
    }

    /** Returns the index behind the line's last byte, before its terminator. */
    int to() {
        return lineTo;
    }

    /** Returns the offset in the input of the line's first byte. */
    long offset() {
        return base + lineFrom;
    }

    /** Returns whether the line has ended where it seems to: by a newline. */
    boolean isComplete() {
        return isTerminated && !isOverlong;
    }

    /** Returns whether only the beginning of the line was handed out. */
    boolean isOverlong() {
        return isOverlong;
    }

    /** Returns the beginning of the line behind this one, or all of it. */
    byte[] ahead() {
        int to = next;
        int limit = Math.min(filled, next + AHEAD_BYTES);
        while (to < limit && buffer[to] != '\n') {
            to++;
        }
        return Arrays.copyOfRange(buffer, next, to);
    }

    /** Returns the offset behind all that was read. */
    long end() {
        return base + next;
    }
}
