// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Runs the instructions of a line table (DWARF 5, 6.2.5). For one thread at a time. */
final class LineProgram {

    private static final int EXTENDED = 0;
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int SET_COLUMN = 5;
    private static final int NEGATE_STMT = 6;
    private static final int SET_BASIC_BLOCK = 7;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int SET_PROLOGUE_END = 10;
    private static final int SET_EPILOGUE_BEGIN = 11;
    private static final int SET_ISA = 12;

    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;
    private static final int DEFINE_FILE = 3;
    private static final int SET_DISCRIMINATOR = 4;

    private final LineHeader header;
    private final Input in;
    private final CodeRanges code;
    private final LineTable.Builder rows;

    private long address;
    private long operation;
    private long file;
    private long line;
    private long column;
    private long discriminator;

    LineProgram(LineHeader header, Input in, CodeRanges code, LineTable.Builder rows) {
        this.header = header;
        this.in = in;
        this.code = code;
        this.rows = rows;
    }

    /** Runs to the end; rows of sequences that ended before a fault are kept. */
    void run() throws DwarfFormatException {
        reset();
        while (in.hasRemaining()) {
            int opcode = in.u8();
            if (opcode >= header.opcodeBase) {
                int adjusted = opcode - header.opcodeBase;
                if (header.lineRange != 0) {
                    advance(adjusted / header.lineRange);
                    line += header.lineBase + adjusted % header.lineRange;
                }
                row();
            } else if (opcode == EXTENDED) {
                extended();
            } else {
                standard(opcode);
            }
        }
    }

    private void standard(int opcode) throws DwarfFormatException {
        switch (opcode) {
            case COPY -> row();
            case ADVANCE_PC -> advance(in.uleb());
            case ADVANCE_LINE -> line += in.sleb();
            case SET_FILE -> file = in.uleb();
            case SET_COLUMN -> column = in.uleb();
            case CONST_ADD_PC -> {
                if (header.lineRange != 0) {
                    advance((255 - header.opcodeBase) / header.lineRange);
                }
            }
            case FIXED_ADVANCE_PC -> {
                address += in.u16();
                operation = 0;
            }
            case NEGATE_STMT, SET_BASIC_BLOCK, SET_PROLOGUE_END, SET_EPILOGUE_BEGIN -> {
                // Of interest to debuggers only.
            }
            case SET_ISA -> in.uleb();
            default -> {
                for (int i = 0; i < header.opcodeLengths[opcode]; i++) {
                    in.uleb();
                }
            }
        }
    }

    private void extended() throws DwarfFormatException {
        long length = in.uleb();
        if (length == 0) {
            return;
        }
        if (length < 0 || length > in.remaining()) {
            throw in.fault("an instruction of " + Long.toUnsignedString(length) + " bytes");
        }
        long end = in.offset() + length;
        switch (in.u8()) {
            case END_SEQUENCE -> {
                rows.end(header.encoding.end(address), code);
                reset();
            }
            case SET_ADDRESS -> {
                if (length - 1 > Long.BYTES) {
                    throw in.fault("an address of " + (length - 1) + " bytes");
                }
                address = in.unsigned((int) length - 1);
                operation = 0;
            }
            case DEFINE_FILE -> header.addFile(in);
            case SET_DISCRIMINATOR -> discriminator = in.uleb();
            default -> {
                // Unknown, and as long as it says.
            }
        }
        in.seek(end);
    }

    /** With more than one operation in an instruction, the address moves when the instruction is full. */
    private void advance(long operations) {
        if (header.maximumOperations == 1) {
            address += operations * header.minimumInstructionLength;
            return;
        }
        long sum = operation + operations;
        address += header.minimumInstructionLength * (sum / header.maximumOperations);
        operation = sum % header.maximumOperations;
    }

    private void row() throws DwarfFormatException {
        rows.row(
                header.encoding.address(address),
                (int) Math.min(file, Integer.MAX_VALUE),
                line,
                column,
                discriminator,
                in);
        discriminator = 0;
    }

    private void reset() {
        address = 0;
        operation = 0;
        file = 1;
        line = 1;
        column = 0;
        discriminator = 0;
    }
}
