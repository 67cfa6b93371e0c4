// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;

/** A part of a byte source, with positions of its own. As thread-safe as the source; closing it closes nothing. */
final class SliceBytes implements ByteSource {

    private final ByteSource source;
    private final long start;
    private final long size;
    private final String part;

    /**
     * @param start position of the part's first byte in the source
     * @param size bytes, not negative; the caller has checked that the part lies in the source
     * @param part what messages call it
     */
    SliceBytes(ByteSource source, long start, long size, String part) {
        this.source = source;
        this.start = start;
        this.size = size;
        this.part = part;
    }

    /** Returns this part without its first bytes, of which there may be fewer. */
    SliceBytes from(int bytes) {
        long skipped = Math.min(bytes, size);
        return new SliceBytes(source, start + skipped, size - skipped, part);
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position < 0 || position >= size) {
            return 0;
        }
        return source.read(start + position, target, offset, (int) Math.min(length, size - position));
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String name() {
        return source.name() + " " + part;
    }

    @Override
    public void close() {
        // What it is a part of stays open.
    }
}
