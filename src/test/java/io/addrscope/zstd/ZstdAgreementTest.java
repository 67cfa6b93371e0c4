// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program zstd compressed comes out as it was. */
class ZstdAgreementTest {

    private static final int WINDOW = 8 << 20;
    private static final int BLOCK = FrameHeader.MAX_BLOCK_SIZE;

    static Stream<String> levels() {
        return Stream.concat(
                Stream.of("--fast=100", "--fast=1"),
                IntStream.rangeClosed(1, 19).mapToObj(level -> "-" + level));
    }

    @ParameterizedTest
    @MethodSource("levels")
    void everyLevel(String level) throws IOException {
        byte[] content = Contents.MIXED.make(700_000);

        assertSame(content, ZstdTool.compressFile(content, level), WINDOW);
    }

    @ParameterizedTest
    @EnumSource
    void everyContentAtSizesAroundBlocks(Contents contents) throws IOException {
        List<byte[]> each = new ArrayList<>();
        for (int size :
                new int[] {0, 1, 2, 3, 5, 8, 100, 255, 256, 257, 1023, 1024, 65_791, 65_792, BLOCK - 1, BLOCK}) {
            each.add(contents.make(size));
        }
        for (int size : new int[] {BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 1, 3 * BLOCK + 77}) {
            each.add(contents.make(size));
        }
        byte[] all = ZstdTool.join(each.toArray(byte[][]::new));

        assertSame(all, ZstdTool.compressFiles(each), WINDOW);
        assertSame(all, ZstdTool.compressFiles(each, "-19"), WINDOW);
        for (byte[] content : each) {
            if (content.length <= 2 || content.length >= BLOCK - 1) {
                assertSame(content, ZstdTool.compressPipe(content), WINDOW);
            }
        }
    }

    /** Each has its checksum, of every length of its last stripe. */
    @Test
    void everySmallSize() throws IOException {
        List<byte[]> each =
                IntStream.range(0, 300).mapToObj(Contents.TEXT::make).toList();

        assertSame(ZstdTool.join(each.toArray(byte[][]::new)), ZstdTool.compressFiles(each), WINDOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 13, 15, 16, 17, 18, 19})
    void moreContentThanWindow(int log) throws IOException {
        byte[] content = Contents.MIXED.make(3_000_000);
        String options = "--zstd=wlog=" + log;

        assertSame(content, ZstdTool.compressPipe(content, options), 1 << log);
        assertSame(content, ZstdTool.compressFile(content, options), 1 << log);
        assertThatThrownBy(() -> read(ZstdTool.compressPipe(content, options), (1 << log) - 1))
                .isInstanceOf(ZstdFormatException.class)
                .hasMessageContaining("a window of " + (1 << log) + " bytes, where " + ((1 << log) - 1));
    }

