// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFormatException;
import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one section, read in blocks when they are asked for.
 *
 * <p>A compressed section can only be read forwards. If there is room for all of it, what was passed is kept, so that it is
 * decompressed once and only as far as somebody needs; else the last blocks are kept, and a read far behind them decompresses
 * from the beginning. Of a section that is not compressed the last blocks are kept. Safe for any number of threads.
 */
final class Section {

    /** Bytes of a block. */
    private static final int BLOCK = 128 << 10;

    /** Sections up to this size are one block, so that a part of them never needs to be copied. */
    private static final int WHOLE = 4 << 20;

    /** Blocks that are kept of a section that is not kept as a whole. */
    private static final int RECENT = 16;

    /** Largest section that is believed, in bytes. */
    private static final long MAX_SIZE = 1L << 36;

    /** A section of no fewer blocks is read ahead of whoever reads most of it. */
    private static final int LEAST_AHEAD = 16;

    /** What lies as many blocks further on takes long to get to. */
    private static final int FAR = 64;

    /** However little may be kept, as many bytes can be read at once. */
    private static final long LEAST_READ = 32 << 20;

    /** Longest string that is believed, in bytes. */
    private static final int MAX_STRING = 1 << 20;

    private final ByteSource source;
    private final String name;
    private final boolean bigEndian;
    private final long size;
    private final int blockSize;
    private final boolean keepsAll;
    private final byte[] @Nullable [] blocks;

    /** Numbers of the blocks that are kept, by age, if not all are; -1 for none. */
    private final int[] recent = new int[RECENT];

    private int oldest;

    /** Blocks that were passed, of a section that keeps all it passes. */
    private int passed;

    private final boolean compressed;
    private final boolean beside;

    /** Number behind that of the block that was read last: going on from there costs least. */
    private int position;

    /** Whether the bytes of a block that was dropped become another block's. */
    private final boolean reusesBlocks;

    private boolean passing;
    private @Nullable ReadAhead ahead;

    /** Bytes that may be read at once: what a size says is not worth that much memory. */
    private final long mostAtOnce;

    /**
     * @param compressed whether reading backwards is costly
     * @param budget what may be kept; not less than the last blocks are, whatever it says
     * @param beside whether the file is not the main one: what cannot be read of it is a fault in what the main one says
     */
    Section(ByteSource source, boolean compressed, boolean bigEndian, Budget budget, boolean beside)
            throws IOException {
        this.source = source;
        this.name = source.name();
        this.compressed = compressed;
        this.bigEndian = bigEndian;
        this.beside = beside;
        this.size = source.size();
        this.blockSize = size <= WHOLE ? (int) Math.max(size, 1) : BLOCK;
        if (size > MAX_SIZE) {
            throw new DwarfFormatException(name, 0, "a section of " + size + " bytes");
        }
        long count = (size + blockSize - 1) / blockSize;
        this.mostAtOnce = Math.min(Math.max(budget.total(), LEAST_READ), Integer.MAX_VALUE - BLOCK);
        this.keepsAll = (compressed || count <= RECENT) && budget.take(size);
        this.reusesBlocks = compressed && !keepsAll;
        this.blocks = new byte[(int) count][];
        Arrays.fill(recent, -1);
    }

    /** Returns the size in bytes, decompressed. */
    long size() {
        return size;
    }

    String name() {
        return name;
    }

    /** Returns whether any byte can be read again at little cost. */
    boolean isRandomAccess() {
        return keepsAll || !compressed;
    }

    /**
     * Returns bytes for reading.
     *
     * @param offset of the first
     * @param length how many, all of which must be there
     */
    Input read(long offset, long length) throws IOException {
        check(offset, length);
        return input(offset, (int) length, true, null);
    }

    /** As {@link #read(long, long)}; what has to be copied goes to a place that may be used again when it has been read. */
    Input read(long offset, long length, Scratch scratch) throws IOException {
        check(offset, length);
        return input(offset, (int) length, true, scratch);
    }

    /**
     * Returns bytes for reading: {@code length}, or as many as come before the section's end; perhaps some more.
     *
     * @param offset of the first
     */
    Input window(long offset, int length) throws IOException {
        check(offset, 0);
        return input(offset, (int) Math.min(length, size - offset), false, null);
    }

