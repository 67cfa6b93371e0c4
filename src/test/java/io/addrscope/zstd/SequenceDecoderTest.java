// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequences of any codes, most of which would need a content of gigabytes to be in a frame. */
class SequenceDecoderTest {

    private static final int COUNT = 100;

    @ParameterizedTest
    @CsvSource({"35, 29, 52", "35, 27, 51", "35, 25, 52", "34, 27, 51", "0, 29, 0", "35, 2, 0", "0, 2, 52", "20, 10, 40"
    })
    void bitsOfEveryNumber(int literalsLengthCode, int offsetCode, int matchLengthCode) throws IOException {
        Random random = new Random(3);
        StringBuilder bits = new StringBuilder("1");
        int[][] expected = new int[COUNT][];
        int literals = 0;
        for (int i = 0; i < COUNT; i++) {
            int offset = number(CodeKind.OFFSET, offsetCode, random, bits);
            int matchLength = number(CodeKind.MATCH_LENGTH, matchLengthCode, random, bits);
            int literalsLength = number(CodeKind.LITERALS_LENGTH, literalsLengthCode, random, bits);
            literals += literalsLength;
            expected[i] = new int[] {literalsLength, offset - 3, matchLength};
        }
        byte[] stream = backwards(bits.toString());
        CompressedInput input = new CompressedInput(new ByteArrayInputStream(stream));
        int start = input.take(stream.length, "the stream");
        Sequences sequences = new Sequences();
        sequences.setCount(COUNT);
        SequenceDecoder decoder = new SequenceDecoder(input);
        decoder.reset();

        long matches = decoder.decode(
                start,
                start + stream.length,
                table(CodeKind.LITERALS_LENGTH, literalsLengthCode),
                table(CodeKind.OFFSET, offsetCode),
                table(CodeKind.MATCH_LENGTH, matchLengthCode),
                literals,
                1L << 40,
                1 << 30,
                sequences);

        long expectedMatches = 0;
        for (int i = 0; i < COUNT; i++) {
            assertThat(new int[] {sequences.literalsLengths[i], sequences.offsets[i], sequences.matchLengths[i]})
                    .as("sequence %d", i)
                    .isEqualTo(expected[i]);
            expectedMatches += expected[i][2];
        }
        assertThat(matches).isEqualTo(expectedMatches);
    }

    private static FseTable table(CodeKind kind, int code) {
        FseTable table = new FseTable(kind);
        table.buildSingle(code);
        return table;
    }

    /** Writes random bits and returns what they stand for with the base of their code. */
    private static int number(CodeKind kind, int code, Random random, StringBuilder bits) {
        int number = 0;
        for (int i = 0; i < kind.extraBits(code); i++) {
            int bit = random.nextInt(2);
            bits.append(bit);
            number = number << 1 | bit;
        }
        return (int) kind.base(code) + number;
    }

    /** The bytes of a stream whose bits are read in the order of the text, which begins with the flag. */
    private static byte[] backwards(String bits) {
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            int fromEnd = bits.length() - 1 - i;
            bytes[fromEnd / 8] |= (byte) ((bits.charAt(i) - '0') << (fromEnd % 8));
        }
        return bytes;
    }
}
