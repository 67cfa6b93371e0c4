// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Decodes literals from bit streams of Huffman codes: one, or four that are decoded side by side (RFC 3.1.1.3.1.6, 4.2.2).
 *
 * <pre>
 * four streams
 *   bytes  0-1   size of the first stream
 *          2-3   of the second
 *          4-5   of the third; the fourth has what is left
 *          6-    the streams, one after the other
 * </pre>
 *
 * The first three have a fourth of the literals each, rounded up. A stream ends with the last bit of its last literal.
 */
final class HuffmanStreams {

    private static final int JUMP_TABLE_BYTES = 6;

    /** Fewer literals cannot be shared out by four. */
    private static final int FEWEST_OF_FOUR = 6;

    /**
     * Literals between two loads of a stream. Their longest codes are of 55 bits: with the bits of a byte that was begun, a
     * load has as many, and one more for the mark.
     */
    private static final int TURN = 5;

    /** Most whole bytes that a turn uses up. */
    private static final int TURN_BYTES = 7;

    private final CompressedInput input;

    HuffmanStreams(CompressedInput input) {
        this.input = input;
    }

    /**
     * Decodes one stream into {@code to[from, to)}.
     *
     * @param start index of the stream's first byte
     * @param end index behind its last byte
     * @throws ZstdFormatException if the stream does not end with the last literal
     */
    void decodeOne(int start, int end, HuffmanTable table, byte[] literals, int from, int to)
            throws ZstdFormatException {
        finish(start, BackwardBits.open(input, start, end), table, literals, from, to);
    }

    /**
     * Decodes four streams to the beginning of {@code literals}.
     *
     * @param start index of the first byte of the sizes
     * @param end index behind the last byte of the fourth stream
     * @param count how many literals there are
     * @throws ZstdFormatException if there are fewer bytes or literals than for four, or a stream does not end with its last
     *     literal
     */
    void decodeFour(int start, int end, HuffmanTable table, byte[] literals, int count) throws ZstdFormatException {
        byte[] bytes = input.bytes;
        if (end - start < JUMP_TABLE_BYTES || count < FEWEST_OF_FOUR) {
            throw input.fault(start, "four streams for " + count + " literals in " + (end - start) + " bytes");
        }
        int start1 = start + JUMP_TABLE_BYTES;
        int start2 = start1 + LittleEndian.getShort(bytes, start);
        int start3 = start2 + LittleEndian.getShort(bytes, start + 2);
        int start4 = start3 + LittleEndian.getShort(bytes, start + 4);
        if (start4 > end) {
            throw input.fault(start, "the sizes of four streams are more than there is");
        }
        int left1 = BackwardBits.open(input, start1, start2);
        int left2 = BackwardBits.open(input, start2, start3);
        int left3 = BackwardBits.open(input, start3, start4);
        int left4 = BackwardBits.open(input, start4, end);
        int share = (count + 3) / 4;
        int done = 0;

        // Each stream is held as eight bytes, from an index on, with the used ones of their bits shifted out. A mark in
        // place of
        // the lowest bit tells how many those are. A turn uses up seven bytes at most, so the loads stay in the stream.
        int at1 = start2 - 8;
        int at2 = start3 - 8;
        int at3 = start4 - 8;
        int at4 = end - 8;
        int turns = turns(at1 - start1, at2 - start2, at3 - start3, at4 - start4, count - 3 * share);
        if (turns > 0) {
            short[] entries = table.entries;
            int unused = Long.SIZE - table.log();
            long bits1 = marked(bytes, at1) << ((start2 - start1) * 8 - left1);
            long bits2 = marked(bytes, at2) << ((start3 - start2) * 8 - left2);
            long bits3 = marked(bytes, at3) << ((start4 - start3) * 8 - left3);
            long bits4 = marked(bytes, at4) << ((end - start4) * 8 - left4);
            while (turns > 0) {
                for (int stop = done + turns * TURN; done < stop; ) {
                    for (int i = 0; i < TURN; i++) {
                        int entry1 = entries[(int) (bits1 >>> unused)];
                        int entry2 = entries[(int) (bits2 >>> unused)];
                        int entry3 = entries[(int) (bits3 >>> unused)];
                        int entry4 = entries[(int) (bits4 >>> unused)];
                        // Shifts take the lower six bits of their distance, which are the code's length.
                        bits1 <<= entry1;
                        bits2 <<= entry2;
                        bits3 <<= entry3;
                        bits4 <<= entry4;
                        literals[done] = (byte) (entry1 >> 8);
                        literals[done + share] = (byte) (entry2 >> 8);
                        literals[done + 2 * share] = (byte) (entry3 >> 8);
                        literals[done + 3 * share] = (byte) (entry4 >> 8);
                        done++;
                    }
                    int used1 = Long.numberOfTrailingZeros(bits1);
                    int used2 = Long.numberOfTrailingZeros(bits2);
                    int used3 = Long.numberOfTrailingZeros(bits3);
                    int used4 = Long.numberOfTrailingZeros(bits4);
                    at1 -= used1 >> 3;
                    at2 -= used2 >> 3;
                    at3 -= used3 >> 3;
                    at4 -= used4 >> 3;
                    bits1 = marked(bytes, at1) << (used1 & 7);
                    bits2 = marked(bytes, at2) << (used2 & 7);
                    bits3 = marked(bytes, at3) << (used3 & 7);
                    bits4 = marked(bytes, at4) << (used4 & 7);
                }
                turns = turns(at1 - start1, at2 - start2, at3 - start3, at4 - start4, count - 3 * share - done);
            }
            left1 = left(at1 - start1, bits1);
            left2 = left(at2 - start2, bits2);
            left3 = left(at3 - start3, bits3);
            left4 = left(at4 - start4, bits4);
        }
        finish(start1, left1, table, literals, done, share);
        finish(start2, left2, table, literals, done + share, 2 * share);
        finish(start3, left3, table, literals, done + 2 * share, 3 * share);
        finish(start4, left4, table, literals, done + 3 * share, count);
    }

