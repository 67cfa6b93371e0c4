// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.elf.ElfFile;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of functions, with and without linkage names, and what {@code nm} says of the symbols at their addresses. */
class FunctionNamesTest {

    private static final Pattern LINE = Pattern.compile("([0-9a-f]+) [tTwW] (.+)");

    /** Parameters, and what may follow them. */
    private static final Pattern PARAMETERS = Pattern.compile("\\([^()]*\\)( const)?$");

    @ParameterizedTest
    @EnumSource(names = {"GCC_O0", "CLANG_O0", "C_GCC_O0", "GCC_TYPES_5", "GCC_LTO"})
    void sameAsTheSymbols(DwarfFixture fixture) throws IOException {
        Path file = fixture.file();
        List<String> raw = symbols(file, "nm");
        List<String> demangled = symbols(file, "nm", "-C");
        DebugInfo info = DebugInfo.open(ElfFile.read(ChannelSource.file(file)), Companions.NONE, 1 << 20);
        int qualified = 0;
        for (int i = 0; i < raw.size(); i++) {
            String[] symbol = raw.get(i).split(" ", 2);
            List<SourceFrame> frames =
                    info.frames(Long.parseUnsignedLong(symbol[0], 16)).frames();
            if (frames.isEmpty() || symbol[1].contains(".")) {
                // What the linker made, and parts and copies of functions that are called as the whole is.
                continue;
            }
            SourceFrame function = frames.get(frames.size() - 1);
            String expected = demangled.get(i).split(" ", 2)[1];
            if (function.linkageName() != null) {
                // Constructors and destructors have several names for one place.
                assertThat(function.linkageName()).isEqualTo(symbol[1].replaceAll("D1Ev$", "D2Ev"));
                assertThat(function.scope()).isNull();
            } else if (!expected.contains("lambda")) {
                assertThat(function.qualifiedName())
                        .isEqualTo(PARAMETERS.matcher(expected).replaceFirst(""));
                qualified += function.scope() == null ? 0 : 1;
            }
        }
        if (fixture == DwarfFixture.GCC_O0) {
            assertThat(qualified).as("names put together from scopes").isGreaterThanOrEqualTo(4);
        }
    }

    private static List<String> symbols(Path file, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.add(file.toString());
        return LINE.matcher(Toolchain.run(words))
                .results()
                .map(result -> result.group(1) + " " + result.group(2))
                .toList();
    }
}
