// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * The sequences of a block (RFC 3.1.1.3.2). Keeps its memory and, for the blocks of a frame, tables and offsets.
 *
 * <pre>
 * bytes
 *   1-3    Number_of_Sequences: byte0 below 128   byte0; if zero, nothing follows
 *                               byte0 below 255   (byte0 - 128) * 256 + byte1
 *                               byte0 of 255      byte1 + byte2 * 256 + 0x7F00
 *   1      Symbol_Compression_Modes: bits 7-6 literals lengths, 5-4 offsets, 3-2 match lengths, 1-0 reserved, zero
 *          tables: of literals lengths, of offsets, of match lengths
 *          a bit stream, see {@link SequenceDecoder}
 * </pre>
 */
final class SequencesSection {

    private static final int LONG_COUNT_BASE = 0x7F00;

    private final CompressedInput input;
    private final SequenceTable literalsLengths;
    private final SequenceTable offsets;
    private final SequenceTable matchLengths;
    private final SequenceDecoder decoder;
    private final Sequences sequences = new Sequences();

    SequencesSection(CompressedInput input, FseTableReader fseReader) {
        this.input = input;
        literalsLengths = new SequenceTable(input, fseReader, CodeKind.LITERALS_LENGTH);
        offsets = new SequenceTable(input, fseReader, CodeKind.OFFSET);
        matchLengths = new SequenceTable(input, fseReader, CodeKind.MATCH_LENGTH);
        decoder = new SequenceDecoder(input);
    }

    /** Begins with the next frame, which has no tables yet. */
    void reset() {
        literalsLengths.reset();
        offsets.reset();
        matchLengths.reset();
        decoder.reset();
    }

    /**
     * Reads a section.
     *
     * @param start index of the section's first byte
     * @param end index behind the last byte of the block
     * @param literals how many literals the block has
     * @param contentBefore how many bytes of the frame's content are before the block
     * @param header of the frame
     * @return the sequences: of no more literals than there are, with all literals of no more bytes than a block may have, and
     *     with matches within the window and the content. Good until the next section is read
     * @throws ZstdFormatException if the section is cut off or cannot be decoded
     */
    Sequences read(int start, int end, int literals, long contentBefore, FrameHeader header)
            throws ZstdFormatException {
        if (start >= end) {
            throw cutOff(start);
        }
        byte[] bytes = input.bytes;
        int first = LittleEndian.getByte(bytes, start);
        int at = start + (first < 128 ? 1 : first < 255 ? 2 : 3);
        if (at > end) {
            throw cutOff(start);
        }
        int count = switch (at - start) {
            case 1 -> first;
            case 2 -> (first - 128) << 8 | LittleEndian.getByte(bytes, start + 1);
            default -> LittleEndian.getShort(bytes, start + 1) + LONG_COUNT_BASE;
        };
        if (count > header.maxBlockSize() / Sequences.MIN_MATCH) {
            throw input.fault(start, count + " sequences in a block of at most " + header.maxBlockSize() + " bytes");
        }
        sequences.setCount(count);
        if (count == 0) {
            if (at != end) {
                throw input.fault(at, "bytes behind a block without sequences");
            }
            return sequences;
        }
        at = readTables(at, end);
        long size = literals
                + decoder.decode(
                        at,
                        end,
                        literalsLengths.table(),
                        offsets.table(),
                        matchLengths.table(),
                        literals,
                        contentBefore,
                        header.history(),
                        sequences);
        if (size > header.maxBlockSize()) {
            throw input.fault(start, "a block of " + size + " bytes, where " + header.maxBlockSize() + " are allowed");
        }
        return sequences;
    }

    private int readTables(int start, int end) throws ZstdFormatException {
        if (start >= end) {
            throw cutOff(start);
        }
        int modes = LittleEndian.getByte(input.bytes, start);
        if ((modes & 3) != 0) {
            throw input.fault(start, "a reserved bit of the modes of sequences is set");
        }
        int at = literalsLengths.read(start + 1, end, modes >>> 6);
        at = offsets.read(at, end, modes >>> 4 & 3);
        return matchLengths.read(at, end, modes >>> 2 & 3);
    }

    private ZstdFormatException cutOff(int start) {
        return input.fault(start, "the sequences of a block are cut off");
    }
}