    /** How many turns there surely are with so many bytes before the loaded ones, and so many literals to go; or below one. */
    private static int turns(int bytes1, int bytes2, int bytes3, int bytes4, int literals) {
        int fewest = Math.min(Math.min(bytes1, bytes2), Math.min(bytes3, bytes4));
        return Math.min(fewest / TURN_BYTES, literals / TURN);
    }

    private static long marked(byte[] bytes, int at) {
        return LittleEndian.getLong(bytes, at) | 1;
    }

    /** The position of a stream with so many bytes before the loaded ones. */
    private static int left(int bytes, long bits) {
        return bytes * 8 + Long.SIZE - Long.numberOfTrailingZeros(bits);
    }

    private void finish(int start, int position, HuffmanTable table, byte[] literals, int from, int to)
            throws ZstdFormatException {
        byte[] bytes = input.bytes;
        short[] entries = table.entries;
        int unused = Long.SIZE - table.log();
        int left = position;
        int at = from;
        while (to - at >= TURN && left >= TURN * HuffmanTable.MAX_LOG) {
            long bits = BackwardBits.load(bytes, start, left);
            for (int i = 0; i < TURN; i++) {
                int entry = entries[(int) (bits >>> unused)];
                bits <<= entry;
                left -= entry & 0xff;
                literals[at++] = (byte) (entry >> 8);
            }
        }
        while (at < to && left > 0) {
            int entry = entries[(int) (BackwardBits.load(bytes, start, left) >>> unused)];
            left -= entry & 0xff;
            literals[at++] = (byte) (entry >> 8);
        }
        if (at != to || left != 0) {
            throw input.fault(start, "a bit stream that does not end with its last literal");
        }
    }
}
