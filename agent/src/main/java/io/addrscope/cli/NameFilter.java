// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.demangle.Demangler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies standard input to standard output, byte by byte, but for the mangled names in it.
 *
 * <p>A name is a word of ASCII letters, digits, {@code _}, {@code $} and {@code .}, as for c++filt. Where such a word is no
 * name and goes on in other UTF-8, all of it is tried: C++ has names of any letters. Full stops at the end are the
 * sentence's. A word of more than {@link #MAX_BYTES} is copied, so that no input makes the memory for it grow.
 *
 * <p>For one thread.
 */
final class NameFilter {

    /** The longest word that is tried, in bytes; the demangler takes no longer name. */
    static final int MAX_BYTES = 1 << 16;

    private static final int BUFFER_BYTES = 8192;

    /** How much output is sent at once, about. */
    private static final int OUTPUT_BYTES = 32 * 1024;

    private final Demangler demangler;
    private final Console console;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(OUTPUT_BYTES);
    private byte[] word = new byte[256];
    private int length;

    /** Whether this is inside of a word whose beginning was copied because it is too long. */
    private boolean isTooLong;

    NameFilter(Demangler demangler, Console console) {
        this.demangler = demangler;
        this.console = console;
    }

    /**
     * Copies to the end. Whenever there is nothing more to read, all that is known has been written.
     *
     * @throws IOException if the input cannot be read
     */
    void run() throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = console.in.read(buffer); count >= 0; count = console.in.read(buffer)) {
            copy(buffer, count);
            if (console.in.available() == 0) {
                send();
            }
        }
        endWord();
        send();
    }

    private void copy(byte[] buffer, int count) {
        int at = 0;
        while (at < count) {
            int from = at;
            while (at < count && isOfWord(buffer[at])) {
                at++;
            }
            addToWord(buffer, from, at);
            if (at < count) {
                endWord();
            }
            from = at;
            while (at < count && !isOfWord(buffer[at])) {
                at++;
            }
            out.write(buffer, from, at - from);
            if (out.size() >= OUTPUT_BYTES) {
                send();
            }
        }
    }

    private void send() {
        console.send(out.toByteArray());
        out.reset();
    }

    private void addToWord(byte[] buffer, int from, int to) {
        int needed = length + to - from;
        if (isTooLong || needed > MAX_BYTES) {
            out.write(word, 0, length);
            out.write(buffer, from, to - from);
            length = 0;
            isTooLong = true;
            return;
        }
        if (needed > word.length) {
            word = Arrays.copyOf(word, Math.max(needed, word.length * 2));
        }
        System.arraycopy(buffer, from, word, length, to - from);
        length = needed;
    }

    private void endWord() {
        int from = 0;
        while (from < length) {
            int to = from;
            while (to < length && word[to] >= 0) {
                to++;
            }
            if (!replace(from, to)) {
                // Only from the beginning: from everywhere, the work would grow with the square of the length.
                if (from == 0 && to < length && replace(0, length)) {
                    break;
                }
                out.write(word, from, to - from);
            }
            from = to;
            while (to < length && word[to] < 0) {
                to++;
            }
            out.write(word, from, to - from);
            from = to;
        }
        length = 0;
        isTooLong = false;
    }

    /** Writes what {@code word[from, to)} stands for; returns false and writes nothing if it is not mangled. */
    private boolean replace(int from, int to) {
        if (from == to || (word[from] != '_' && word[from] != '.')) {
            return false;
        }
        int end = to;
        while (end > from && word[end - 1] == '.') {
            end--;
        }
        String raw = new String(word, from, end - from, StandardCharsets.UTF_8);
        String demangled = demangler.demangle(raw);
        // A byte that is not UTF-8 has become another character, and must not be written as that.
        if (demangled.equals(raw) || raw.indexOf('\ufffd') >= 0) {
            return false;
        }
        byte[] bytes = demangled.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.write(word, end, to - end);
        return true;
    }

    private static boolean isOfWord(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '_'
                || b == '$'
                || b == '.'
                || b < 0;
    }
}
