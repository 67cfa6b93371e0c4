// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.ByteArrayInputStream;

/** Any bytes are frames: they are decoded, or refused as documented, and both in the same way however they come. */
public final class ZstdFuzz {

    private static final int MAX_WINDOW = 1 << 20;

    private ZstdFuzz() {}

    /** Decodes them. */
    public static void fuzzerTestOneInput(byte[] data) {
        Outcome whole = Outcome.of(new ByteArrayInputStream(data), MAX_WINDOW);
        Outcome inPieces = Outcome.of(new Pieces(new ByteArrayInputStream(data), 7), MAX_WINDOW);
        if (!whole.equals(inPieces)) {
            throw new AssertionError("as a whole: " + whole + "; in pieces: " + inPieces);
        }
    }
}
