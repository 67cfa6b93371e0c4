// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/**
 * Reads values of attributes as numbers: constants, offsets, indices, addresses; of a string in place its offset. For one
 * thread at a time.
 */
final class Values {

    private final AbbreviationTable abbreviations;
    private int form;

    Values(AbbreviationTable abbreviations) {
        this.abbreviations = abbreviations;
    }

    /** Returns the form of the value that was read last: never {@link Form#INDIRECT}. */
    int form() {
        return form;
    }

    /** Reads the value of an attribute by its index in the abbreviations; of blocks and the like 0. */
    long read(int at, Input in) throws DwarfFormatException {
        form = abbreviations.form(at);
        int size = abbreviations.formSize(at);
        return size > 0 && size <= Long.BYTES ? in.unsigned(size) : readUnsized(at, in);
    }

    /** Kept out of {@link #read}, since it is seldom needed and long. */
    private long readUnsized(int at, Input in) throws DwarfFormatException {
        if (form == Form.IMPLICIT_CONST) {
            return abbreviations.constant(at);
        }
        if (form == Form.INDIRECT) {
            form = Form.direct(in);
        }
        Encoding encoding = abbreviations.encoding();
        switch (form) {
            case Form.STRING -> {
                long offset = in.offset();
                in.skipString();
                return offset;
            }
            case Form.UDATA,
                    Form.REF_UDATA,
                    Form.STRX,
                    Form.ADDRX,
                    Form.RNGLISTX,
                    Form.LOCLISTX,
                    Form.GNU_ADDR_INDEX,
                    Form.GNU_STR_INDEX -> {
                return in.uleb();
            }
            case Form.SDATA -> {
                return in.sleb();
            }
            case Form.FLAG_PRESENT -> {
                return 1;
            }
            default -> {
                int size = Form.size(form, encoding);
                if (size >= 0 && size <= Long.BYTES) {
                    return in.unsigned(size);
                }
                Form.skip(in, form, encoding);
                return 0;
            }
        }
    }

    /** Returns whether a value of the form that was read last is an address, or an index of one. */
    boolean isAddress() {
        return switch (form) {
            case Form.ADDR, Form.ADDRX, Form.ADDRX1, Form.ADDRX2, Form.ADDRX3, Form.ADDRX4, Form.GNU_ADDR_INDEX -> true;
            default -> false;
        };
    }
}
