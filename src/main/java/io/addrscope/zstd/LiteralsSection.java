// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.util.Arrays;

/**
 * The literals of a block (RFC 3.1.1.3.1): bytes that its sequences put between matches. Keeps its memory and, for blocks of
 * the same frame that have none of their own, the Huffman tree.
 *
 * <pre>
 * Literals_Section_Header, as a number of 1 to 5 bytes
 *   bits 0-1   Literals_Block_Type: 0 raw, 1 one byte for all, 2 compressed, 3 compressed by the tree before
 *   bits 2-3   Size_Format
 *
 *   raw, one byte      bytes   Regenerated_Size
 *     Size_Format 0, 2   1       bits 3-7
 *                 1      2       bits 4-15
 *                 3      3       bits 4-23
 *   compressed         bytes   Regenerated_Size   Compressed_Size   streams
 *     Size_Format 0      3       bits 4-13          bits 14-23        1
 *                 1      3       bits 4-13          bits 14-23        4
 *                 2      4       bits 4-17          bits 18-31        4
 *                 3      5       bits 4-21          bits 22-39        4
 *
 * then: the literals, or the byte, or a Huffman tree (type 2) and its streams in Compressed_Size bytes
 * </pre>
 */
final class LiteralsSection {

    private static final int RAW = 0;
    private static final int ONE_BYTE = 1;
    private static final int COMPRESSED = 2;

    private final CompressedInput input;
    private final HuffmanTableReader treeReader;
    private final HuffmanStreams streams;
    private final HuffmanTable tree = new HuffmanTable();

    /** Decoded literals; those of a raw section stay in the input. */
    private final byte[] decoded = new byte[FrameHeader.MAX_BLOCK_SIZE + SequenceExecutor.MARGIN];

    /** Where the literals are. */
    private byte[] bytes = decoded;

    private int first;
    private int size;

    LiteralsSection(CompressedInput input, FseTableReader fseReader) {
        this.input = input;
        treeReader = new HuffmanTableReader(input, fseReader);
        streams = new HuffmanStreams(input);
    }

    /** The array that holds the literals, with {@link SequenceExecutor#MARGIN} readable bytes behind. */
    byte[] bytes() {
        return bytes;
    }

    /** Index of the first literal. */
    int first() {
        return first;
    }

    /** How many literals there are. */
    int size() {
        return size;
    }

    /** Begins with the next frame, which has no tree yet. */
    void reset() {
        tree.clear();
    }

    /**
     * Reads a section. The literals are there until the input is asked for its next piece.
     *
     * @param start index of the section's first byte
     * @param end index behind the last byte of the block
     * @param maxSize most literals that the block can have
     * @return index behind the section's last byte
     * @throws ZstdFormatException if the section is cut off or cannot be decoded
     */
    int read(int start, int end, int maxSize) throws ZstdFormatException {
        if (start >= end) {
            throw cutOff(start);
        }
        int header = LittleEndian.getByte(input.bytes, start);
        int type = header & 3;
        int format = header >>> 2 & 3;
        return type == RAW || type == ONE_BYTE
                ? readPlain(start, end, maxSize, type, format)
                : readCompressed(start, end, maxSize, type, format);
    }

    private int readPlain(int start, int end, int maxSize, int type, int format) throws ZstdFormatException {
        int headerBytes = format == 3 ? 3 : format == 1 ? 2 : 1;
        long header = header(start, end, headerBytes);
        setSize(start, (int) (header >>> (headerBytes == 1 ? 3 : 4)), maxSize);
        int content = start + headerBytes;
        int next = content + (type == RAW ? size : 1);
        if (next > end) {
            throw cutOff(start);
        }
        if (type == RAW) {
            bytes = input.bytes;
            first = content;
        } else {
            bytes = decoded;
            first = 0;
            Arrays.fill(decoded, 0, size, input.bytes[content]);
        }
        return next;
    }

    private int readCompressed(int start, int end, int maxSize, int type, int format) throws ZstdFormatException {
        int headerBytes = format < 2 ? 3 : format + 2;
        int sizeBits = headerBytes * 4 - 2;
        long header = header(start, end, headerBytes) >>> 4;
        int sizeMask = (1 << sizeBits) - 1;
        setSize(start, (int) header & sizeMask, maxSize);
        int content = start + headerBytes;
        int next = content + ((int) (header >>> sizeBits) & sizeMask);
        if (next > end) {
            throw cutOff(start);
        }
        if (type == COMPRESSED) {
            content = treeReader.read(content, next, tree);
        } else if (!tree.isPresent()) {
            throw input.fault(start, "literals that are compressed by a tree before, and there is none");
        }
        bytes = decoded;
        first = 0;
        if (format == 0) {
            streams.decodeOne(content, next, tree, decoded, 0, size);
        } else {
            streams.decodeFour(content, next, tree, decoded, size);
        }
        return next;
    }

    private long header(int start, int end, int count) throws ZstdFormatException {
        if (end - start < count) {
            throw cutOff(start);
        }
        return LittleEndian.getNumber(input.bytes, start, count);
    }

    private void setSize(int start, int newSize, int maxSize) throws ZstdFormatException {
        if (newSize > maxSize) {
            throw input.fault(start, newSize + " literals in a block of at most " + maxSize + " bytes");
        }
        size = newSize;
    }

    private ZstdFormatException cutOff(int start) {
        return input.fault(start, "the literals of a block are cut off");
    }
}
