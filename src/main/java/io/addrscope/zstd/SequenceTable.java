// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table of one kind of code in a sequences section (RFC 3.1.1.3.2.1), by its mode: 0 predefined, 1 one code that stays,
 * 2 described in the block, 3 that of the block before. Keeps its memory.
 */
final class SequenceTable {

    private static final int PREDEFINED = 0;
    private static final int ONE_CODE = 1;
    private static final int DESCRIBED = 2;

    private final CompressedInput input;
    private final FseTableReader reader;
    private final CodeKind kind;
    private final FseTable predefined;
    private final FseTable own;

    private @Nullable FseTable current;

    SequenceTable(CompressedInput input, FseTableReader reader, CodeKind kind) {
        this.input = input;
        this.reader = reader;
        this.kind = kind;
        predefined = kind.predefined();
        own = new FseTable(kind);
    }

    /** Begins with the next frame, which has no table yet. */
    void reset() {
        current = null;
    }

    /**
     * Takes the table that a mode means.
     *
     * @param start index of the first byte of its description
     * @param end index behind the last byte of the block
     * @return index behind the last byte of the description, which is {@code start} for some modes
     */
    int read(int start, int end, int mode) throws ZstdFormatException {
        switch (mode) {
            case PREDEFINED -> {
                current = predefined;
                return start;
            }
            case ONE_CODE -> {
                if (start >= end) {
                    throw input.fault(start, "the one code of " + kind.title + " is cut off");
                }
                int code = LittleEndian.getByte(input.bytes, start);
                if (code >= kind.codes()) {
                    throw input.fault(start, "code " + code + " of " + kind.title);
                }
                own.buildSingle(code);
                current = own;
                return start + 1;
            }
            case DESCRIBED -> {
                current = own;
                return reader.read(start, end, kind, own);
            }
            default -> {
                if (current == null) {
                    throw input.fault(start, "the table of " + kind.title + " of a block before, and there is none");
                }
                return start;
            }
        }
    }

    /** Returns what was taken last; something was. */
    FseTable table() {
        return Objects.requireNonNull(current);
    }
}
