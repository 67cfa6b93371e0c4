// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.SectionHeader;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Real libraries: libc with Debian's libc6-dbg, and libjvm with openjdk-17-dbg, which is downloaded and unpacked beside the
 * build. Asked are the first, a middle and the last byte of every function, every row of the line tables of libc, and random
 * addresses.
 */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
class DebugInfoLongTest {

    private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    private static final Path DOWNLOADS = Path.of("target/openjdk-17-dbg");
    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]{2})([0-9a-f]+)");

    /** Value, size and name of a function in what {@code readelf -sW} prints. */
    private static final Pattern FUNCTION = Pattern.compile("^ *\\d+: ([0-9a-f]+) +(\\d+) FUNC ", Pattern.MULTILINE);

    /** A row in what {@code llvm-dwarfdump --debug-line} prints. */
    private static final Pattern ROW = Pattern.compile("^0x([0-9a-f]{16}) +\\d+ +\\d+ +\\d+ ", Pattern.MULTILINE);

    @BeforeAll
    static void tools() {
        Toolchain.require("llvm-symbolizer");
        Toolchain.require("llvm-dwarfdump");
    }

    @Test
    void libc() throws IOException {
        Matcher id = BUILD_ID.matcher(Toolchain.run("readelf", "-n", LIBC.toString()));
        assertThat(id.find()).isTrue();
        Path file = Path.of("/usr/lib/debug/.build-id", id.group(1), id.group(2) + ".debug");
        assertThat(file).as("libc6-dbg: apt-get install libc6-dbg").exists();
        compare("libc, functions", file, functions(file));
        compare("libc, lines", file, rows(file));
        compare("libc, random", file, random(file, 100_000));
    }

    @Test
    void libjvm() throws IOException {
        if (!Files.exists(DOWNLOADS)) {
            Files.createDirectories(DOWNLOADS);
            Toolchain.run(
                    "sh",
                    "-c",
                    "cd " + DOWNLOADS + " && apt-get download openjdk-17-dbg && dpkg -x *.deb . && rm *.deb");
        }
        Path file;
        try (Stream<Path> files = Files.walk(DOWNLOADS)) {
            file = files.filter(Files::isRegularFile)
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
        compare("libjvm, functions", file, functions(file));
        compare("libjvm, random", file, random(file, 100_000));
    }

    private static void compare(String kind, Path file, long[] addresses) throws IOException {
        Path hidden = Files.createTempFile("hidden", ".debug");
        try (ChannelSource source = ChannelSource.file(file)) {
            DebugInfo info = DebugInfo.open(ElfFile.read(source), Companions.NONE, 128 << 20);
            List<List<Frame>> theirs = LlvmSymbolizer.frames(LlvmSymbolizer.withoutSymbols(file, hidden), addresses);
            FrameAgreement agreement = FrameAgreement.compare(kind, info, addresses, theirs);
            System.out.println(agreement);
            assertThat(agreement.functionAndLine()).as("%s", agreement).isGreaterThanOrEqualTo(0.999);
            assertThat(agreement.chain()).as("%s", agreement).isGreaterThanOrEqualTo(0.995);
        } finally {
            Files.delete(hidden);
        }
    }

    private static long[] functions(Path file) {
        TreeSet<Long> addresses = new TreeSet<>();
        Matcher functions = FUNCTION.matcher(Toolchain.run("readelf", "-sW", file.toString()));
        while (functions.find()) {
            long start = Long.parseUnsignedLong(functions.group(1), 16);
            long size = Long.parseLong(functions.group(2));
            if (start != 0 && size > 0) {
                addresses.addAll(List.of(start, start + size / 2, start + size - 1));
            }
        }
        return addresses.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] rows(Path file) {
        Matcher rows = ROW.matcher(Toolchain.run("llvm-dwarfdump", "--debug-line", file.toString()));
        TreeSet<Long> addresses = new TreeSet<>();
        while (rows.find()) {
            addresses.add(Long.parseUnsignedLong(rows.group(1), 16));
        }
        return addresses.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] random(Path file, int count) throws IOException {
        try (ChannelSource source = ChannelSource.file(file)) {
            SectionHeader text = ElfFile.read(source).sections().find(".text");
            if (text == null) {
                throw new AssertionError("no .text in " + file);
            }
            long[] addresses = new long[count];
            Random random = new Random(3);
            Arrays.setAll(addresses, i -> text.address() + (long) (random.nextDouble() * text.size()));
            return addresses;
        }
    }
}
