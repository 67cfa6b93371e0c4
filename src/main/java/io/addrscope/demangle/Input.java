// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/**
 * A cursor over the bytes of one raw name, reused from name to name. Lengths in mangled names count bytes, so the string is
 * held as UTF-8. Zero bytes follow the last one: looking a few bytes ahead needs no check, and no production begins
 * with a zero byte.
 */
final class Input {
    /** Zero bytes kept behind the end: the farthest that any production looks ahead. */
    private static final int LOOKAHEAD = 4;

    byte[] bytes = new byte[512];

    /** Offset of the next byte. */
    int pos;

    /** Offset behind the last byte. */
    int end;

    /** Takes {@code raw[from, to)}. Fails on a lone surrogate, which no UTF-8 stands for. */
    void reset(String raw, int from, int to) {
        int room = (to - from) * 3 + LOOKAHEAD;
        if (bytes.length < room) {
            bytes = new byte[room];
        }
        int at = 0;
        for (int i = from; i < to; i++) {
            char c = raw.charAt(i);
            if (c < 0x80) {
                bytes[at++] = (byte) c;
            } else if (Character.isSurrogate(c)) {
                int codePoint = raw.codePointAt(i++);
                if (i >= to || !Character.isSupplementaryCodePoint(codePoint)) {
                    throw Malformed.NAME;
                }
                at = Utf8.encode(codePoint, bytes, at);
            } else {
                at = Utf8.encode(c, bytes, at);
            }
        }
        pos = 0;
        end = at;
        Arrays.fill(bytes, end, end + LOOKAHEAD, (byte) 0);
    }

    /** Whether this grew so far that it is better dropped than kept for the next name. */
    boolean isLarge() {
        return bytes.length > 1 << 16;
    }

    int peek() {
        return bytes[pos];
    }

    int peek(int ahead) {
        return pos + ahead < bytes.length ? bytes[pos + ahead] : 0;
    }

    /** The next byte, consumed; zero at the end, where the cursor stays. */
    int next() {
        return pos < end ? bytes[pos++] : 0;
    }

    boolean atEnd() {
        return pos >= end;
    }

    /** Bytes not yet consumed. */
    int left() {
        return end - pos;
    }

    boolean eat(char c) {
        if (bytes[pos] == c && pos < end) {
            pos++;
            return true;
        }
        return false;
    }

    boolean eat(char first, char second) {
        if (at(first, second)) {
            pos += 2;
            return true;
        }
        return false;
    }

    boolean eat(String word) {
        if (at(word)) {
            pos += word.length();
            return true;
        }
        return false;
    }

    boolean at(char first, char second) {
        return bytes[pos] == first && bytes[pos + 1] == second;
    }

    boolean at(String word) {
        if (left() < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[pos + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void expect(char c) {
        if (!eat(c)) {
            throw Malformed.NAME;
        }
    }

    void skip(int count) {
        if (count > left()) {
            throw Malformed.NAME;
        }
        pos += count;
    }

    boolean atDigit() {
        return isDigit(bytes[pos]);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** A non-negative decimal number of at least one digit that an {@code int} can hold. */
    int number() {
        if (!atDigit()) {
            throw Malformed.NAME;
        }
        int value = 0;
        while (atDigit()) {
            int digit = bytes[pos++] - '0';
            if (value > (Integer.MAX_VALUE - digit) / 10) {
                throw Malformed.NAME;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Skips decimal digits, possibly none. */
    void skipDigits() {
        while (atDigit()) {
            pos++;
        }
    }
}
