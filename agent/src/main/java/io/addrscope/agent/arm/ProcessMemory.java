// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/**
 * The memory of a process, reached by calls that fail where there is none. Words are little-endian. For one thread.
 *
 * <p>What is read as a word or a text is read page by page, and the pages are kept: that is for tables that do not change.
 */
final class ProcessMemory implements Closeable {

    /** The memory of this process. */
    static final String OWN = "/proc/self/mem";

    /** No page of Linux is smaller: either all of one is there or nothing. */
    private static final int PAGE_BYTES = 4096;

    /** A power of two; what one search reads finds room. */
    private static final int SLOTS = 128;

    private final RandomAccessFile file;
    private final byte[][] pages = new byte[SLOTS][];
    private final long[] starts = new long[SLOTS];

    /**
     * Opens it.
     *
     * @param path a file in which the byte at each address is at that offset
     * @throws IOException if it may not be read and written, saying why
     */
    ProcessMemory(String path) throws IOException {
        file = new RandomAccessFile(path, "rw");
    }

    /** Fills {@code into} with the bytes that are at an address now. */
    void read(long address, byte[] into) throws IOException {
        try {
            file.seek(address);
            file.readFully(into);
        } catch (IOException e) {
            throw new IOException("no memory at 0x" + Long.toHexString(address), e);
        }
    }

    /** Writes bytes at an address, by one call. */
    void write(long address, byte[] bytes) throws IOException {
        file.seek(address);
        file.write(bytes);
    }

    /** Returns the 8 bytes at an address, none of them on another page. */
    long word(long address) throws IOException {
        byte[] page = page(address);
        int at = offset(address, Long.BYTES);
        return (half(page, at) & 0xffff_ffffL) | ((long) half(page, at + Integer.BYTES) << Integer.SIZE);
    }

    /** Returns the 4 bytes at an address, none of them on another page. */
    int half(long address) throws IOException {
        return half(page(address), offset(address, Integer.BYTES));
    }

    private static int half(byte[] page, int at) {
        return (page[at] & 0xff) | ((page[at + 1] & 0xff) << 8) | ((page[at + 2] & 0xff) << 16) | (page[at + 3] << 24);
    }

    private static int offset(long address, int count) throws IOException {
        int at = (int) address & (PAGE_BYTES - 1);
        if (at > PAGE_BYTES - count) {
            throw new IOException("not aligned: 0x" + Long.toHexString(address));
        }
        return at;
    }

    /** Returns whether just this text, of ASCII, is at an address, with the zero byte that ends it. */
    boolean isText(long address, String text) throws IOException {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (at(address + i) != text.charAt(i)) {
                return false;
            }
        }
        return at(address + length) == 0;
    }

    /**
     * Returns the bytes from an address to the next zero byte.
     *
     * @throws IOException if there is none among {@code limit}, too
     */
    byte[] text(long address, int limit) throws IOException {
        byte[] text = new byte[limit];
        for (int i = 0; i < limit; i++) {
            text[i] = at(address + i);
            if (text[i] == 0) {
                return Arrays.copyOf(text, i);
            }
        }
        throw new IOException("no text of less than " + limit + " bytes at 0x" + Long.toHexString(address));
    }

    private byte at(long address) throws IOException {
        return page(address)[(int) address & (PAGE_BYTES - 1)];
    }

    private byte[] page(long address) throws IOException {
        long start = address & -PAGE_BYTES;
        int slot = (int) (start / PAGE_BYTES) & (SLOTS - 1);
        byte[] page = pages[slot];
        if (page == null || starts[slot] != start) {
            page = new byte[PAGE_BYTES];
            read(start, page);
            pages[slot] = page;
            starts[slot] = start;
        }
        return page;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
