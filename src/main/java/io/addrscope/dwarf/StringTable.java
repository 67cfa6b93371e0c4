// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings that something may ask for, known by where they are; one is read when it is first asked for. Number 0 is no string.
 * Once all are added, safe for any number of threads: whoever reads a string twice gets it twice.
 */
final class StringTable {

    /** Bits of a place that hold the offset. */
    private static final int OFFSET_BITS = 48;

    /** Longest string that is believed among those that are copied, in bytes. */
    private static final int MAX_COPY = 1 << 16;

    /** Most bytes of all those that are copied. */
    private static final int MAX_COPIES = 16 << 20;

    /** Once as many characters are kept, a string is read each time. */
    private static final long MAX_KEPT = 16 << 20;

    /** Most characters that are read before they are asked for. */
    private static final long MAX_READ_AHEAD = 64 << 20;

    private final @Nullable Section[] sections = new Section[8];
    private int sectionCount;

    /** Section, from 1, in the highest bits, and offset there; section 0 is {@link #copied}. */
    private long[] places = new long[16];

    private @Nullable String[] strings = new String[0];
    private int count = 1;

    /** Strings that stood between other things, with a zero byte behind each. */
    private byte[] copied = new byte[1];

    private int copiedLength = 1;

    /** Characters that are kept: about so many, if several threads count. */
    private long kept;

    /** Adds a string by its place; returns its number. */
    int add(Section section, long offset) throws DwarfFormatException {
        if (offset < 0 || offset >= section.size()) {
            throw new DwarfFormatException(section.name(), offset, "a string behind the end at " + section.size());
        }
        return add(((long) (indexOf(section) + 1) << OFFSET_BITS) | offset);
    }

    /** Copies the string at the input's position; returns its number. */
    int copy(Input in) throws DwarfFormatException {
        long offset = in.offset();
        int length = in.skipString();
        if (length > MAX_COPY || copiedLength > MAX_COPIES) {
            throw in.fault("a string of " + length + " bytes");
        }
        makeRoom(length + 1);
        in.copy(offset, copied, copiedLength, length + 1);
        return addCopied(length + 1);
    }

    /** Adds a string of another table, which need not be closed; returns its number here. */
    int add(StringTable other, int number) throws DwarfFormatException {
        if (number == 0) {
            return 0;
        }
        long place = other.places[number];
        int section = (int) (place >>> OFFSET_BITS);
        if (section > 0) {
            Section from = other.sections[section - 1];
            if (from != null) {
                return add(from, place & ((1L << OFFSET_BITS) - 1));
            }
        }
        int at = (int) place;
        int length = lengthOf(other.copied, at);
        makeRoom(length + 1);
        System.arraycopy(other.copied, at, copied, copiedLength, length + 1);
        return addCopied(length + 1);
    }

    private int addCopied(int length) {
        int at = copiedLength;
        copiedLength += length;
        return add(at);
    }

    private void makeRoom(int length) {
        if (length > copied.length - copiedLength) {
            copied = Arrays.copyOf(copied, Math.max(copied.length * 2, copiedLength + length));
        }
    }

    private static int lengthOf(byte[] strings, int start) {
        int end = start;
        while (strings[end] != 0) {
            end++;
        }
        return end - start;
    }

    private int add(long place) {
        if (count == places.length) {
            places = Arrays.copyOf(places, count * 2);
        }
        places[count] = place;
        return count++;
    }

    private int indexOf(Section section) throws DwarfFormatException {
        for (int i = 0; i < sectionCount; i++) {
            if (sections[i] == section) {
                return i;
            }
        }
        if (sectionCount == sections.length) {
            throw new DwarfFormatException(section.name(), 0, "strings of one unit in too many sections");
        }
        sections[sectionCount] = section;
        return sectionCount++;
    }

    /**
     * Says that no more are added. Those in sections that cannot be read again at little cost are read now, from the first to
     * the last.
     *
     * @param all whether none can be read later
     */
    void close(boolean all) throws IOException {
        places = Arrays.copyOf(places, count);
        copied = Arrays.copyOf(copied, copiedLength);
        strings = new String[count];
        for (int i = 0; i < sectionCount; i++) {
            Section section = sections[i];
            if (section != null && (all || !section.isRandomAccess())) {
                readAll(i + 1);
            }
        }
    }

    private void readAll(int section) throws IOException {
        LongList offsets = new LongList();
        LongList numbers = new LongList();
        for (int i = 1; i < count; i++) {
            if (places[i] >>> OFFSET_BITS == section) {
                offsets.add(places[i]);
                numbers.add(i);
            }
        }
        long read = 0;
        for (int index : Order.of(offsets)) {
            if (read > MAX_READ_AHEAD) {
                break;
            }
            try {
                String string = read(offsets.get(index));
                strings[(int) numbers.get(index)] = string;
                read += string.length();
            } catch (DwarfFormatException e) {
                // Whoever asks for it is told.
            }
        }
    }

    /** Returns a string by its number; null if the number is 0. */
    @Nullable
    String get(int number) throws IOException {
        if (number == 0) {
            return null;
        }
        String string = strings[number];
        if (string == null) {
            string = read(places[number]);
            if (kept < MAX_KEPT) {
                kept += string.length();
                strings[number] = string;
            }
        }
        return string;
    }

    private String read(long place) throws IOException {
        int section = (int) (place >>> OFFSET_BITS);
        long offset = place & ((1L << OFFSET_BITS) - 1);
        if (section > 0) {
            Section from = sections[section - 1];
            if (from != null) {
                return from.string(offset);
            }
        }
        int start = (int) offset;
        return new String(copied, start, lengthOf(copied, start), StandardCharsets.UTF_8);
    }

    /** Returns about how many bytes this takes, each string counted as if it had been read and were short. */
    long bytes() {
        return 64L * places.length + copied.length;
    }
}
