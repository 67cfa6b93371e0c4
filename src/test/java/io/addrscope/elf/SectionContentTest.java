// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.linux.ByteSource;
import io.addrscope.testing.ArraySource;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections that {@code objcopy} compressed have the content that they had before. */
class SectionContentTest {

    private static final long SEED = 20261125;

    /** Large enough for several windows when it is decompressed. */
    private static Path whole(String compiler, String flags) throws IOException {
        Path file = SymbolFixtures.path("content-" + compiler + flags.replaceAll("\\W", "") + ".so");
        if (!Files.exists(file)) {
            StringBuilder source = new StringBuilder();
            for (int i = 0; i < 3000; i++) {
                source.append("struct s")
                        .append(i)
                        .append(" { int a")
                        .append(i % 7)
                        .append("; } v")
                        .append(i);
                source.append("; int f")
                        .append(i)
                        .append("(int a) { return a * ")
                        .append(i * 31)
                        .append("; }\n");
            }
            Path code = SymbolFixtures.path("content.c");
            Files.writeString(code, source);
            Toolchain.run(compiler, flags, "-g", "-O1", "-shared", "-nostdlib", "-o", file.toString(), code.toString());
        }
        return file;
    }

    private static byte[] content(Path file, String section) throws IOException {
        try (ChannelSource source = ChannelSource.file(file)) {
            return all(ElfFile.read(source), section);
        }
    }

    private static byte[] all(ElfFile file, String section) throws IOException {
        ByteSource content = Objects.requireNonNull(file.debugContent(section), section);
        byte[] bytes = new byte[(int) content.size()];
        assertThat(content.read(0, bytes, 0, bytes.length)).isEqualTo(bytes.length);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "gcc, -m64, zlib",
        "gcc, -m64, zlib-gnu",
        "gcc, -m64, zstd",
        "gcc, -m32, zlib",
        "gcc, -m32, zstd",
        "s390x-linux-gnu-gcc, -m64, zlib",
    })
    void isDecompressed(String compiler, String flags, String how) throws IOException {
        Path whole = whole(compiler, flags);
        String objcopy = compiler.startsWith("s390x") ? "s390x-linux-gnu-objcopy" : "objcopy";
        Path compressed =
                SymbolFixtures.changed(whole, compiler + flags + how, objcopy, "--compress-debug-sections=" + how);

        for (String section : new String[] {".debug_info", ".debug_line", ".debug_str", ".debug_abbrev"}) {
            assertThat(content(compressed, section)).as(section).isEqualTo(content(whole, section));
        }
        assertThat(Files.size(compressed)).isLessThan(Files.size(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void canBeReadAnywhere(String how) throws IOException {
        Path whole = whole("gcc", "-m64");
        Path compressed = SymbolFixtures.changed(whole, "any-" + how, "objcopy", "--compress-debug-sections=" + how);
        byte[] expected = content(whole, ".debug_info");
        Random random = new Random(SEED);
        try (ChannelSource source = ChannelSource.file(compressed)) {
            ByteSource content = Objects.requireNonNull(ElfFile.read(source).debugContent(".debug_info"));
            for (int i = 0; i < 100; i++) {
                int from = random.nextInt(expected.length);
                byte[] part = new byte[random.nextInt(100_000)];
                int count = content.read(from, part, 0, part.length);
                assertThat(count).isEqualTo(Math.min(part.length, expected.length - from));
                assertThat(Arrays.equals(part, 0, count, expected, from, from + count))
                        .isTrue();
            }
            assertThat(content.read(expected.length, new byte[1], 0, 1)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "zstd"})
    void damageIsAFault(String how) throws IOException {
        Path compressed = SymbolFixtures.changed(
                whole("gcc", "-m64"), "damaged-" + how, "objcopy", "--compress-debug-sections=" + how);
        byte[] bytes = Files.readAllBytes(compressed);
        ElfFile file = ElfFile.read(ArraySource.file(bytes));
        SectionHeader section = Objects.requireNonNull(file.sections().find(".debug_info"));
        int start = (int) section.offset() + Layout.ELF64.chdrSize;
        ByteBuffer.wrap(bytes).putLong(start, 0x0123456789abcdefL);

        assertThatThrownBy(() -> all(ElfFile.read(ArraySource.file(bytes)), ".debug_info"))
                .isInstanceOf(ElfFormatException.class)
                .hasMessageContaining("does not decompress");
    }
}
