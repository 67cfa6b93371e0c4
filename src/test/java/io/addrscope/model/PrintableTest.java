// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @Test
    void namesKeepWhatIsHarmlessAndEscapeTheRest() {
        assertThat(MappingName.of("/opt/a b (c)/\u65e5\u672c.so").printable())
                .isEqualTo("/opt/a b (c)/\u65e5\u672c.so");
        assertThat(MappingName.of("/a\nb\tc\rd\\e").printable()).isEqualTo("/a\\nb\\tc\\rd\\\\e");
        assertThat(MappingName.of("/\033[2J\u0007\u009b").printable()).isEqualTo("/\\x1b[2J\\x07\\u009b");
        assertThat(MappingName.of("/evil\u202egpj.so\ufeff").printable()).isEqualTo("/evil\\u202egpj.so\\ufeff");
        assertThat(MappingName.of("/\ud83d\ude00\udb40\udc41").printable()).isEqualTo("/\ud83d\ude00\\U000e0041");
        assertThat(MappingName.of(new byte[] {'/', (byte) 0xff, 'a', (byte) 0xe6, (byte) 0x97})
                        .printable())
                .isEqualTo("/\\xffa\\xe6\\x97");
    }

    @Test
    void sentencesKeepTheirBackslashes() {
        assertThat(Printable.text("plain \\ text")).isEqualTo("plain \\ text");
        assertThat(Printable.text("two\nlines \033[0m")).isEqualTo("two\\nlines \\x1b[0m");
    }

    /** The oracle is the shell, whose {@code $'...'} must give the bytes back. */
    @Test
    void theShellReadsNamesBack() throws IOException, InterruptedException {
        Random random = new Random(3);
        StringBuilder script = new StringBuilder("export LC_ALL=C.UTF-8\n");
        byte[][] names = new byte[200][];
        for (int i = 0; i < names.length; i++) {
            names[i] = new byte[1 + random.nextInt(20)];
            for (int j = 0; j < names[i].length; j++) {
                int b = random.nextInt(255) + 1;
                names[i][j] = (byte) (b == '\'' ? 'q' : b);
            }
            script.append("printf '%s\\0' $'")
                    .append(MappingName.of(names[i]).printable())
                    .append("'\n");
        }
        Process bash = new ProcessBuilder("bash", "-c", script.toString()).start();
        byte[] out = bash.getInputStream().readAllBytes();
        assertThat(bash.waitFor()).isZero();
        int at = 0;
        for (byte[] name : names) {
            for (byte b : name) {
                assertThat(out[at++]).isEqualTo(b);
            }
            assertThat(out[at++]).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1.5 KiB",
        "10239, 9.9 KiB",
        "10240, 10 KiB",
        "1048575, 1023 KiB",
        "1396736, 1.3 MiB",
        "-1, 15 EiB",
        "9223372036854775807, 7.9 EiB"
    })
    void sizesAreRoundedDown(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }
}
