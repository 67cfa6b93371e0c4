// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.model.Address;
import java.io.IOException;

/**
 * Reads lists of address ranges: {@code .debug_ranges} up to version 4 (DWARF 4, 2.17.3), {@code .debug_rnglists} in version 5
 * (DWARF 5, 2.17.3). For one thread at a time.
 */
final class RangeReader {

    /** Bytes that are looked at first; most lists are shorter. */
    private static final int FIRST_WINDOW = 128;

    private static final int END_OF_LIST = 0;
    private static final int BASE_ADDRESSX = 1;
    private static final int STARTX_ENDX = 2;
    private static final int STARTX_LENGTH = 3;
    private static final int OFFSET_PAIR = 4;
    private static final int BASE_ADDRESS = 5;
    private static final int START_END = 6;
    private static final int START_LENGTH = 7;

    private final CodeRanges code;
    private final LongList found = new LongList();

    /** Entries that may still be read. */
    private long allowed;

    RangeReader(CodeRanges code) {
        this.code = code;
    }

    /** Says how many entries may be read from here on, be there code or not. */
    void allow(long entries) {
        allowed = entries;
    }

    /** Returns whether no more entries may be read. */
    boolean isExhausted() {
        return allowed < 0;
    }

    /** Gives a list's ranges on, but for those of code that is not there. */
    void read(Unit unit, int form, long value, RangeSink sink) throws IOException {
        Section section = unit.rangeSection();
        long offset = unit.rangeOffset(form, value);
        for (int length = FIRST_WINDOW; ; length = length < 1 << 26 ? length * 16 : Integer.MAX_VALUE) {
            Input in = section.window(offset, length);
            found.clear();
            try {
                if (unit.header().encoding().version() >= 5) {
                    readList(unit, in);
                } else {
                    readPairs(unit, in);
                }
                break;
            } catch (DwarfFormatException e) {
                if (!e.isCutOff() || in.end() >= section.size()) {
                    throw e;
                }
            }
        }
        for (int i = 0; i < found.size(); i += 2) {
            give(found.get(i), found.get(i + 1), sink);
        }
    }

    /** Gives a range on, unless it is empty, or no code is there. */
    void give(long start, long end, RangeSink sink) throws DwarfFormatException {
        if (Address.isBelow(start, end) && code.contains(start)) {
            sink.range(start, end);
        }
    }

    private void readPairs(Unit unit, Input in) throws DwarfFormatException {
        Encoding encoding = unit.header().encoding();
        long base = unit.baseAddress();
        while (true) {
            long start = in.unsigned(encoding.addressSize());
            long end = in.unsigned(encoding.addressSize());
            if (start == 0 && end == 0) {
                return;
            }
            if (start == encoding.tombstone()) {
                base = end;
            } else {
                add(encoding.address(base + start), encoding.end(base + end), in);
            }
        }
    }

    private void readList(Unit unit, Input in) throws IOException {
        Encoding encoding = unit.header().encoding();
        int addressSize = encoding.addressSize();
        long tombstone = encoding.tombstone();
        long base = unit.baseAddress();
        while (true) {
            int kind = in.u8();
            switch (kind) {
                case END_OF_LIST -> {
                    return;
                }
                case BASE_ADDRESSX -> base = unit.address(in.uleb());
                case BASE_ADDRESS -> base = in.unsigned(addressSize);
                case STARTX_ENDX -> {
                    long start = unit.address(in.uleb());
                    add(start, unit.address(in.uleb()), in);
                }
                case STARTX_LENGTH -> {
                    long start = unit.address(in.uleb());
                    add(start, encoding.end(start + in.uleb()), in);
                }
                case OFFSET_PAIR -> {
                    long start = in.uleb();
                    long end = in.uleb();
                    if (base != tombstone) {
                        add(encoding.address(base + start), encoding.end(base + end), in);
                    }
                }
                case START_END -> {
                    long start = in.unsigned(addressSize);
                    add(start, in.unsigned(addressSize), in);
                }
                case START_LENGTH -> {
                    long start = in.unsigned(addressSize);
                    add(start, encoding.end(start + in.uleb()), in);
                }
                default -> throw in.fault("unknown entry " + kind + " in a range list");
            }
        }
    }

    private void add(long start, long end, Input in) throws DwarfFormatException {
        if (--allowed < 0) {
            throw in.fault("more ranges than are read");
        }
        found.add(start);
        found.add(end);
    }
}
