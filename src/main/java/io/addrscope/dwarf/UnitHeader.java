// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;

/**
 * The header of a unit in {@code .debug_info} (DWARF 5, 7.5.1).
 *
 * <pre>
 *   versions 2 to 4              version 5
 *   unit_length        4/12      unit_length         4/12    0xffffffff before 8 bytes: 64-bit format
 *   version               2      version                2
 *   debug_abbrev_offset 4/8      unit_type              1
 *   address_size          1      address_size           1
 *                                debug_abbrev_offset  4/8
 *                                dwo_id                 8    skeletons and split units
 *                                type_signature, offset 8+4/8  units of types
 * </pre>
 *
 * @param offset of the unit in the section
 * @param end section offset behind the unit
 * @param first section offset of its first entry
 * @param encoding sizes of its values
 * @param type {@code unit_type}; before version 5 {@link #COMPILE}
 * @param abbreviations {@code debug_abbrev_offset}
 * @param id number that a skeleton and its split unit share; 0 if it is not in the header
 */
record UnitHeader(long offset, long end, long first, Encoding encoding, int type, long abbreviations, long id) {

    /** {@code DW_UT_compile}. */
    static final int COMPILE = 1;

    /** {@code DW_UT_type}. */
    static final int TYPE = 2;

    /** {@code DW_UT_skeleton}. */
    static final int SKELETON = 4;

    /** {@code DW_UT_split_compile}. */
    static final int SPLIT_COMPILE = 5;

    /** {@code DW_UT_split_type}. */
    static final int SPLIT_TYPE = 6;

    /** First 4 bytes of a length in the 64-bit format. */
    static final long FORMAT_64 = 0xffffffffL;

    /** Lengths from here on are reserved. */
    static final long RESERVED_LENGTH = 0xfffffff0L;

    /** Bytes of the longest header. */
    private static final int LONGEST = 64;

    /** Reads where the unit at an offset ends, whatever else its header says. */
    static long end(Section info, long offset) throws IOException {
        Input in = info.window(offset, LONGEST);
        long length = in.u32();
        if (length == FORMAT_64) {
            length = in.u64();
        } else if (length >= RESERVED_LENGTH) {
            throw in.fault("a unit of a reserved length");
        }
        if (length <= 0 || length > info.size() - in.offset()) {
            throw in.fault("a unit of " + Long.toUnsignedString(length) + " bytes ends behind the section");
        }
        return in.offset() + length;
    }

    /** Reads the header at an offset. */
    static UnitHeader read(Section info, long offset) throws IOException {
        long end = end(info, offset);
        Input in = info.window(offset, (int) Math.min(LONGEST, end - offset));
        int offsetSize = Integer.BYTES;
        if (in.u32() == FORMAT_64) {
            offsetSize = Long.BYTES;
            in.u64();
        }
        int version = in.u16();
        if (version < 2 || version > 5) {
            throw in.fault("a unit of DWARF version " + version);
        }
        int type = COMPILE;
        int addressSize;
        long abbreviations;
        long id = 0;
        if (version >= 5) {
            type = in.u8();
            addressSize = in.u8();
            abbreviations = in.unsigned(offsetSize);
            if (type == SKELETON || type == SPLIT_COMPILE) {
                id = in.u64();
            } else if (type == TYPE || type == SPLIT_TYPE) {
                in.u64();
                in.unsigned(offsetSize);
            }
        } else {
            abbreviations = in.unsigned(offsetSize);
            addressSize = in.u8();
        }
        if (addressSize < 1 || addressSize > Long.BYTES) {
            throw in.fault("addresses of " + addressSize + " bytes");
        }
        if (in.offset() >= end) {
            throw in.fault("a unit without entries");
        }
        Encoding encoding = new Encoding(version, addressSize, offsetSize);
        return new UnitHeader(offset, end, in.offset(), encoding, type, abbreviations, id);
    }

    /** Returns whether the unit may have code; units of types have none. */
    boolean mayHaveCode() {
        return type != TYPE && type != SPLIT_TYPE;
    }

    /** Returns the bytes in front of the entries of a table of string offsets, addresses or range lists, as version 5 has them. */
    int tableHeaderSize(int fields) {
        return (encoding.offsetSize() == Long.BYTES ? 12 : 4) + fields;
    }
}
