// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames written by hand, right ones and wrong ones; the program zstd agrees on which is which. */
class ZstdFormatTest {

    private static final int WINDOW = 1 << 20;

    /** {@code W} stands for the beginning of a frame with a window of 1 KiB and neither content size nor checksum. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    no content in one segment       | 28b52ffd 20 00 010000                                 | ''
                    an empty block before another   | W 000000 090000 61                                    | 61
                    one byte four times             | 28b52ffd 20 04 230000 61                              | 61616161
                    a dictionary numbered zero      | 28b52ffd 21 00 01 090000 61                           | 61
                    the unused bit of the header    | 28b52ffd 30 01 090000 61                              | 61
                    a frame to skip behind another  | W 090000 61 5a2a4d18 00000000                         | 61
                    raw literals alone              | W 1d0000 08 61 00                                     | 61
                    one literal four times          | W 1d0000 21 61 00                                     | 61616161
                    two codes of a bit each         | W 3d0000 32c000 80 10 0a 00                           | 000100
                    the tree of the block before    | W 3c0000 32c000 80 10 0a 00 2d0000 334000 0a 00       | 000100000100
                    a match that overlaps itself    | W 450000 08 61 01 54 01 00 00 01                      | 61616161
                    the tables of the block before  | W 440000 08 61 01 54 01 00 00 01 2d0000 08 62 01 fc 01 | 6161616162626262
                    the second of the last offsets  | W 340000 20 61626364 00 3d0000 00 01 54 00 00 00 01   | 61626364616263
                    the third of the last offsets   | W 5c0000 48 616263646566676869 00 3d0000 00 01 54 00 01 00 02 | 616263646566676869626364
                    the first less one              | W 5c0000 20 61626364 01 54 04 02 00 05 3d0000 00 01 54 00 01 00 03 | 61626364636463636363
                    """)
    void right(String title, String frame, String expected) throws IOException {
        byte[] compressed = bytes(frame);
        byte[] content = read(compressed);

        assertThat(HexFormat.of().formatHex(content)).isEqualTo(expected);
        assertThat(content).isEqualTo(ZstdTool.decompress(compressed));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    no bytes, so no frame               | 0  | ''
                    magic number (4 bytes) is cut off   | 0  | 28b52f
                    no frame begins with 0x62626262     | 0  | 62626262
                    no frame begins with 0x62626262     | 10 | W 090000 61 62626262
                    magic number (4 bytes) is cut off   | 10 | W 090000 61 62
                    header (1 bytes) is cut off         | 4  | 28b52ffd
                    header (1 bytes) is cut off         | 5  | 28b52ffd 00
                    reserved bit of the frame's header  | 4  | 28b52ffd 08 00 010000
                    the frame needs dictionary 5, and   | 5  | 28b52ffd 21 05 01 090000 61
                    a content of 2^63 bytes or more     | 5  | 28b52ffd e0 ffffffffffffffff 010000
                    a window of 4123168604160 bytes     | 5  | 28b52ffd 00 ff 010000
                    a window of 4294967295 bytes        | 5  | 28b52ffd a0 ffffffff 010000
                    block's header (3 bytes) is cut off | 6  | W 0900
                    a block of a reserved type          | 6  | W 070000
                    1025 bytes, where 1024 are allowed  | 6  | W 0b2000 61
                    1 bytes, where 0 are allowed        | 6  | 28b52ffd 20 00 0b0000 61
                    a raw block (2 bytes) is cut off    | 9  | W 110000 61
                    the byte of a block (1 bytes)       | 9  | W 130000
                    1 bytes of content up to this       | 6  | 28b52ffd 20 02 090000 61
                    257 bytes of content up to this     | 8  | 28b52ffd 40 00 0000 0b080061
                    is 0xa98c6e5b, not 0x0              | 10 | 28b52ffd 24 01 090000 61 00000000
                    a frame's checksum (4 bytes)        | 10 | 28b52ffd 24 01 090000 61 000000
                    block's header (3 bytes) is cut off | 10 | W 080000 61
                    the sequences of a block are cut    | 10 | W 0d0000 00
                    the literals of a block are cut off | 9  | W 150000 10 61
                    compressed by a tree before         | 9  | W 2d0000 334000 0a 00
                    literals lengths of a block before  | 13 | W 2d0000 08 61 01 fc 01
                    bytes behind a block without seq    | 12 | W 250000 08 61 00 00
                    1601 literals in a block of at most | 9  | W 250000 1564 61 00
                    342 sequences                       | 11 | W 4d0000 08 61 8156 54 01 00 00 01
                    32512 sequences in a block          | 11 | W 550000 08 61 ff0000 54 01 00 00 01
                    a match of what is 4 bytes before   | 16 | W 450000 08 61 01 54 01 01 00 02
                    a match of what is 0 bytes before   | 16 | W 450000 08 61 01 54 00 01 00 03
                    sequences of 2 literals, where      | 16 | W 450000 08 61 01 54 02 00 00 01
                    a block of 65540 bytes, where 1024  | 11 | W 550000 08 61 01 54 01 00 34 00 00 01
                    a bit stream that ends with zero    | 16 | W 450000 08 61 01 54 01 00 00 00
                    does not end with its last sequence | 16 | W 450000 08 61 01 54 01 00 00 02
                    a bit stream without a byte         | 16 | W 3d0000 08 61 01 54 01 00 00
                    the one code of match lengths       | 15 | W 350000 08 61 01 54 01 00
                    code 36 of literals lengths         | 13 | W 450000 08 61 01 54 24 00 00 01
                    code 32 of offsets                  | 14 | W 450000 08 61 01 54 01 20 00 01
                    code 53 of match lengths            | 15 | W 450000 08 61 01 54 01 00 35 01
                    a Huffman tree without weights      | 12 | W 3d0000 32c000 80 00 0a 00
                    a Huffman tree without codes of its | 12 | W 3d0000 32c000 80 20 0a 00
                    a Huffman weight of 12              | 12 | W 3d0000 32c000 80 c0 0a 00
                    leave no weight for the last one    | 12 | W 3d0000 32c000 81 31 0a 00
                    Huffman codes of 12 bits            | 12 | W 3d0000 32c000 81 bb 0a 00
                    the Huffman tree is cut off         | 12 | W 3d0000 32c000 ff 10 0a 00
                    the Huffman tree is cut off         | 12 | W 3d0000 32c000 04 10 0a 00
                    does not end with its last literal  | 14 | W 3d0000 32c000 80 10 1a 00
                    does not end with its last literal  | 14 | W 3d0000 32c000 80 10 06 00
                    a bit stream that ends with zero    | 14 | W 3d0000 32c000 80 10 00 00
                    four streams for 3 literals in 10   | 14 | W 850000 360003 80 10 010001000100 02020202 00
                    compressed by a tree before         | 25 | W 3d0000 32c000 80 10 0a 00 W 2d0000 334000 0a 00
                    literals lengths of a block before  | 30 | W 450000 08 61 01 54 01 00 00 01 W 2d0000 08 62 01 fc 01
                    a table of more than 36 literals le | 13 | W 650000 08 61 01 94 10feffffffffffff
                    a table of more than 36 literals le | 13 | W 3d0100 08 61 01 94 1008040281402010080402814020100804028140201008040281402010080402 0000 01
                    the table of literals lengths is cu | 13 | W 350000 08 61 01 94 10fe ffffffffffffffffffff
                    the table of literals lengths is cu | 13 | W 2d0000 08 61 01 94 00 000000000000000000000000000000000000
                    the table of literals lengths is cu | 13 | W 250000 08 61 01 94
                    a table of 2^10 states for literals | 13 | W 450000 08 61 01 94 05 0000 01
                    a table of 2^7 states for Huffman w | 13 | W 3d0000 32c000 01 02 01 00
                    """)
    void wrong(String fault, long position, String frame) {
        byte[] compressed = bytes(frame);

        assertThatThrownBy(() -> read(compressed)).isInstanceOfSatisfying(ZstdFormatException.class, e -> {
            assertThat(e.fault()).contains(fault);
            assertThat(e.position()).isEqualTo(position);
            assertThat(e).hasMessage("byte " + position + " of the compressed data: " + e.fault());
        });
        assertThat(ZstdTool.decompress(compressed)).isNull();
    }

    /** What zstd 1.5.4 lets pass, and the RFC does not. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    the literals of a block are cut off | W 050000
                    reserved bit of the modes           | W 450000 08 61 01 55 01 00 00 01
                    bytes behind a block without seq    | W 4d0000 08 61 8000 54 01 00 00 01
                    a match of what is 0 bytes before   | W 340000 20 61626364 00 3d0000 00 01 54 00 01 00 03
                    does not end with its last sequence | W 5d0000 20 61626364 01 54 04 02 00 01
                    a match of what is 1025 bytes before | W 022000 61 022000 61 4d0000 08 61 01 54 01 0a 00 04 04
                    """)
    void stricter(String fault, String frame) {
        assertThatThrownBy(() -> read(bytes(frame)))
                .isInstanceOf(ZstdFormatException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void whatFailedFailsAgain() throws IOException {
        try (InputStream in = open(bytes("W 080000 61 070000"))) {
            assertThat(in.read()).isEqualTo('a');
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(in::read).hasMessageContaining("byte 10 ").hasMessageContaining("reserved type");
                assertThatThrownBy(() -> in.skip(1)).hasMessageContaining("reserved type");
                assertThatThrownBy(in::available).hasMessageContaining("reserved type");
            }
        }
    }

    /** Half of a frame is no frame: what ends it is checked before its last block is given. */
    @Test
    void nothingOfALastBlockWithoutItsChecksum() throws IOException {
        try (InputStream in = open(bytes("28b52ffd 04 00 080000 61 090000 62 00000000"))) {
            assertThat(in.read()).isEqualTo('a');
            assertThatThrownBy(in::read).hasMessageContaining("checksum");
        }
    }

    @Test
    void errorsOfTheSourceAreItsOwn() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("broken");
            }
        };
        assertThatThrownBy(() -> new ZstdInputStream(broken, WINDOW).read())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("broken");
    }

    @Test
    void aSourceThatGivesNothingIsNotAskedForEver() {
        InputStream idle = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return 0;
            }
        };
        assertThatThrownBy(() -> new ZstdInputStream(idle, WINDOW).read())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the source gives no bytes, and no end");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, ZstdInputStream.MAX_WINDOW + 1})
    void windowsThatNoArrayCanHold(int maxWindow) {
        assertThatThrownBy(() -> new ZstdInputStream(InputStream.nullInputStream(), maxWindow))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] read(byte[] compressed) throws IOException {
        return open(compressed).readAllBytes();
    }

    private static InputStream open(byte[] compressed) {
        return new ZstdInputStream(new ByteArrayInputStream(compressed), WINDOW);
    }

    private static byte[] bytes(String frame) {
        return HexFormat.of().parseHex(frame.replace("W", "28b52ffd 00 00").replace(" ", ""));
    }
}
