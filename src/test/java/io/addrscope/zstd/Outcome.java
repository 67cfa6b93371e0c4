// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * How reading of bytes that may be damaged ended.
 *
 * @param size how many bytes of content there were
 * @param hash of those
 * @param fault the documented exception; null if there was none
 */
record Outcome(int size, int hash, @Nullable String fault) {

    /** Most content that is read, up to a buffer: damaged bytes may stand for a thousand times the content that they had. */
    private static final int MAX_CONTENT = 2 << 20;

    private static final byte[] BUFFER = new byte[64 << 10];

    /** Reads what the source has. Not for more than one thread at a time. */
    static Outcome of(InputStream source, int maxWindow) {
        int size = 0;
        int hash = 0;
        try (InputStream in = new ZstdInputStream(source, maxWindow)) {
            int count;
            while (size < MAX_CONTENT && (count = in.read(BUFFER)) >= 0) {
                for (int i = 0; i < count; i++) {
                    hash = hash * 31 + BUFFER[i];
                }
                size += count;
            }
            return new Outcome(size, hash, null);
        } catch (ZstdFormatException documented) {
            return new Outcome(size, hash, documented.getMessage());
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
    }
}
