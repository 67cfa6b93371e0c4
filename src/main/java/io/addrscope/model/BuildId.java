// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.util.Arrays;
import java.util.HexFormat;

/** The GNU build ID of an image (an ELF note of type {@code NT_GNU_BUILD_ID}); equal bytes mean the same build. */
public final class BuildId {

    private final byte[] bytes;

    private BuildId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies {@code bytes}.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static BuildId of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a build ID has at least one byte");
        }
        return new BuildId(bytes.clone());
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns a copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BuildId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the bytes as lower-case hexadecimal digits, as {@code file} and {@code readelf -n} print them. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
