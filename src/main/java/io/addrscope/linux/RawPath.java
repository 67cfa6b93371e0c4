// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/** Paths from raw bytes, which the names of Java's own API cannot spell in every locale. */
final class RawPath {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

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
                uri.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return Path.of(URI.create(uri.toString()));
    }

    /** Returns {@code bytes} with a NUL behind them, as system calls take a path. */
    static byte[] nulTerminated(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length + 1);
    }
}
