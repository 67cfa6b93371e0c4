// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;

/**
 * The header of a frame (RFC 3.1.1.1).
 *
 * <pre>
 * field                     bytes
 * Magic_Number              4      0xFD2FB528; taken before
 * Frame_Header_Descriptor   1      bits 7-6  Frame_Content_Size_Flag
 *                                  bit  5    Single_Segment_Flag
 *                                  bit  4    unused, ignored
 *                                  bit  3    reserved, zero
 *                                  bit  2    Content_Checksum_Flag
 *                                  bits 1-0  Dictionary_ID_Flag
 * Window_Descriptor         0-1    absent in a single segment, whose window is its content
 *                                  bits 7-3  Exponent: base is 2^(10 + Exponent)
 *                                  bits 2-0  Mantissa: Window_Size is base + base / 8 * Mantissa
 * Dictionary_ID             0-4    by its flag: 0, 1, 2, 4; zero means none
 * Frame_Content_Size        0-8    by its flag: 0 (1 in a single segment), 2 (less 256), 4, 8
 * </pre>
 *
 * @param history how far back a match may reach, in bytes: the window, or the content where that is smaller
 * @param maxBlockSize most bytes of a block, compressed or not (RFC 3.1.1.2.4)
 * @param contentSize bytes of the whole content; {@link #UNKNOWN} if the header does not tell
 * @param hasChecksum whether a checksum follows the last block
 */
record FrameHeader(int history, int maxBlockSize, long contentSize, boolean hasChecksum) {

    /** {@code Magic_Number}. */
    static final int MAGIC = 0xFD2FB528;

    /** No block of any frame is larger, in bytes. */
    static final int MAX_BLOCK_SIZE = 128 << 10;

    /** {@code contentSize} of a header that does not tell. */
    static final long UNKNOWN = -1;

    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int RESERVED = 1 << 3;
    private static final int CHECKSUM = 1 << 2;

    /** Bytes of {@code Dictionary_ID} by its flag. */
    private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};

    /** Bytes of {@code Frame_Content_Size} by its flag; a single segment has one where there would be none. */
    private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

    /** What a {@code Frame_Content_Size} of two bytes is less by. */
    private static final int SHORT_CONTENT_SIZE_BASE = 256;

    private static final int SMALLEST_WINDOW_LOG = 10;

    /**
     * Reads what follows the magic number.
     *
     * @param maxHistory most bytes of history that a frame may ask for
     * @throws ZstdFormatException if the header is cut off or reserved, or asks for a dictionary or for too much
     */
    static FrameHeader read(CompressedInput input, int maxHistory) throws IOException {
        int descriptorAt = input.take(1, "a frame's header");
        int descriptor = LittleEndian.getByte(input.bytes, descriptorAt);
        if ((descriptor & RESERVED) != 0) {
            throw input.fault(descriptorAt, "a reserved bit of the frame's header is set");
        }
        boolean isSingleSegment = (descriptor & SINGLE_SEGMENT) != 0;
        int windowBytes = isSingleSegment ? 0 : 1;
        int dictionaryBytes = DICTIONARY_ID_BYTES[descriptor & 3];
        int contentSizeFlag = descriptor >>> 6;
        int contentSizeBytes = contentSizeFlag == 0 && isSingleSegment ? 1 : CONTENT_SIZE_BYTES[contentSizeFlag];
        int at = input.take(windowBytes + dictionaryBytes + contentSizeBytes, "a frame's header");

        int dictionaryAt = at + windowBytes;
        long dictionary = LittleEndian.getNumber(input.bytes, dictionaryAt, dictionaryBytes);
        if (dictionary != 0) {
            throw input.fault(dictionaryAt, "the frame needs dictionary " + dictionary + ", and none is supported");
        }
        int contentSizeAt = dictionaryAt + dictionaryBytes;
        long contentSize = contentSizeBytes == 0
                ? UNKNOWN
                : LittleEndian.getNumber(input.bytes, contentSizeAt, contentSizeBytes)
                        + (contentSizeBytes == 2 ? SHORT_CONTENT_SIZE_BASE : 0);
        if (contentSizeBytes != 0 && contentSize < 0) {
            throw input.fault(contentSizeAt, "a content of 2^63 bytes or more");
        }
        long window = isSingleSegment ? contentSize : window(LittleEndian.getByte(input.bytes, at));
        long history = contentSize == UNKNOWN ? window : Math.min(window, contentSize);
        if (history > maxHistory) {
            throw input.fault(at, "a window of " + history + " bytes, where " + maxHistory + " are allowed");
        }
        return new FrameHeader(
                (int) history, (int) Math.min(window, MAX_BLOCK_SIZE), contentSize, (descriptor & CHECKSUM) != 0);
    }

    private static long window(int descriptor) {
        long base = 1L << (SMALLEST_WINDOW_LOG + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }
}
