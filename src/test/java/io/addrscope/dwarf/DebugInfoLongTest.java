// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.SectionHeader;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Real libraries: libc with Debian's libc6-dbg, and libjvm with openjdk-17-dbg, which is downloaded and unpacked beside the
 * build. Asked are the first, a middle and the last byte of every function, every row of the line tables of libc and a hundred
 * thousand of those of libjvm, the first, a middle and the last byte of inlined calls, and random addresses. Where
 * llvm-symbolizer says something else than we do, eu-addr2line and gdb are asked too.
 */
@EnabledIfSystemProperty(named = "addrscope.long", matches = "true")
class DebugInfoLongTest {

    private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
    private static final Path DOWNLOADS = Path.of("target/openjdk-17-dbg");
    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]{2})([0-9a-f]+)");

    /** Value, size and name of a function in what {@code readelf -sW} prints. */
    private static final Pattern FUNCTION = Pattern.compile("^ *\\d+: ([0-9a-f]+) +(\\d+) FUNC ", Pattern.MULTILINE);

    private static final Pattern NUMBERS = Pattern.compile("0x([0-9a-f]+)");

    /** A row in what {@code llvm-dwarfdump --debug-line} prints. */
    private static final Pattern ROW = Pattern.compile("^0x([0-9a-f]{16}) +\\d+ +\\d+ +\\d+ ", Pattern.MULTILINE);

    @BeforeAll
    static void tools() {
        Toolchain.require("llvm-symbolizer");
        Toolchain.require("llvm-dwarfdump");
        Toolchain.require("eu-addr2line");
        Toolchain.require("gdb");
    }

    @Test
    void libc() throws IOException {
        Matcher id = BUILD_ID.matcher(Toolchain.run("readelf", "-n", LIBC.toString()));
        assertThat(id.find()).isTrue();
        Path file = Path.of("/usr/lib/debug/.build-id", id.group(1), id.group(2) + ".debug");
        assertThat(file).as("libc6-dbg: apt-get install libc6-dbg").exists();
        compare("libc, functions", file, functions(file));
        compare("libc, inlined calls", file, inlinedCalls(file, 1));
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
        compare("libjvm, inlined calls", file, inlinedCalls(file, 60));
        compare("libjvm, lines", file, sampledRows(file, 100_000));
        compare("libjvm, random", file, random(file, 100_000));
    }

    private static void compare(String kind, Path file, long[] addresses) throws IOException {
        Path hidden = Files.createTempFile("hidden", ".debug");
        try (ChannelSource source = ChannelSource.file(file)) {
            DebugInfo info = DebugInfo.open(ElfFile.read(source), Companions.NONE, 128 << 20);
            List<List<Frame>> theirs = LlvmSymbolizer.frames(LlvmSymbolizer.withoutSymbols(file, hidden), addresses);
            FrameAgreement agreement = FrameAgreement.compare(kind, info, addresses, theirs);
            System.out.println(agreement);
            Arbiter.judge(file, agreement.differences())
                    .forEach((verdict, count) -> System.out.printf(
                            "  arbitrated: %s: %d of %d%n",
                            verdict, count, agreement.differences().size()));
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

    /** Rows of the line tables, each as likely as any other. */
    private static long[] sampledRows(Path file, int count) throws IOException {
        long[] rows = new long[count];
        Random random = new Random(4);
        int seen = 0;
        try (BufferedReader lines = lines("llvm-dwarfdump --debug-line " + file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("0x")) {
                    int place = seen < count ? seen : random.nextInt(seen + 1);
                    seen++;
                    if (place < count) {
                        rows[place] = Long.parseUnsignedLong(line.substring(2, 18), 16);
                    }
                }
            }
        }
        assertThat(seen).as("rows of %s", file).isGreaterThan(count);
        return code(file, Arrays.stream(rows).boxed().collect(Collectors.toCollection(TreeSet::new)));
    }

    /** First, middle and last byte of ranges of inlined calls: of one range in so many. */
    private static long[] inlinedCalls(Path file, int step) throws IOException {
        TreeSet<Long> addresses = new TreeSet<>();
        boolean inlined = false;
        long low = 0;
        int count = 0;
        String filter = "LC_ALL=C grep -E 'DW_TAG_|DW_AT_(low|high)_pc|^ +\\[0x'";
        try (BufferedReader lines = lines("llvm-dwarfdump --debug-info " + file + " | " + filter)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher numbers = NUMBERS.matcher(line);
                if (line.contains("DW_TAG_")) {
                    inlined = line.contains("DW_TAG_inlined_subroutine");
                } else if (inlined && numbers.find()) {
                    long first = Long.parseUnsignedLong(numbers.group(1), 16);
                    boolean isLow = line.contains("DW_AT_low_pc");
                    long start = isLow || line.contains("DW_AT_high_pc") ? low : first;
                    long end = line.contains("DW_AT_high_pc") || isLow || !numbers.find()
                            ? first
                            : Long.parseUnsignedLong(numbers.group(1), 16);
                    low = isLow ? first : low;
                    if (!isLow && start < end && count++ % step == 0) {
                        addresses.addAll(List.of(start, start + (end - start) / 2, end - 1));
                    }
                }
            }
        }
        return code(file, addresses);
    }

    /** Leaves out what is told of code that is not there any more: its addresses are 0 and up. */
    private static long[] code(Path file, Set<Long> addresses) throws IOException {
        try (ChannelSource source = ChannelSource.file(file)) {
            CodeRanges code = CodeRanges.of(ElfFile.read(source));
            return addresses.stream()
                    .mapToLong(Long::longValue)
                    .filter(code::contains)
                    .toArray();
        }
    }

    /** What a command of the shell prints, line by line: it is more than fits into memory. */
    private static BufferedReader lines(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .inputReader(StandardCharsets.UTF_8);
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
