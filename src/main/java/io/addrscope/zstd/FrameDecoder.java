// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames, one behind the other (RFC 3.1), a block at a time.
 *
 * <pre>
 * bytes
 *   4      Magic_Number 0xFD2FB528, and the frame's header, see {@link FrameHeader}
 *   for each block (RFC 3.1.1.2)
 *     3      Block_Header: bit 0 Last_Block, bits 1-2 Block_Type, bits 3-23 Block_Size
 *     0-     Block_Type 0, raw:        Block_Size bytes of content
 *                       1, one byte:   it stands for Block_Size bytes
 *                       2, compressed: Block_Size bytes, see {@link LiteralsSection}, behind it {@link SequencesSection}
 *                       3, reserved
 *   0, 4   Content_Checksum, if the header says so: the lower half of {@link XxHash64}
 * or, to be skipped (RFC 3.1.2)
 *   4      Magic_Number 0x184D2A50 to 0x184D2A5F
 *   4      Frame_Size
 *   0-     Frame_Size bytes of anything
 * </pre>
 */
final class FrameDecoder {

    /** What {@link #next} returns behind the last frame. */
    static final int END = -1;

    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

    private static final int BLOCK_HEADER_BYTES = 3;
    private static final int RAW = 0;
    private static final int ONE_BYTE = 1;
    private static final int COMPRESSED = 2;

    private final CompressedInput input;
    private final int maxWindow;
    private final Window window = new Window();
    private final LiteralsSection literals;
    private final SequencesSection sequences;
    private final XxHash64 checksum = new XxHash64();

    /** The frame whose next block comes next; null between frames. */
    private @Nullable FrameHeader frame;

    /** How many bytes of the frame's content were decoded. */
    private long contentSize;

    /**
     * A decoder at the beginning of a frame.
     *
     * @param maxWindow most bytes of history that a frame may ask for
     */
    FrameDecoder(CompressedInput input, int maxWindow) {
        this.input = input;
        this.maxWindow = maxWindow;
        FseTableReader fseReader = new FseTableReader(input);
        literals = new LiteralsSection(input, fseReader);
        sequences = new SequencesSection(input, fseReader);
    }

    /** Where the content is: {@link #next} tells how many bytes in front of the window's position. */
    Window window() {
        return window;
    }

    /**
     * Decodes the next block that has content. The end of a frame is checked together with its last block, before there is
     * anything of that.
     *
     * @return how many bytes of content that is, or {@link #END}
     * @throws ZstdFormatException if it is malformed or cut off
     * @throws IOException if the source fails
     */
    int next() throws IOException {
        int count = 0;
        while (count == 0) {
            FrameHeader header = frame;
            if (header != null) {
                count = decodeBlock(header);
            } else if (input.isAtEnd()) {
                if (input.position() == 0) {
                    throw new ZstdFormatException(0, "no bytes, so no frame");
                }
                return END;
            } else {
                openFrame();
            }
        }
        return count;
    }

    private void openFrame() throws IOException {
        int at = input.take(Integer.BYTES, "a frame's magic number");
        int magic = LittleEndian.getInt(input.bytes, at);
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            at = input.take(Integer.BYTES, "a skippable frame's size");
            input.skip(Integer.toUnsignedLong(LittleEndian.getInt(input.bytes, at)), "a skippable frame");
            return;
        }
        if (magic != FrameHeader.MAGIC) {
            throw input.fault(at, "no frame begins with 0x" + Integer.toHexString(magic));
        }
        FrameHeader header = FrameHeader.read(input, maxWindow);
        window.reset(header);
        literals.reset();
        sequences.reset();
        checksum.reset();
        contentSize = 0;
        frame = header;
    }

    private int decodeBlock(FrameHeader header) throws IOException {
        int at = input.take(BLOCK_HEADER_BYTES, "a block's header");
        int blockHeader = (int) LittleEndian.getNumber(input.bytes, at, BLOCK_HEADER_BYTES);
        boolean isLast = (blockHeader & 1) != 0;
        int type = blockHeader >>> 1 & 3;
        int size = blockHeader >>> 3;
        if (size > header.maxBlockSize()) {
            throw input.fault(at, "a block of " + size + " bytes, where " + header.maxBlockSize() + " are allowed");
        }
        long blockPosition = input.position() - BLOCK_HEADER_BYTES;
        window.prepare();
        int count = switch (type) {
            case RAW -> copyRaw(size);
            case ONE_BYTE -> repeatByte(size);
            case COMPRESSED -> decompress(size, header);
            default -> throw input.fault(at, "a block of a reserved type");
        };
        contentSize += count;
        if (header.contentSize() != FrameHeader.UNKNOWN
                && (contentSize > header.contentSize() || (isLast && contentSize < header.contentSize()))) {
            throw new ZstdFormatException(
                    blockPosition,
                    contentSize + " bytes of content up to this block, where the frame has " + header.contentSize());
        }
        if (header.hasChecksum()) {
            checksum.add(window.bytes(), window.position(), count);
        }
        window.advance(count);
        if (isLast) {
            closeFrame(header);
        }
        return count;
    }

    private int copyRaw(int size) throws IOException {
        int from = input.take(size, "a raw block");
        System.arraycopy(input.bytes, from, window.bytes(), window.position(), size);
        return size;
    }

    private int repeatByte(int size) throws IOException {
        int at = input.take(1, "the byte of a block");
        Arrays.fill(window.bytes(), window.position(), window.position() + size, input.bytes[at]);
        return size;
    }

    private int decompress(int size, FrameHeader header) throws IOException {
        int start = input.take(size, "a compressed block");
        int end = start + size;
        int at = literals.read(start, end, header.maxBlockSize());
        Sequences decoded = sequences.read(at, end, literals.size(), contentSize, header);
        return SequenceExecutor.execute(decoded, literals, window);
    }

    private void closeFrame(FrameHeader header) throws IOException {
        if (header.hasChecksum()) {
            int at = input.take(Integer.BYTES, "a frame's checksum");
            int expected = LittleEndian.getInt(input.bytes, at);
            int actual = (int) checksum.value();
            if (actual != expected) {
                throw input.fault(
                        at,
                        "the content's checksum is 0x" + Integer.toHexString(actual) + ", not 0x"
                                + Integer.toHexString(expected));
            }
        }
        frame = null;
    }
}
