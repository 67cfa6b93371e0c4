// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

/**
 * Reads the description of a Huffman tree (RFC 4.2.1). Keeps its memory for the next one.
 *
 * <pre>
 * bytes
 *   1            Header_Byte
 *                  128-255  direct: a weight in four bits each, of which there are Header_Byte - 127
 *                  0-127    compressed: how many bytes follow
 *   direct       two weights a byte, the first one in the higher bits
 *   compressed   table of finite state entropy, then a bit stream that is read from its end, by two states in turn
 * </pre>
 *
 * The weight of the last literal is not told: it is what the others leave.
 */
final class HuffmanTableReader {

    private static final int FIRST_DIRECT = 128;

    /** Most weights that are told. */
    private static final int MAX_WEIGHTS = 255;

    private final CompressedInput input;
    private final FseTableReader fseReader;
    private final FseTable weightTable = new FseTable(CodeKind.HUFFMAN_WEIGHT);
    private final byte[] weights = new byte[MAX_WEIGHTS + 1];

    HuffmanTableReader(CompressedInput input, FseTableReader fseReader) {
        this.input = input;
        this.fseReader = fseReader;
    }

    /**
     * Reads a description and builds its table.
     *
     * @param start index of its first byte
     * @param end index behind the last byte that it may have
     * @return index behind the last byte that it has
     * @throws ZstdFormatException if it is cut off, or of no tree
     */
    int read(int start, int end, HuffmanTable table) throws ZstdFormatException {
        if (start >= end) {
            throw input.fault(start, "the Huffman tree is cut off");
        }
        int header = LittleEndian.getByte(input.bytes, start);
        boolean isDirect = header >= FIRST_DIRECT;
        int count = isDirect ? header - FIRST_DIRECT + 1 : 0;
        int next = start + 1 + (isDirect ? (count + 1) / 2 : header);
        if (next > end) {
            throw input.fault(start, "the Huffman tree is cut off");
        }
        if (isDirect) {
            readDirect(start + 1, count);
        } else {
            count = readCompressed(start + 1, next);
        }
        build(start, count, table);
        return next;
    }

    private void readDirect(int start, int count) {
        for (int i = 0; i < count; i++) {
            int pair = LittleEndian.getByte(input.bytes, start + i / 2);
            weights[i] = (byte) (i % 2 == 0 ? pair >>> 4 : pair & 0xf);
        }
    }

    /** RFC 4.2.1.2. Returns how many weights there are. */
    private int readCompressed(int start, int end) throws ZstdFormatException {
        byte[] bytes = input.bytes;
        int streamStart = fseReader.read(start, end, CodeKind.HUFFMAN_WEIGHT, weightTable);
        int log = weightTable.log();
        int left = BackwardBits.open(input, streamStart, end);
        long bits = BackwardBits.load(bytes, streamStart, left);
        int state = (int) BackwardBits.take(bits, log);
        int otherState = (int) BackwardBits.take(bits << log, log);
        left -= 2 * log;
        if (left < 0) {
            throw input.fault(streamStart, "the bit stream of Huffman weights is cut off");
        }
        int count = 0;
        while (left >= 0) {
            if (count > MAX_WEIGHTS - 2) {
                throw input.fault(streamStart, "more than " + MAX_WEIGHTS + " Huffman weights");
            }
            long entry = weightTable.entries[state];
            weights[count++] = (byte) FseTable.base(entry);
            int stateBits = FseTable.stateBits(entry);
            state = otherState;
            otherState = FseTable.nextState(entry)
                    + (int) BackwardBits.take(BackwardBits.load(bytes, streamStart, left), stateBits);
            left -= stateBits;
        }
        // The bits ended with the state of one; the other one has its weight still to tell.
        weights[count++] = (byte) FseTable.base(weightTable.entries[state]);
        return count;
    }

    private void build(int start, int count, HuffmanTable table) throws ZstdFormatException {
        int sum = 0;
        int longest = 0;
        for (int i = 0; i < count; i++) {
            int weight = weights[i];
            if (weight < 0 || weight > HuffmanTable.MAX_LOG) {
                throw input.fault(start, "a Huffman weight of " + (weight & 0xff));
            }
            sum += 1 << weight >> 1;
            longest += weight == 1 ? 1 : 0;
        }
        if (sum == 0) {
            throw input.fault(start, "a Huffman tree without weights");
        }
        int log = 32 - Integer.numberOfLeadingZeros(sum);
        int missing = (1 << log) - sum;
        if (log > HuffmanTable.MAX_LOG) {
            throw input.fault(start, "Huffman codes of " + log + " bits");
        }
        if (Integer.bitCount(missing) != 1) {
            throw input.fault(start, "Huffman weights that leave no weight for the last one");
        }
        int lastWeight = Integer.numberOfTrailingZeros(missing) + 1;
        weights[count] = (byte) lastWeight;
        longest += lastWeight == 1 ? 1 : 0;
        if (longest < 2) {
            throw input.fault(start, "a Huffman tree without codes of its depth");
        }
        table.build(weights, count + 1, log);
    }
}
