// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.MappingName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Words of a report, in whatever encoding: its bytes as they stand there. At most {@link Limits#TEXT_BYTES} of them; a
 * longer text is cut. Immutable.
 */
public final class Text {

    private final byte[] bytes;
    private final Span at;
    private final boolean isCut;

    /** @param bytes not copied */
    Text(byte[] bytes, Span at, boolean isCut) {
        this.bytes = bytes;
        this.at = at;
        this.isCut = isCut;
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns where they stand. */
    public Span at() {
        return at;
    }

    /** Returns whether more may have followed: the text was too long, or its line was cut off behind it. */
    public boolean isCut() {
        return isCut;
    }

    /** Returns the text decoded as UTF-8; what is not UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the text on one line, fit for a terminal, as {@link MappingName#printable} does for names. */
    public String printable() {
        return MappingName.of(bytes).printable();
    }

    /** Returns whether the bytes are those of {@code ascii}. */
    public boolean is(String ascii) {
        return Arrays.equals(bytes, ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text that
                && at.equals(that.at)
                && isCut == that.isCut
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes) + at.hashCode();
    }

    /** Returns {@link #text}. */
    @Override
    public String toString() {
        return text();
    }
}
