// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;

/**
 * The header of a line table, and its tables of directories and files (DWARF 5, 6.2.4; DWARF 4, 6.2.4).
 *
 * <pre>
 *   unit_length                          4/12   0xffffffff before 8 bytes: 64-bit format
 *   version                                 2
 *   address_size, segment_selector_size   1+1   from version 5 on
 *   header_length                         4/8   from behind this field to the first instruction
 *   minimum_instruction_length              1
 *   maximum_operations_per_instruction      1   from version 4 on
 *   default_is_stmt, line_base, line_range  3
 *   opcode_base, standard_opcode_lengths  1+n
 *   directories, files                          strings that end with an empty one; from version 5 on described by formats
 * </pre>
 */
final class LineHeader {

    private static final int DW_LNCT_PATH = 1;
    private static final int DW_LNCT_DIRECTORY_INDEX = 2;

    /** Most directories or files of one table. */
    private static final int MAX_ENTRIES = 1 << 20;

    final int version;
    final int addressSize;
    final int minimumInstructionLength;
    final int maximumOperations;
    final int lineBase;
    final int lineRange;
    final int opcodeBase;
    final int[] opcodeLengths;

    /** Section offset of the first instruction. */
    final long program;

    final StringTable strings = new StringTable();
    final IntList directories = new IntList();
    final IntList names = new IntList();
    final IntList directoriesOfNames = new IntList();

    /** Sizes of its values. */
    final Encoding encoding;

    private LineHeader(DwarfFile file, Input in, int offsetSize, int addressSizeOfUnit) throws IOException {
        version = in.u16();
        if (version < 2 || version > 5) {
            throw in.fault("a line table of version " + version);
        }
        if (version >= 5) {
            addressSize = in.u8();
            in.u8();
        } else {
            addressSize = addressSizeOfUnit;
        }
        encoding = new Encoding(version, addressSize, offsetSize);
        long length = in.unsigned(offsetSize);
        program = in.offset() + length;
        if (length < 0 || program > in.end()) {
            throw in.fault("the header of a line table of " + length + " bytes is longer than the table");
        }
        minimumInstructionLength = in.u8();
        maximumOperations = version >= 4 ? Math.max(in.u8(), 1) : 1;
        in.u8();
        lineBase = (byte) in.u8();
        lineRange = in.u8();
        opcodeBase = in.u8();
        opcodeLengths = new int[Math.max(opcodeBase, 1)];
        for (int i = 1; i < opcodeBase; i++) {
            opcodeLengths[i] = in.u8();
        }
        if (version >= 5) {
            readFormatted(file, in, false);
            readFormatted(file, in, true);
        } else {
            readPlain(in);
        }
    }

    /**
     * Reads the header that the input is at, and limits the input to the table.
     *
     * @param file that has the strings
     */
    static LineHeader read(DwarfFile file, Input in, int addressSizeOfUnit) throws IOException {
        int offsetSize = Integer.BYTES;
        long length = in.u32();
        if (length == UnitHeader.FORMAT_64) {
            offsetSize = Long.BYTES;
            length = in.u64();
        }
        if (length < 0 || length > in.remaining()) {
            throw in.fault("a line table of " + Long.toUnsignedString(length) + " bytes ends behind the section");
        }
        in.limitTo(in.offset() + length);
        LineHeader header = new LineHeader(file, in, offsetSize, addressSizeOfUnit);
        in.seek(header.program);
        return header;
    }

    private void readPlain(Input in) throws DwarfFormatException {
        while (in.lengthOfString() > 0) {
            check(directories.size() + 1L, in);
            directories.add(strings.copy(in));
        }
        in.skipString();
        while (in.lengthOfString() > 0) {
            addFile(in);
        }
        in.skipString();
    }

    /** Reads a file as versions before 5 have it: name, directory, time, size. */
    void addFile(Input in) throws DwarfFormatException {
        check(names.size() + 1L, in);
        names.add(strings.copy(in));
        directoriesOfNames.add(number(in.uleb()));
        in.uleb();
        in.uleb();
    }

    private void readFormatted(DwarfFile file, Input in, boolean files) throws IOException {
        int fields = in.u8();
        long[] kinds = new long[fields];
        int[] forms = new int[fields];
        for (int i = 0; i < fields; i++) {
            kinds[i] = in.uleb();
            forms[i] = number(in.uleb());
        }
        long count = in.uleb();
        check(count, in);
        if (fields == 0 && count > 0) {
            throw in.fault(count + " entries without fields");
        }
        for (long i = 0; i < count; i++) {
            int name = 0;
            int directory = 0;
            for (int field = 0; field < fields; field++) {
                if (kinds[field] == DW_LNCT_PATH) {
                    name = string(file, forms[field], in);
                } else if (kinds[field] == DW_LNCT_DIRECTORY_INDEX) {
                    directory = index(forms[field], in);
                } else {
                    Form.skip(in, forms[field], encoding);
                }
            }
            if (files) {
                names.add(name);
                directoriesOfNames.add(directory);
            } else {
                directories.add(name);
            }
        }
    }

    private int string(DwarfFile file, int form, Input in) throws IOException {
        switch (form) {
            case Form.STRING -> {
                return strings.copy(in);
            }
            case Form.LINE_STRP -> {
                return strings.add(file.get(Part.LINE_STR), in.unsigned(encoding.offsetSize()));
            }
            case Form.STRP -> {
                return strings.add(file.get(Part.STR), in.unsigned(encoding.offsetSize()));
            }
            case Form.STRP_SUP -> {
                long offset = in.unsigned(encoding.offsetSize());
                DwarfFile supplementary = file.supplementary();
                return supplementary == null ? 0 : strings.add(supplementary.get(Part.STR), offset);
            }
            default -> {
                Form.skip(in, form, encoding);
                return 0;
            }
        }
    }

    private int index(int form, Input in) throws DwarfFormatException {
        if (form == Form.UDATA) {
            return number(in.uleb());
        }
        int size = Form.size(form, encoding);
        if (size < 0 || size > Long.BYTES) {
            Form.skip(in, form, encoding);
            return 0;
        }
        return number(in.unsigned(size));
    }

    private static int number(long value) {
        return value < 0 || value > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) value;
    }

    private static void check(long count, Input in) throws DwarfFormatException {
        if (count < 0 || count > MAX_ENTRIES) {
            throw in.fault("more files or directories than are read");
        }
    }
}
