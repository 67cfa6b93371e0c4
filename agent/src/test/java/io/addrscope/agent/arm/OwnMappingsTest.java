// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnMappingsTest {

    private static final String LIBJVM = """
            7f00-8000 r--p 00000000 fe:00 12   /opt/a jdk/lib/server/libjvm.so
            8000-9000 r-xp 00000100 fe:00 12   /opt/a jdk/lib/server/libjvm.so
            """;

    private static OwnMappings of(String text) throws IOException {
        return OwnMappings.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> writable(OwnMappings mappings) {
        List<String> ranges = new ArrayList<>();
        for (int i = 0; i < mappings.writableCount(); i++) {
            ranges.add(Long.toHexString(mappings.start(i)) + "-" + Long.toHexString(mappings.end(i)));
        }
        return ranges;
    }

    @Test
    void thoseOfThisJvmAreWhatRegularExpressionsFind() throws IOException {
        byte[] text = Files.readAllBytes(Path.of("/proc/self/maps"));
        OwnMappings mappings = OwnMappings.of(text);
        List<String> expected = new ArrayList<>();
        List<String> libjvm = new ArrayList<>();
        for (String line : new String(text, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String[] fields = line.split(" +", 6);
            if (fields.length > 1 && fields[1].matches("rw.p")) {
                expected.add(fields[0].replaceAll("(?<![0-9a-f])0+(?=[1-9a-f])", ""));
            }
            if (line.endsWith("/libjvm.so") && fields[2].matches("0+")) {
                libjvm.add(fields[0].replaceAll("-.*", ""));
            }
        }
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(writable(mappings)).isEqualTo(expected);
        assertThat(libjvm).containsExactly(Long.toHexString(mappings.libjvm()));
    }

    @Test
    void permissionsCount() throws IOException {
        String others = """
                1000-2000 rw-p 00000000 00:00 0
                2000-3000 rwxp 00000000 00:00 0 \s
                3000-4000 rw-s 00000000 00:01 5   /memfd:heap (deleted)
                4000-5000 r--p 00000000 00:00 0
                5000-6000 -w-p 00000000 00:00 0   [heap]
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                """;
        assertThat(writable(of(others + LIBJVM))).containsExactly("1000-2000", "2000-3000");
    }

    @Test
    void aReplacedLibraryIsStillTheOne() throws IOException {
        assertThat(of(LIBJVM.replace(".so\n", ".so (deleted)\n")).libjvm()).isEqualTo(0x7f00);
    }

    @Test
    void thereMustBeOneLibrary() {
        assertThatThrownBy(() -> of("1000-2000 rw-p 00000000 00:00 0 /opt/libjvm.so.old\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("no libjvm.so is mapped");
        assertThatThrownBy(() -> of(LIBJVM + "a000-b000 r--p 00000000 fe:00 12   /other/libjvm.so\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("more than one libjvm.so is mapped");
    }

    @Test
    void whateverIsCutOrChangedIsRefusedOrRead() throws IOException {
        String text = "1000-2000 rw-p 00000000 00:00 0 \n" + LIBJVM;
        for (int cut = 0; cut < text.length(); cut++) {
            readOrRefuse(text.substring(0, cut));
            for (char c : new char[] {0, ' ', '\n', '-', '0', 'f', 'g', 'A', 0xff}) {
                readOrRefuse(text.substring(0, cut) + c + text.substring(cut + 1));
            }
        }
        for (String line : List.of("", "x", "\n", "12345678123456781-2000 rw-p", "1000-2000", "1000-2000 rw-p\n")) {
            assertThatThrownBy(() -> of(LIBJVM + line + "\n"))
                    .as(line)
                    .isInstanceOf(IOException.class)
                    .hasMessage("/proc/self/maps is not as expected");
        }
    }

    private static void readOrRefuse(String text) {
        try {
            of(text);
        } catch (IOException e) {
            assertThat(e)
                    .hasMessageMatching("/proc/self/maps is not as expected|(no|more than one) libjvm.so is mapped");
        }
    }
}
