// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/** Paths from raw bytes, which the names of Java's own API cannot spell in every locale. */
final class RawPath {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private static final String HEX = "0123456789ABCDEF";

    private RawPath() {}

    /**
     * Returns the path whose bytes are exactly {@code bytes}. A {@code file:} URI spells bytes, so this holds in a C
     * locale too, where {@link Path#of(String, String...)} refuses whatever is not ASCII.
     *
     * @param bytes an absolute path
     * @throws IllegalArgumentException if it is not absolute or holds a NUL
     */
    static Path of(byte[] bytes) {
        StringBuilder uri = new StringBuilder("file://");
        for (byte b : bytes) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                uri.append('%').append(HEX.charAt(b >> 4 & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** Returns the bytes of an absolute path. */
    static byte[] bytes(Path path) {
        // Of all that a path tells of itself, only its URI spells the bytes; it adds a slash to a directory's.
        String uri = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) == '%') {
                bytes.write(Integer.parseInt(uri.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(uri.charAt(i));
            }
        }
        byte[] result = bytes.toByteArray();
        boolean slashAdded = result.length > 1 && result[result.length - 1] == '/';
        return slashAdded ? Arrays.copyOf(result, result.length - 1) : result;
    }

    /**
     * Returns whether the path's own text spells the same bytes again, as it must for those parts of Java that open files
     * by their names' text: in this JVM's locale it may hold replacement characters, which name another file.
     */
    static boolean isSpelledByText(byte[] bytes) {
        Path path = of(bytes);
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns {@code bytes} with a NUL behind them, as system calls take a path. */
    static byte[] nulTerminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
