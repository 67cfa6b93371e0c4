// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The size of this system's pages in bytes, from the auxiliary vector (getauxval(3)). */
public final class PageSize {

    /** {@code AT_PAGESZ} of linux/auxvec.h. */
    private static final long AT_PAGESZ = 6;

    private static final long FALLBACK = 4096;
    private static final int MAX_BYTES = 4096;

    private static final long SYSTEM = read();

    private PageSize() {}

    /** Returns the size in bytes of the pages by which programs are loaded; a power of two. */
    public static long system() {
        return SYSTEM;
    }

    private static long read() {
        try (InputStream in = new FileInputStream("/proc/thread-self/auxv")) {
            ByteBuffer vector = ByteBuffer.wrap(in.readNBytes(MAX_BYTES)).order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 2 * Long.BYTES) {
                long type = vector.getLong();
                long value = vector.getLong();
                if (type == AT_PAGESZ && Long.bitCount(value) == 1 && value > 0) {
                    return value;
                }
            }
            return FALLBACK;
        } catch (IOException e) {
            // A JVM that may not read its own auxiliary vector still runs on pages of some size.
            return FALLBACK;
        }
    }
}
