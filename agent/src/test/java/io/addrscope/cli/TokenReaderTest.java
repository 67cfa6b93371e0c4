// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenReaderTest {

    @Test
    void wordsKnowTheirLines() throws IOException {
        assertThat(read("a b\n\n\r\n\tc\n d")).containsExactly("1:a", "1:b", "4:c", "5:d");
        assertThat(read("")).isEmpty();
        assertThat(read(" \n \n")).isEmpty();
    }

    @Test
    void wordsWithoutEndAreCutAndSkipped() throws IOException {
        String most = "x".repeat(TokenReader.MAX_BYTES);
        assertThat(read(most + "\n" + "y".repeat(100_000) + " z")).containsExactly("1:" + most, "2:too long", "2:z");
    }

    @Test
    void nothingHasToBeWaitedForToAnswerALineThatEndsInCarriageReturnAndLineFeed() throws IOException {
        TokenReader reader = new TokenReader(new ByteArrayInputStream("a b\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(reader.next()).isTrue();
        assertThat(reader.wouldWait()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.wouldWait()).isTrue();
        assertThat(reader.line()).isEqualTo(1);
    }

    private static List<String> read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> atOnce = words(new ByteArrayInputStream(bytes));
        List<String> byteByByte = words(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1));
            }
        });
        assertThat(byteByByte).isEqualTo(atOnce);
        return atOnce;
    }

    private static List<String> words(InputStream in) throws IOException {
        TokenReader reader = new TokenReader(in);
        List<String> words = new ArrayList<>();
        while (reader.next()) {
            words.add(reader.line() + ":" + (reader.isTooLong() ? "too long" : reader.token()));
        }
        return words;
    }
}