    private void check(long offset, long length) throws DwarfFormatException {
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw new DwarfFormatException(name, offset, length + " bytes from here on lie behind the end at " + size);
        }
        if (length > mostAtOnce) {
            throw new DwarfFormatException(
                    name, offset, "too long for the memory that may be used: " + length + " bytes");
        }
    }

    /** Within a block nothing is copied, unless the block will be another one soon. */
    private synchronized Input input(long offset, int length, boolean exactly, @Nullable Scratch scratch)
            throws IOException {
        int index = (int) Math.min(offset / blockSize, Math.max(blocks.length - 1, 0));
        if (blocks.length == 0) {
            return new Input(name, new byte[0], offset, 0, 0, bigEndian);
        }
        long origin = (long) index * blockSize;
        int within = (int) (offset - origin);
        if (!reusesBlocks) {
            byte[] block = block(index);
            if (length <= block.length - within) {
                int limit = exactly ? within + length : block.length;
                return new Input(name, block, origin, within, limit, bigEndian);
            }
        }
        byte[] copy = scratch == null ? new byte[length] : scratch.bytes(length);
        int done = 0;
        while (done < length) {
            long at = offset + done;
            index = (int) (at / blockSize);
            within = (int) (at - (long) index * blockSize);
            byte[] next = block(index);
            int now = Math.min(length - done, next.length - within);
            if (now <= 0) {
                throw new DwarfFormatException(name, at, "cut off");
            }
            System.arraycopy(next, within, copy, done, now);
            done += now;
        }
        return new Input(name, copy, offset, 0, length, bigEndian);
    }

    private byte[] block(int index) throws IOException {
        byte[] block = blocks[index];
        if (block != null) {
            return block;
        }
        if (keepsAll && compressed) {
            while (passed < index) {
                blocks[passed] = next(passed, null);
                passed++;
            }
            passed = index + 1;
        }
        byte[] spare = null;
        if (!keepsAll) {
            int last = recent[oldest];
            recent[oldest] = -1;
            if (last >= 0) {
                spare = reusesBlocks ? blocks[last] : null;
                blocks[last] = null;
            }
        }
        block = next(index, spare);
        blocks[index] = block;
        position = index + 1;
        if (!keepsAll) {
            recent[oldest] = index;
            oldest = (oldest + 1) % RECENT;
        }
        return block;
    }

    /** Says that most of the section will be read, from the front to the back; {@link #endPass} must be called. */
    synchronized void beginPass() {
        passing = compressed && blocks.length >= LEAST_AHEAD;
    }

    /** Says that it has been read, and ends what {@link #beginPass} began. */
    synchronized void endPass() {
        passing = false;
        stopReadingAhead();
    }

    /**
     * Starts to decompress up to an offset if that takes long, and returns whether it does: meanwhile other things can be done.
     * {@link #endPass} must be called, unless a pass has begun that goes on.
     */
    synchronized boolean approach(long offset) {
        int index = (int) Math.max(0, Math.min(offset / blockSize, blocks.length - 1L));
        if (!compressed || ahead != null || blocks.length < LEAST_AHEAD || blocks[index] != null) {
            return false;
        }
        int way = index >= position ? index - position : index;
        if (way < FAR) {
            return false;
        }
        ahead = ReadAhead.start(this, keepsAll ? passed : index, blocks.length);
        return ahead != null;
    }

    /** Returns whether a pass has begun that has not ended. */
    synchronized boolean isPassing() {
        return passing;
    }

    /**
     * Decompresses a part, so that it need not be done later.
     *
     * @param fraction of the section, from 0 to 1
     */
    synchronized void warmUp(double fraction) {
        if (compressed && blocks.length > 0) {
            try {
                block((int) Math.max(0, Math.min(fraction * blocks.length, blocks.length - 1)));
            } catch (IOException e) {
                // Whoever needs it is told.
            }
        }
    }

    private void stopReadingAhead() {
        ReadAhead reading = ahead;
        ahead = null;
        if (reading != null) {
            reading.stop();
        }
    }

    private byte[] next(int index, byte @Nullable [] spare) throws IOException {
        ReadAhead reading = ahead;
        if (reading != null && index < reading.next()) {
            // Going back once means that the order is not what was expected.
            endPass();
            reading = null;
        }
        if (reading == null) {
            if (!passing) {
                return load(index, spare);
            }
            reading = ReadAhead.start(this, index, blocks.length);
            ahead = reading;
            if (reading == null) {
                passing = false;
                return load(index, spare);
            }
        }
        if (spare != null) {
            reading.reuse(spare);
        }
        return reading.take(index);
    }

    /**
     * Reads a block.
     *
     * @param spare bytes that may become the block's; null if there are none
     */
    byte[] load(int index, byte @Nullable [] spare) throws IOException {
        long from = (long) index * blockSize;
        int length = (int) Math.min(blockSize, size - from);
        byte[] block = spare != null && spare.length == length ? spare : new byte[length];
        int count;
        try {
            count = source.read(from, block, 0, block.length);
        } catch (ElfFormatException e) {
            throw new DwarfFormatException(name, e.position(), e.fault());
        } catch (IOException e) {
            if (beside) {
                throw new DwarfFormatException(name, from, "cannot be read: " + e.getMessage());
            }
            throw e;
        }
        if (count < block.length) {
            throw new DwarfFormatException(name, from + Math.max(count, 0), "cut off before the end at " + size);
        }
        return block;
    }

    /** Reads a string that ends with a zero byte. */
    String string(long offset) throws IOException {
        for (int length = 256; ; length *= 16) {
            Input in = window(offset, length);
            int found = in.lengthOfString();
            if (found >= 0) {
                return in.string();
            }
            if (in.end() >= size || length >= MAX_STRING) {
                throw new DwarfFormatException(name, offset, "a string without an end");
            }
        }
    }
}
