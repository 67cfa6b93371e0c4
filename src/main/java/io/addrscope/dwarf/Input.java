// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.nio.charset.StandardCharsets;

/** Bytes of a section, read one after the other; offsets are those of the section. For one thread at a time. */
final class Input {

    /** Most bytes of a LEB128 number: more add nothing to 64 bits but padding, which no producer makes that long. */
    private static final int MAX_LEB = 16;

    private final String section;
    private final byte[] data;

    /** Section offset of {@code data[0]}. */
    private final long origin;

    private final boolean bigEndian;
    private final int start;
    private int limit;
    private int position;

    /**
     * @param section what messages call the section
     * @param origin section offset of {@code data[0]}
     * @param start index of the first byte that may be read
     * @param limit index behind the last one
     */
    Input(String section, byte[] data, long origin, int start, int limit, boolean bigEndian) {
        this.section = section;
        this.data = data;
        this.origin = origin;
        this.start = start;
        this.limit = limit;
        this.bigEndian = bigEndian;
        this.position = start;
    }

    /** Returns the section offset of the next byte. */
    long offset() {
        return origin + position;
    }

    /** Returns the section offset behind the last byte. */
    long end() {
        return origin + limit;
    }

    boolean hasRemaining() {
        return position < limit;
    }

    int remaining() {
        return limit - position;
    }

    boolean isBigEndian() {
        return bigEndian;
    }

    /** Goes to a section offset, which may be the end. */
    void seek(long offset) throws DwarfFormatException {
        long index = offset - origin;
        if (index < start || index > limit) {
            throw new DwarfFormatException(section, offset, "lies outside of what it belongs to");
        }
        position = (int) index;
    }

    /** Lets nothing be read from a section offset on, which lies between here and the end. */
    void limitTo(long end) throws DwarfFormatException {
        long index = end - origin;
        if (index < position || index > limit) {
            throw new DwarfFormatException(section, end, "ends outside of what it belongs to");
        }
        limit = (int) index;
    }

    void skip(long bytes) throws DwarfFormatException {
        if (bytes < 0 || bytes > limit - position) {
            throw cutOff();
        }
        position += (int) bytes;
    }

    int u8() throws DwarfFormatException {
        if (position >= limit) {
            throw cutOff();
        }
        return data[position++] & 0xff;
    }

    int u16() throws DwarfFormatException {
        return (int) unsigned(Short.BYTES);
    }

    /**
     * Goes behind entries that do not matter, up to one that may.
     *
     * @param sizes bytes of the values of such entries, by their codes; negative for those that may matter
     */
    void skipEntries(int[] sizes) {
        int at = position;
        while (at < limit) {
            int code = data[at];
            int next = at + 1;
            if (code < 0 && next < limit && data[next] > 0) {
                code = (code & 0x7f) | (data[next++] << 7);
            }
            if (code <= 0 || code >= sizes.length) {
                break;
            }
            int size = sizes[code];
            if (size < 0 || size > limit - next) {
                break;
            }
            at = next + size;
        }
        position = at;
    }

    long u32() throws DwarfFormatException {
        return unsigned(Integer.BYTES);
    }

    long u64() throws DwarfFormatException {
        return unsigned(Long.BYTES);
    }

    /** Reads a number of 0 to 8 bytes. */
    long unsigned(int bytes) throws DwarfFormatException {
        int at = position;
        if (bytes > limit - at) {
            throw cutOff();
        }
        position = at + bytes;
        if (bytes == Integer.BYTES && !bigEndian) {
            return ((data[at] & 0xff)
                            | ((data[at + 1] & 0xff) << 8)
                            | ((data[at + 2] & 0xff) << 16)
                            | (data[at + 3] << 24))
                    & 0xffffffffL;
        }
        return bytes == 1 ? data[at] & 0xff : bytewise(at, bytes);
    }

    private long bytewise(int at, int bytes) {
        long value = 0;
        if (bigEndian) {
            for (int i = 0; i < bytes; i++) {
                value = (value << Byte.SIZE) | (data[at + i] & 0xff);
            }
        } else {
            for (int i = bytes - 1; i >= 0; i--) {
                value = (value << Byte.SIZE) | (data[at + i] & 0xff);
            }
        }
        return value;
    }

    /**
     * Reads an unsigned LEB128 number (DWARF 5, 7.6); of more than 64 bits the lowest count. Most have one byte, and what
     * most callers never need is kept out of their compiled code.
     */
    long uleb() throws DwarfFormatException {
        return position < limit && data[position] >= 0 ? data[position++] : ulebOfMore();
    }

    private long ulebOfMore() throws DwarfFormatException {
        long value = 0;
        for (int i = 0; i < MAX_LEB; i++) {
            int next = u8();
            if (i * 7 < Long.SIZE) {
                value |= (long) (next & 0x7f) << (i * 7);
            }
            if (next < 0x80) {
                return value;
            }
        }
        throw fault("a number of more than " + MAX_LEB + " bytes");
    }

    /** Reads a signed LEB128 number (DWARF 5, 7.6). */
    long sleb() throws DwarfFormatException {
        return position < limit && data[position] >= 0 ? (data[position++] << 25) >> 25 : slebOfMore();
    }

    private long slebOfMore() throws DwarfFormatException {
        long value = 0;
        for (int i = 0; i < MAX_LEB; i++) {
            int next = u8();
            int shift = i * 7;
            if (shift < Long.SIZE) {
                value |= (long) (next & 0x7f) << shift;
            }
            if (next < 0x80) {
                boolean negative = (next & 0x40) != 0 && shift + 7 < Long.SIZE;
                return negative ? value | -1L << (shift + 7) : value;
            }
        }
        throw fault("a number of more than " + MAX_LEB + " bytes");
    }

    /** Goes behind the next zero byte; returns how many bytes lie before it. */
    int skipString() throws DwarfFormatException {
        int length = lengthOfString();
        if (length < 0) {
            throw cutOff();
        }
        position += length + 1;
        return length;
    }

    /** Returns how many bytes lie before the next zero byte; -1 if there is none. */
    int lengthOfString() {
        for (int at = position; at < limit; at++) {
            if (data[at] == 0) {
                return at - position;
            }
        }
        return -1;
    }

    /** Reads a string that ends with a zero byte. */
    String string() throws DwarfFormatException {
        int from = position;
        return new String(data, from, skipString(), StandardCharsets.UTF_8);
    }

    /** Copies bytes from a section offset on, which the caller has read past. */
    void copy(long offset, byte[] target, int at, int length) {
        System.arraycopy(data, (int) (offset - origin), target, at, length);
    }

    /** Says what is wrong at the next byte. */
    DwarfFormatException fault(String fault) {
        return new DwarfFormatException(section, offset(), fault);
    }

    private DwarfFormatException cutOff() {
        return DwarfFormatException.cutOff(section, offset());
    }
}
