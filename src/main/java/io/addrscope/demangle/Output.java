// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The text of one demangled name as it grows, in UTF-8, at most {@link Limits#OUTPUT} bytes; reused from name to name. */
final class Output {
    private byte[] bytes = new byte[1024];
    private int length;

    void reset() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** Takes back everything behind the first {@code to} bytes. */
    void truncate(int to) {
        length = to;
    }

    /** The last byte, or zero when there is none. */
    int last() {
        return length == 0 ? 0 : bytes[length - 1];
    }

    void add(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    /** Adds one byte of a text that is perhaps UTF-8. */
    void addByte(int value) {
        add((char) value);
    }

    void add(String ascii) {
        int count = ascii.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
    }

    /** Adds {@code from[start, end)}. */
    void add(byte[] from, int start, int end) {
        int count = end - start;
        room(count);
        // Names are mostly this short, and a loop then beats the call.
        if (count < 24) {
            for (int i = 0; i < count; i++) {
                bytes[length + i] = from[start + i];
            }
        } else {
            System.arraycopy(from, start, bytes, length, count);
        }
        length += count;
    }

    void addNumber(long value) {
        add(Long.toString(value));
    }

    void addCodePoint(int codePoint) {
        room(Utf8.MAX_LENGTH);
        length = Utf8.encode(codePoint, bytes, length);
    }

    /** Whether this grew so far that it is better dropped than kept for the next name. */
    boolean isLarge() {
        return bytes.length > 1 << 16;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            if (length + more > Limits.OUTPUT) {
                throw Malformed.NAME;
            }
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
