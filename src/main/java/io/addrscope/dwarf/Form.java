// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** How the value of an attribute is written, {@code DW_FORM_*} (DWARF 5, 7.5.6, and what GNU and LLVM added). */
final class Form {
    static final int ADDR = 0x01;
    static final int BLOCK2 = 0x03;
    static final int BLOCK4 = 0x04;
    static final int DATA2 = 0x05;
    static final int DATA4 = 0x06;
    static final int DATA8 = 0x07;
    static final int STRING = 0x08;
    static final int BLOCK = 0x09;
    static final int BLOCK1 = 0x0a;
    static final int DATA1 = 0x0b;
    static final int FLAG = 0x0c;
    static final int SDATA = 0x0d;
    static final int STRP = 0x0e;
    static final int UDATA = 0x0f;
    static final int REF_ADDR = 0x10;
    static final int REF1 = 0x11;
    static final int REF2 = 0x12;
    static final int REF4 = 0x13;
    static final int REF8 = 0x14;
    static final int REF_UDATA = 0x15;
    static final int INDIRECT = 0x16;
    static final int SEC_OFFSET = 0x17;
    static final int EXPRLOC = 0x18;
    static final int FLAG_PRESENT = 0x19;
    static final int STRX = 0x1a;
    static final int ADDRX = 0x1b;
    static final int REF_SUP4 = 0x1c;
    static final int STRP_SUP = 0x1d;
    static final int DATA16 = 0x1e;
    static final int LINE_STRP = 0x1f;
    static final int REF_SIG8 = 0x20;
    static final int IMPLICIT_CONST = 0x21;
    static final int LOCLISTX = 0x22;
    static final int RNGLISTX = 0x23;
    static final int REF_SUP8 = 0x24;
    static final int STRX1 = 0x25;
    static final int STRX2 = 0x26;
    static final int STRX3 = 0x27;
    static final int STRX4 = 0x28;
    static final int ADDRX1 = 0x29;
    static final int ADDRX2 = 0x2a;
    static final int ADDRX3 = 0x2b;
    static final int ADDRX4 = 0x2c;
    static final int GNU_ADDR_INDEX = 0x1f01;
    static final int GNU_STR_INDEX = 0x1f02;
    static final int GNU_REF_ALT = 0x1f20;
    static final int GNU_STRP_ALT = 0x1f21;
    static final int LLVM_ADDRX_OFFSET = 0x2001;

    /** The size of a value of this form depends on the value. */
    static final int VARIABLE = -1;

    /** No such form is known, so nothing behind it can be read. */
    static final int UNKNOWN = -2;

    private Form() {}

    /** Returns the bytes of a value, {@link #VARIABLE} or {@link #UNKNOWN}. */
    static int size(int form, Encoding encoding) {
        return switch (form) {
            case FLAG_PRESENT, IMPLICIT_CONST -> 0;
            case DATA1, FLAG, REF1, STRX1, ADDRX1 -> 1;
            case DATA2, REF2, STRX2, ADDRX2 -> 2;
            case STRX3, ADDRX3 -> 3;
            case DATA4, REF4, REF_SUP4, STRX4, ADDRX4 -> 4;
            case DATA8, REF8, REF_SIG8, REF_SUP8 -> 8;
            case DATA16 -> 16;
            case ADDR -> encoding.addressSize();
            case REF_ADDR -> encoding.version() <= 2 ? encoding.addressSize() : encoding.offsetSize();
            case STRP, SEC_OFFSET, STRP_SUP, LINE_STRP, GNU_REF_ALT, GNU_STRP_ALT -> encoding.offsetSize();
            case BLOCK2,
                    BLOCK4,
                    STRING,
                    BLOCK,
                    BLOCK1,
                    SDATA,
                    UDATA,
                    REF_UDATA,
                    INDIRECT,
                    EXPRLOC,
                    STRX,
                    ADDRX,
                    LOCLISTX,
                    RNGLISTX,
                    GNU_ADDR_INDEX,
                    GNU_STR_INDEX,
                    LLVM_ADDRX_OFFSET -> VARIABLE;
            default -> UNKNOWN;
        };
    }

    /** Goes behind a value. */
    static void skip(Input in, int form, Encoding encoding) throws DwarfFormatException {
        int size = size(form, encoding);
        if (size >= 0) {
            in.skip(size);
            return;
        }
        switch (form) {
            case BLOCK1 -> in.skip(in.u8());
            case BLOCK2 -> in.skip(in.u16());
            case BLOCK4 -> in.skip(in.u32());
            case BLOCK, EXPRLOC -> in.skip(in.uleb());
            case STRING -> in.skipString();
            case SDATA, UDATA, REF_UDATA, STRX, ADDRX, LOCLISTX, RNGLISTX, GNU_ADDR_INDEX, GNU_STR_INDEX -> in.uleb();
            case LLVM_ADDRX_OFFSET -> {
                in.uleb();
                in.skip(Integer.BYTES);
            }
            case INDIRECT -> skip(in, direct(in), encoding);
            default -> throw in.fault("unknown form 0x" + Integer.toHexString(form));
        }
    }

    /** Reads which form the value of {@link #INDIRECT} has: not that one again, and none whose value is elsewhere. */
    static int direct(Input in) throws DwarfFormatException {
        long form = in.uleb();
        if (form == INDIRECT || form == IMPLICIT_CONST || form < 0 || form > Character.MAX_VALUE) {
            throw in.fault("an indirect form that is none: 0x" + Long.toHexString(form));
        }
        return (int) form;
    }
}
