// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Native memory for one text, and where it is.
 *
 * <p>It is that of a direct buffer, which frees it when the buffer is forgotten. A buffer tells of its address only the lowest
 * bits, what {@link ByteBuffer#alignmentOffset} says of the largest unit that there is. That leaves one address in each
 * gibibyte of memory; which one it is shows when the buffer is written to.
 */
final class KeptText {

    /** In bytes. */
    static final int CAPACITY = 1 << 14;

    /** The largest power of two that an int holds, in bytes. */
    private static final int UNIT = 1 << 30;

    /** At one address in each unit, this is 64 TiB of memory. */
    private static final int MOST_CANDIDATES = 1 << 16;

    private final ByteBuffer buffer;

    /**
     * Takes the memory.
     *
     * @throws IOException if the JVM gives none
     */
    KeptText() throws IOException {
        try {
            buffer = ByteBuffer.allocateDirect(CAPACITY);
        } catch (OutOfMemoryError e) {
            throw new IOException("there is no direct memory: " + e.getMessage(), e);
        }
    }

    /**
     * Finds the memory. It must have been there when the mappings were read.
     *
     * @throws IOException if it is not where it should be
     */
    long find(OwnMappings mappings, ProcessMemory memory) throws IOException {
        long low = buffer.alignmentOffset(0, UNIT);
        byte[] found = new byte[Long.BYTES];
        int candidates = 0;
        for (int i = 0; i < mappings.writableCount(); i++) {
            long address = (mappings.start(i) & -UNIT) | low;
            if (address < mappings.start(i)) {
                address += UNIT;
            }
            for (; address <= mappings.end(i) - CAPACITY && candidates < MOST_CANDIDATES; address += UNIT) {
                candidates++;
                if (isAt(address, memory, found)) {
                    return address;
                }
            }
        }
        throw new IOException("the memory of a direct buffer was not found");
    }

    /** What is written to the buffer can be read there, twice. */
    private boolean isAt(long address, ProcessMemory memory, byte[] found) {
        long mark = System.nanoTime();
        for (int i = 0; i < 2; i++) {
            mark = ~mark;
            buffer.putLong(0, mark);
            try {
                memory.read(address, found);
            } catch (IOException e) {
                return false;
            }
            if (ByteBuffer.wrap(found).getLong() != mark) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes a text and the zero byte that ends it, and checks that it can be read at an address.
     *
     * @throws IOException if it is too long, or cannot
     */
    void put(byte[] text, long address, ProcessMemory memory) throws IOException {
        if (text.length >= CAPACITY) {
            throw new IOException("the flag's commands are longer than " + CAPACITY + " bytes");
        }
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        buffer.put(0, ended);
        byte[] found = new byte[ended.length];
        memory.read(address, found);
        if (!Arrays.equals(ended, found)) {
            throw new IOException("the memory of a direct buffer has moved");
        }
    }
}
