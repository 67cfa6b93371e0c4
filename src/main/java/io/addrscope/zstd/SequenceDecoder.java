// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Decodes the bit stream of sequences (RFC 3.1.1.3.2.1.2). Keeps the last offsets for the blocks of a frame.
 *
 * <pre>
 * bits, from the stream's end
 *   first states: of literals length, offset, match length; as many as each table's log
 *   for each sequence
 *     to add to the codes' bases: of offset, match length, literals length
 *     but for the last one, to add to the next states: of literals length, match length, offset
 *
 * offset       means (RFC 3.1.1.5)                              last offsets, the newest first
 *   4 or more  itself less 3                                    itself, first, second
 *   1          the first of the last offsets                    first, second, third
 *   2          the second                                       second, first, third
 *   3          the third                                        third, first, second
 *              without literals 1, 2 and 3 mean one further:
 *              the second, the third, and the first less 1      as above; itself, first, second
 * </pre>
 *
 * One loop without calls does it, since it is half of all decoding: a load of eight bytes has all bits of almost every
 * sequence. What is decoded is executed elsewhere, after the checks, so that the copying needs none.
 */
final class SequenceDecoder {

    /** What numbers of an offset are larger by than the offset that they mean, if they name none of the last ones. */
    private static final int LAST_OFFSETS = 3;

    /** The lowest code of numbers that name none of the last offsets; a code is of as many extra bits. */
    private static final int FIRST_OFFSET_CODE = 2;

    private final CompressedInput input;

    // The last offsets, as the RFC has them: the newest first.
    private int offset1;
    private int offset2;
    private int offset3;

    SequenceDecoder(CompressedInput input) {
        this.input = input;
    }

    /** Begins with the next frame. */
    void reset() {
        offset1 = 1;
        offset2 = 4;
        offset3 = 8;
    }

    /**
     * Decodes a block's sequences.
     *
     * @param start index of the first byte of the bit stream
     * @param end index behind its last byte
     * @param literals how many literals there are
     * @param contentBefore how many bytes of content are before the block
     * @param history how far back a match may reach, in bytes
     * @param sequences as many as there are to decode, one or more
     * @return how many bytes all matches together are of
     * @throws ZstdFormatException if the stream does not end with the last sequence, a match reaches too far back, or there are
     *     fewer literals than the sequences take
     */
    long decode(
            int start,
            int end,
            FseTable literalsLengthTable,
            FseTable offsetTable,
            FseTable matchLengthTable,
            int literals,
            long contentBefore,
            int history,
            Sequences sequences)
            throws ZstdFormatException {
        byte[] bytes = input.bytes;
        long[] literalsLengthEntries = literalsLengthTable.entries;
        long[] offsetEntries = offsetTable.entries;
        long[] matchLengthEntries = matchLengthTable.entries;
        int[] literalsLengths = sequences.literalsLengths;
        int[] matchLengths = sequences.matchLengths;
        int[] offsets = sequences.offsets;
        int last = sequences.count - 1;

        int left = BackwardBits.open(input, start, end);
        long bits = BackwardBits.load(bytes, start, left);
        int literalsLengthState = (int) BackwardBits.take(bits, literalsLengthTable.log());
        bits <<= literalsLengthTable.log();
        int offsetState = (int) BackwardBits.take(bits, offsetTable.log());
        bits <<= offsetTable.log();
        int matchLengthState = (int) BackwardBits.take(bits, matchLengthTable.log());
        left -= literalsLengthTable.log() + offsetTable.log() + matchLengthTable.log();

        long first = offset1;
        long second = offset2;
        long third = offset3;
        // Both are compared at the end: sequences are too few for more than 64 bits of whatever they say.
        long position = contentBefore;
        long literalsUsed = 0;
        for (int i = 0; left >= 0; i++) {
            long literalsLengthEntry = literalsLengthEntries[literalsLengthState];
            long offsetEntry = offsetEntries[offsetState];
            long matchLengthEntry = matchLengthEntries[matchLengthState];
            long sums = literalsLengthEntry + offsetEntry + matchLengthEntry;
            int extraBits = FseTable.extraBits(sums);
            int stateBits = FseTable.stateBits(sums);

            bits = BackwardBits.load(bytes, start, left);
            int offsetBits = FseTable.extraBits(offsetEntry);
            long offset = FseTable.base(offsetEntry) + BackwardBits.take(bits, offsetBits);
            if (extraBits > BackwardBits.LOADED) {
                bits = BackwardBits.load(bytes, start, left - offsetBits);
            } else {
                bits <<= offsetBits;
            }
            int matchLengthBits = FseTable.extraBits(matchLengthEntry);
            int matchLength = (int) (FseTable.base(matchLengthEntry) + BackwardBits.take(bits, matchLengthBits));
            bits <<= matchLengthBits;
            int literalsLengthBits = FseTable.extraBits(literalsLengthEntry);
            int literalsLength =
                    (int) (FseTable.base(literalsLengthEntry) + BackwardBits.take(bits, literalsLengthBits));
            left -= extraBits;

            if (offsetBits >= FIRST_OFFSET_CODE) {
                offset -= LAST_OFFSETS;
                third = second;
                second = first;
                first = offset;
            } else {
                int which = (int) offset + (literalsLength == 0 ? 1 : 0);
                if (which == 1) {
                    offset = first;
                } else {
                    offset = which == 2 ? second : which == 3 ? third : first - 1;
                    third = which == 2 ? third : second;
                    second = first;
                    first = offset;
                }
            }
            position += literalsLength;
            literalsUsed += literalsLength;
            if (offset > position || offset > history || offset == 0) {
                throw input.fault(
                        start,
                        "a match of what is " + offset + " bytes before byte " + position + ", in a window of "
                                + history);
            }
            position += matchLength;
            literalsLengths[i] = literalsLength;
            matchLengths[i] = matchLength;
            offsets[i] = (int) offset;
            if (i == last) {
                break;
            }

            // A load of their own: these bits say where the next turn begins, and need not wait for the shifts above.
            bits = BackwardBits.load(bytes, start, left);
            int literalsLengthStateBits = FseTable.stateBits(literalsLengthEntry);
            int matchLengthStateBits = FseTable.stateBits(matchLengthEntry);
            int lengthsStateBits = literalsLengthStateBits + matchLengthStateBits;
            literalsLengthState =
                    FseTable.nextState(literalsLengthEntry) + (int) BackwardBits.take(bits, literalsLengthStateBits);
            matchLengthState = FseTable.nextState(matchLengthEntry)
                    + (int) BackwardBits.take(bits << literalsLengthStateBits, matchLengthStateBits);
            offsetState = FseTable.nextState(offsetEntry)
                    + (int) BackwardBits.take(bits << lengthsStateBits, FseTable.stateBits(offsetEntry));
            left -= stateBits;
        }
        if (left != 0) {
            throw input.fault(start, "a bit stream that does not end with its last sequence");
        }
        if (literalsUsed > literals) {
            throw input.fault(start, "sequences of " + literalsUsed + " literals, where there are " + literals);
        }
        offset1 = (int) first;
        offset2 = (int) second;
        offset3 = (int) third;
        return position - contentBefore - literalsUsed;
    }
}
