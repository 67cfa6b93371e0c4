// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Decompresses {@code .xz}. The one class that needs XZ for Java: without it, it cannot be linked. */
final class XzContent {

    /** Most memory that the decompressor may take, in KiB; the compressor's highest level wants 65 MiB. */
    private static final int MAX_MEMORY = 96 << 10;

    private static final int BUFFER = 16 << 10;

    private XzContent() {}

    /**
     * Decompresses all of it.
     *
     * @param max most bytes that it may have decompressed
     * @throws ElfFormatException if it is not of this format, or exceeds a limit
     * @throws IOException if it cannot be read
     */
    static byte[] decompress(ByteSource compressed, int max) throws IOException {
        try (InputStream in =
                new XZInputStream(new BufferedInputStream(new SourceStream(compressed), BUFFER), MAX_MEMORY)) {
            byte[] bytes = in.readNBytes(max);
            if (bytes.length == max && in.read() >= 0) {
                throw new ElfFormatException(compressed.name(), 0, "decompresses to more bytes than are read, " + max);
            }
            return bytes;
        } catch (XZIOException | EOFException e) {
            throw new ElfFormatException(compressed.name(), 0, "does not decompress: " + e);
        }
    }
}
