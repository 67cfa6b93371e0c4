// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.Closeable;
import java.io.IOException;

/**
 * Bytes at positions: a file, or the memory of a process.
 *
 * <p>What it holds may change or vanish between two reads. Reads are positional, so any number of threads may share one.
 */
public interface ByteSource extends Closeable {

    /**
     * Reads bytes at {@code position}.
     *
     * @param position file offset or virtual address of the first byte, unsigned
     * @param target where the bytes go
     * @param offset index in {@code target} of the first byte
     * @param length how many bytes are wanted
     * @return how many bytes were read; fewer than {@code length} only where the source ends
     * @throws IOException if not even the first byte can be read for another reason than the end
     */
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /** Returns the size in bytes, or {@link Long#MAX_VALUE} where it has none, as memory. */
    long size() throws IOException;

    /** Returns what messages call it: a path, or whose memory it is. */
    String name();

    @Override
    void close();
}
