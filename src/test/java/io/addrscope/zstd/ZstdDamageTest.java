// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged frames: nothing but the documented exception, bounded memory, and an end. */
class ZstdDamageTest {

    private static final int WINDOW = 1 << 20;

    /** What a stream may allocate but for its window. */
    private static final long MAX_OTHER_BYTES = 1 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final byte[] CONTENT = Contents.MIXED.make(6000);

    /** Blocks of 1 KiB with tables and trees of the block before; one large block; a checksum. */
    static Stream<byte[]> frames() {
        return Stream.of(
                ZstdTool.compressPipe(CONTENT, "--no-check", "-19", "--zstd=wlog=10"),
                ZstdTool.compressPipe(Contents.TEXT.make(6000), "--no-check", "-5", "--zstd=wlog=10"),
                ZstdTool.compressFile(CONTENT, "--no-check", "-3"),
                ZstdTool.compressFile(CONTENT, "-19"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void cutAtEveryByte(byte[] frame) throws IOException {
        byte[] content = new ZstdInputStream(new ByteArrayInputStream(frame), WINDOW).readAllBytes();
        for (int length = 0; length < frame.length; length++) {
            ByteArrayOutputStream before = new ByteArrayOutputStream();
            InputStream in = new ZstdInputStream(new ByteArrayInputStream(frame, 0, length), WINDOW);

            assertThatThrownBy(() -> in.transferTo(before))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(ZstdFormatException.class);
            assertThat(before.toByteArray()).isEqualTo(Arrays.copyOf(content, before.size()));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everyValueOfEveryByteOfTheHeaders(byte[] frame) {
        int understood = 0;
        for (int at = 0; at < 40; at++) {
            byte intact = frame[at];
            for (int value = 0; value < 256; value++) {
                frame[at] = (byte) value;
                understood += isUnderstood(frame) ? 1 : 0;
            }
            frame[at] = intact;
        }
        assertThat(understood).as("the intact ones at least").isGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void someBytesOfTheWholeFrame(byte[] intact) {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] frame = intact.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            isUnderstood(frame);
        }
    }

    /** Blocks of noise in a frame whose header is right. */
    @Test
    void noise() {
        Random random = new Random(8);
        for (int i = 0; i < 2000; i++) {
            byte[] frame = new byte[10 + random.nextInt(200)];
            random.nextBytes(frame);
            int size = frame.length - 9;
            byte[] header = HexFormat.of().parseHex("28b52ffd0028");
            System.arraycopy(header, 0, frame, 0, header.length);
            frame[6] = (byte) ((size << 3) | 5);
            frame[7] = (byte) (size >> 5);
            frame[8] = 0;
            isUnderstood(frame);
        }
    }

    /** Headers that promise much, and no content. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "28b52ffd 00 a0",
                "28b52ffd 00 a0 000000",
                "28b52ffd a0 00000040 000000",
                "28b52ffd 00 a0 0a0000 61",
                "28b52ffd 00 a0 550000 08 61 ffffff 54 01 00 00 01",
                "28b52ffd 00 a0 550000 08 61 ff0000 54 01 00 00 01",
                "5a2a4d18 ffffffff"
            })
    void promisesTakeNoMemory(String frame) {
        byte[] compressed = HexFormat.of().parseHex(frame.replace(" ", ""));
        InputStream in = new ZstdInputStream(new ByteArrayInputStream(compressed), ZstdInputStream.MAX_WINDOW);
        long before = allocatedBytes();

        assertThatThrownBy(() -> in.skip(Long.MAX_VALUE)).isInstanceOf(ZstdFormatException.class);

        assertThat(allocatedBytes() - before).isLessThan(MAX_OTHER_BYTES);
    }

    /**
     * Reads what is there; returns whether all of it was understood. Reading it as it comes in pieces has to end in the same way.
     */
    private static boolean isUnderstood(byte[] frame) {
        long before = allocatedBytes();
        Outcome outcome = Outcome.of(new ByteArrayInputStream(frame), WINDOW);
        assertThat(allocatedBytes() - before).isLessThan(2 * WINDOW + MAX_OTHER_BYTES);
        assertThat(Outcome.of(new Pieces(new ByteArrayInputStream(frame), 9), WINDOW))
                .isEqualTo(outcome);
        return outcome.fault() == null;
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
