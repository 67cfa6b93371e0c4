// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of Zstandard frames (RFC 8878), one behind the other, decoded as it is read.
 *
 * <p>Skippable frames are skipped. Checksums and sizes of content are checked where a frame has them; what a reader gets
 * before a fault is found is what the blocks before say, but of the block that ends a frame there is nothing unless the
 * whole frame was right. A stream that failed once fails for ever, in the same way.
 *
 * <p>Memory is the window of the largest frame, or its content if that is smaller, and about a megabyte at most besides; it is
 * taken as content comes and kept from block to block and from frame to frame. Data is read from the source ahead of its use, up
 * to 128 KiB. For one thread at a time.
 */
public final class ZstdInputStream extends InputStream {

    /** The largest window that can be allowed, in bytes. */
    public static final int MAX_WINDOW = 1 << 30;

    private final InputStream source;
    private final FrameDecoder decoder;
    private final byte[] single = new byte[1];

    /** How many bytes of content, the last ones before the window's position, were not read yet. */
    private int pending;

    /** What every read throws; null while all is well. */
    private @Nullable IOException failure;

    /**
     * A stream over compressed bytes; none are read yet.
     *
     * @param source ends with the last frame. It is closed with this stream
     * @param maxWindow most bytes that matches of a frame may reach back, 0 to {@link #MAX_WINDOW}. A frame that asks for more is
     *     refused. What the program zstd makes without being told otherwise needs 8 MiB
     */
    public ZstdInputStream(InputStream source, int maxWindow) {
        if (maxWindow < 0 || maxWindow > MAX_WINDOW) {
            throw new IllegalArgumentException("a window of " + maxWindow + " bytes");
        }
        this.source = Objects.requireNonNull(source, "source");
        this.decoder = new FrameDecoder(new CompressedInput(source), maxWindow);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ZstdFormatException as {@link #read(byte[], int, int)} does
     */
    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    /**
     * {@inheritDoc} Gives no more than is left of a block, which is 128 KiB at most.
     *
     * @throws ZstdFormatException if the data is malformed or cut off, needs a dictionary or too large a window, or there is none
     * @throws IOException if the source fails, or the stream is closed
     */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!hasContent()) {
            return -1;
        }
        int count = Math.min(length, pending);
        Window window = decoder.window();
        System.arraycopy(window.bytes(), window.position() - pending, bytes, offset, count);
        pending -= count;
        return count;
    }

    /**
     * {@inheritDoc} What is skipped is decoded, since what follows may be made of it.
     *
     * @throws ZstdFormatException as {@link #read(byte[], int, int)} does
     */
    @Override
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0 && hasContent()) {
            int now = (int) Math.min(left, pending);
            pending -= now;
            left -= now;
        }
        return Math.max(0, count) - Math.max(0, left);
    }

    @Override
    public int available() throws IOException {
        failIfFailed();
        return pending;
    }

    @Override
    public void close() throws IOException {
        failure = new IOException("the stream is closed");
        pending = 0;
        source.close();
    }

    /** Makes sure that something is pending; returns false at the end. */
    private boolean hasContent() throws IOException {
        failIfFailed();
        if (pending == 0) {
            try {
                pending = Math.max(0, decoder.next());
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
        return pending > 0;
    }

    private void failIfFailed() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
