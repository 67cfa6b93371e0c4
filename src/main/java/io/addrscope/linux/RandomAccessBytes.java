// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/**
 * A file, or {@code /proc/PID/mem}, read by position.
 *
 * <p>Not a {@code FileChannel}: that one closes itself under a thread that is interrupted, and a file of a process that
 * has since been replaced cannot be opened again.
 */
final class RandomAccessBytes implements ByteSource {

    private final RandomAccessFile file;
    private final String name;
    private final long size;

    /**
     * Opens {@code path} for reading.
     *
     * @param name what messages call it
     * @param size size in bytes, or {@link Long#MAX_VALUE} for memory
     */
    RandomAccessBytes(String path, String name, long size) throws IOException {
        this.file = new RandomAccessFile(path, "r");
        this.name = name;
        this.size = size;
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position < 0) {
            throw new IOException(name + ": position 0x" + Long.toHexString(position) + " is out of reach");
        }
        int done = 0;
        while (done < length) {
            int read = readSome(position + done, target, offset + done, length - done, done > 0);
            if (read <= 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    /** Reads what comes in one call. Unreadable memory behind readable memory ends the read; at its front it fails it. */
    private int readSome(long position, byte[] target, int offset, int length, boolean isContinuation)
            throws IOException {
        try {
            file.seek(position);
            return file.read(target, offset, length);
        } catch (IOException e) {
            if (isContinuation) {
                return 0;
            }
            throw new IOException(name + ": cannot read at 0x" + Long.toHexString(position) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing was written, so nothing can be lost; a failing close of a read-only file is a defect.
            throw new UncheckedIOException(e);
        }
    }
}
