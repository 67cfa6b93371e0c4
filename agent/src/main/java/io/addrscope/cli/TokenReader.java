// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads words from a stream as they come, and knows their lines.
 *
 * <p>Blanks and control characters separate words. A word of more than {@link #MAX_BYTES} is skipped and said to be too
 * long, so that no input makes it grow.
 */
final class TokenReader {

    /** The longest word that is kept, in bytes; an address has some twenty. */
    static final int MAX_BYTES = 1024;

    private static final int BUFFER_BYTES = 8192;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] word = new byte[MAX_BYTES];
    private int at;
    private int end;
    private int length;
    private long line = 1;
    private long nextLine = 1;

    TokenReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next word.
     *
     * @return false if there is none
     * @throws IOException if the stream cannot be read
     */
    boolean next() throws IOException {
        length = 0;
        int b = read();
        while (b >= 0 && isSeparator(b)) {
            countLine(b);
            b = read();
        }
        if (b < 0) {
            return false;
        }
        line = nextLine;
        while (b >= 0 && !isSeparator(b)) {
            if (length < MAX_BYTES) {
                word[length] = (byte) b;
            }
            length = Math.min(length, MAX_BYTES) + 1;
            b = read();
        }
        countLine(b);
        return true;
    }

    /** Returns the word. */
    String token() {
        return new String(word, 0, Math.min(length, MAX_BYTES), StandardCharsets.UTF_8);
    }

    /** Returns whether the word is longer than what is kept of it. */
    boolean isTooLong() {
        return length > MAX_BYTES;
    }

    /** Returns the number of the word's line, from 1. */
    long line() {
        return line;
    }

    /** Returns whether the next word would have to be waited for. */
    boolean wouldWait() throws IOException {
        // What separates words is there with the word before it, and is nothing to go on with.
        while (at < end && isSeparator(buffer[at] & 0xff)) {
            countLine(buffer[at++]);
        }
        return at == end && in.available() == 0;
    }

    private void countLine(int b) {
        if (b == '\n') {
            nextLine++;
        }
    }

    private static boolean isSeparator(int b) {
        return b <= ' ';
    }

    private int read() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }
}