    /** Windows that are no power of two: contents of single segments, and what the array is kept from. */
    @Test
    void manyFramesOfDifferentWindows() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            byte[] content = Contents.MIXED.make(1 + random.nextInt(1 << random.nextInt(5, 19)));
            String options = "--zstd=wlog=" + (10 + random.nextInt(10));
            all.writeBytes(content);
            compressed.writeBytes(
                    random.nextBoolean()
                            ? ZstdTool.compressFile(content, options)
                            : ZstdTool.compressPipe(content, options));
            if (random.nextInt(4) == 0) {
                compressed.writeBytes(skippable(i % 16, random.nextInt(300_000)));
            }
        }

        assertSame(all.toByteArray(), compressed.toByteArray(), WINDOW);
    }

    @Test
    void otherOptions() throws IOException {
        byte[] content = Contents.MIXED.make(2_500_000);

        assertSame(content, ZstdTool.compressFile(content, "--ultra", "-22", "--long=27"), 128 << 20);
        assertSame(content, ZstdTool.compressPipe(content, "--long=27"), 128 << 20);
        assertSame(content, ZstdTool.compressFile(content, "--no-check"), WINDOW);
        assertSame(content, ZstdTool.compressFile(content, "--no-content-size"), WINDOW);
        assertSame(content, ZstdTool.compressFile(content, "--rsyncable", "-T2"), WINDOW);
        assertSame(content, ZstdTool.compressFile(content, "--no-compress-literals"), WINDOW);
        assertSame(content, ZstdTool.compressFile(content, "--compress-literals", "--fast=5"), WINDOW);
        assertSame(content, ZstdTool.compressPipe(content, "-T2", "-B500KB"), WINDOW);
    }

    @Test
    void contentThatIsSmallerThanItsWindow() throws IOException {
        byte[] content = Contents.TEXT.make(100_000);
        byte[] compressed = ZstdTool.compressFile(content, "--long=27", "--zstd=wlog=27");

        assertSame(content, compressed, content.length);
    }

    @Test
    void skippableFramesAlone() throws IOException {
        byte[] frames = ZstdTool.join(skippable(0, 0), skippable(15, 200_000), skippable(7, 3));

        assertThat(read(frames, 0)).isEmpty();
        assertThatThrownBy(() -> read(Arrays.copyOf(frames, 150_000), 0))
                .hasMessage(
                        "byte 16 of the compressed data: a skippable frame (200000 bytes) is cut off after 149984 bytes");
    }

    @Test
    void readsOfEverySizeFromSourcesThatGiveLess() throws IOException {
        byte[] content = Contents.MIXED.make(400_000);
        byte[] compressed = ZstdTool.join(ZstdTool.compressFile(content), ZstdTool.compressPipe(content));
        byte[] twice = ZstdTool.join(content, content);

        for (int piece : new int[] {1, 2, 7, 1000, 1 << 20}) {
            try (InputStream in = open(compressed, piece, WINDOW)) {
                for (byte expected : twice) {
                    assertThat(in.read()).isEqualTo(expected & 0xff);
                }
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read()).isEqualTo(-1);
            }
            try (InputStream in = open(compressed, piece, WINDOW)) {
                assertThat(readInPieces(in, new Random(piece))).isEqualTo(twice);
            }
        }
    }

    @Test
    void whatIsSkippedIsNotThere() throws IOException {
        byte[] content = Contents.MIXED.make(600_000);
        try (InputStream in = open(ZstdTool.compressFile(content), 1 << 20, WINDOW)) {
            assertThat(in.available()).isZero();
            assertThat(in.skip(-1)).isZero();
            assertThat(in.skip(0)).isZero();
            assertThat(in.skip(300_001)).isEqualTo(300_001);
            assertThat(in.read()).isEqualTo(content[300_001] & 0xff);
            assertThat(in.available()).isPositive();
            assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(299_998);
            assertThat(in.skip(1)).isZero();
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[0])).isZero();
        }
    }

    @Test
    void nothingIsReadBeforeItIsAskedForOrAfterItWasClosed() throws IOException {
        ByteArrayInputStream source = new ByteArrayInputStream(ZstdTool.compressFile(Contents.TEXT.make(1000)));
        int size = source.available();
        InputStream in = new ZstdInputStream(source, WINDOW);
        assertThat(source.available()).isEqualTo(size);
        assertThat(in.read()).isNotNegative();

        in.close();
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("the stream is closed");
        assertThatThrownBy(in::available).isInstanceOf(IOException.class).hasMessage("the stream is closed");
    }

    private static byte[] skippable(int number, int size) {
        byte[] frame = new byte[8 + size];
        frame[0] = (byte) (0x50 + number);
        frame[1] = 0x2a;
        frame[2] = 0x4d;
        frame[3] = 0x18;
        for (int i = 0; i < 4; i++) {
            frame[4 + i] = (byte) (size >> (8 * i));
        }
        return frame;
    }

    private static void assertSame(byte[] content, byte[] compressed, int maxWindow) throws IOException {
        // Not the arrays themselves: a difference would be printed in full.
        assertThat(Arrays.mismatch(content, read(compressed, maxWindow))).isEqualTo(-1);
    }

    private static byte[] read(byte[] compressed, int maxWindow) throws IOException {
        try (InputStream in = open(compressed, Integer.MAX_VALUE, maxWindow)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(byte[] compressed, int longest, int maxWindow) {
        return new ZstdInputStream(new Pieces(new ByteArrayInputStream(compressed), longest), maxWindow);
    }

    private static byte[] readInPieces(InputStream in, Random random) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] buffer = new byte[300_000];
        while (true) {
            int offset = random.nextInt(100);
            int length = 1 + random.nextInt(1 << random.nextInt(18));
            int count = in.read(buffer, offset, length);
            if (count < 0) {
                return content.toByteArray();
            }
            assertThat(count).isBetween(1, length);
            content.write(buffer, offset, count);
        }
    }
}
