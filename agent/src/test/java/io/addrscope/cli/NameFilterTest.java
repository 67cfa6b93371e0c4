// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.demangle.Demangler;
import io.addrscope.demangle.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFilterTest {

    private static final String[] WORDS = {
        "_Z1fv",
        "_ZN1A1bEi",
        "_ZN1AC1Ev",
        "_Z1fPKc",
        "_ZTV1A",
        "_Z1gIiEvT_",
        "malloc",
        "_start",
        "_Zz",
        "x_Z1fv",
        "_Z1f"
    };

    private static final String SEPARATORS = " \t\n\r,;:<>()[]{}@+-*/\\\"'`~!?#%^&=|\u0001\u007f";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "|",
                " a _Z1fv\r_Z1fv| a f()\rf()",
                "\u0000_Z1fv\u0000|\u0000f()\u0000",
                "in _Z1fv. It... _Z1fv...|in f(). It... f()...",
                "_Z1fv.cold, ._Z1fv|f() (.cold), .f()",
                "_Z1fv@@V_1 <_Z1fv+0x1>|f()@@V_1 <f()+0x1>",
                "\u201c_Z1fv\u201d_Z1fv\u2192_Z1gv|\u201cf()\u201df()\u2192g()",
                "_Z5\u00fcberv \u00e4_Z5\u00fcberv|\u00fcber() \u00e4_Z5\u00fcberv",
                "1_Z1fv $_Z1fv _Zb __Z1fv|1_Z1fv $_Z1fv _Zb f()",
            })
    void replacesNamesAndNothingElse(String input, String output) throws IOException {
        String expected = output == null ? "" : output;
        assertThat(new String(filtered(utf8(input == null ? "" : input)), StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        byte[] bytes = "_Z2\u00ffav _Z1\u00ffv".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(filtered(bytes)).isEqualTo(bytes);
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertThat(filtered(noise)).isEqualTo(noise);
    }

    @Test
    void wordsThatAreTooLongAreCopied() throws IOException {
        String fits = "_Z" + (NameFilter.MAX_BYTES - 8) + "a".repeat(NameFilter.MAX_BYTES - 8) + "v";
        assertThat(fits).hasSize(NameFilter.MAX_BYTES);
        assertThat(filtered(utf8(fits))).isEqualTo(utf8("a".repeat(NameFilter.MAX_BYTES - 8) + "()"));
        byte[] tooLong = utf8("_Z" + (NameFilter.MAX_BYTES - 7) + "a".repeat(NameFilter.MAX_BYTES - 7) + "v");
        assertThat(filtered(tooLong)).isEqualTo(tooLong);
        assertThat(filtered(utf8("_Z1f".repeat(100_000) + " _Z1fv"))).isEqualTo(utf8("_Z1f".repeat(100_000) + " f()"));
    }

    @Test
    void filtersAsGnuDoes() throws IOException {
        assertThat(Shell.bash("command -v c++filt").status())
                .as("c++filt is needed: apt-get install binutils")
                .isZero();
        Random random = new Random(2);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            text.writeBytes(utf8(WORDS[random.nextInt(WORDS.length)]));
            text.write(SEPARATORS.charAt(random.nextInt(SEPARATORS.length())));
        }
        Path file = Files.write(directory.resolve("text"), text.toByteArray());

        Shell.Result gnu = Shell.bash("c++filt <\"$1\"", file.toString());

        assertThat(new String(filtered(text.toByteArray()), StandardCharsets.UTF_8))
                .isEqualTo(gnu.stdout());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] filtered(byte[] bytes) throws IOException {
        byte[] atOnce = run(new ByteArrayInputStream(bytes));
        byte[] byteByByte = run(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1));
            }
        });
        assertThat(byteByByte).isEqualTo(atOnce);
        return atOnce;
    }

    private static byte[] run(ByteArrayInputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Console console = new Console(in, out, new PrintStream(new ByteArrayOutputStream()));
        new NameFilter(Demangler.of(Style.FULL), console).run();
        return out.toByteArray();
    }
}
