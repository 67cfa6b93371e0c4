// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.zstd.ZstdFormatException;
import io.addrscope.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Compressed bytes as if they were not: read forwards they are decompressed once, and kept are no more than the last
 * windows. A read before those starts the stream anew. Safe for any number of threads, one at a time.
 */
final class StreamedBytes implements ByteSource {

    /** How the bytes are compressed. */
    enum Compression {
        /** RFC 1950. */
        ZLIB,
        /** RFC 8878. */
        ZSTD
    }

    /** Bytes that are decompressed at a time, and that are read at a time. */
    private static final int WINDOW = 64 << 10;

    /** How far back a frame may refer, in bytes: what RFC 8878 asks every decoder to support, and no linker exceeds. */
    private static final int ZSTD_WINDOW = 8 << 20;

    private final ByteSource compressed;
    private final Compression compression;
    private final long size;
    private @Nullable InputStream stream;

    /** The window that was decompressed last, of which {@link #filled} bytes are there, from {@link #windowStart} on. */
    private byte[] window = new byte[0];

    private long windowStart;
    private int filled;

    /** @param size bytes that the decompressed content is said to have */
    StreamedBytes(ByteSource compressed, Compression compression, long size) {
        this.compressed = compressed;
        this.compression = compression;
        this.size = size;
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position < 0 || position >= size) {
            return 0;
        }
        int wanted = (int) Math.min(length, size - position);
        int done = 0;
        while (done < wanted) {
            long at = position + done;
            if (at < windowStart) {
                restart();
            }
            if (at >= windowStart + filled) {
                if (!advance()) {
                    break;
                }
                continue;
            }
            int within = (int) (at - windowStart);
            int now = Math.min(wanted - done, filled - within);
            System.arraycopy(window, within, target, offset + done, now);
            done += now;
        }
        return done;
    }

    /**
     * Each call of the inflater goes into native code, with as much of the input as there is: with half a kilobyte, as is the
     * default, that takes a fifth of the time.
     */
    private static final class ZlibStream extends InflaterInputStream {

        ZlibStream(InputStream in) {
            super(in, new Inflater(), WINDOW);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                inf.end();
            }
        }
    }

    private void restart() throws IOException {
        close();
        windowStart = 0;
        filled = 0;
    }

    /** Decompresses the next window; returns false at the end of the stream. */
    private boolean advance() throws IOException {
        InputStream in = stream;
        if (in == null) {
            in = switch (compression) {
                case ZLIB -> new ZlibStream(new SourceStream(compressed));
                case ZSTD -> new ZstdInputStream(new SourceStream(compressed), ZSTD_WINDOW);
            };
            stream = in;
            if (window.length == 0) {
                window = new byte[(int) Math.min(WINDOW, size)];
            }
        }
        windowStart += filled;
        filled = 0;
        try {
            filled = in.readNBytes(window, 0, (int) Math.min(window.length, size - windowStart));
        } catch (ZipException | ZstdFormatException | EOFException e) {
            throw new ElfFormatException(
                    compressed.name(), windowStart, "does not decompress from here on: " + e.getMessage());
        }
        return filled > 0;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String name() {
        return compressed.name();
    }

    /** Gives the decompressor's memory back; a read starts anew. */
    @Override
    public synchronized void close() {
        InputStream in = stream;
        stream = null;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
