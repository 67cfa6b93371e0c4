// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.Mapping;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The system's loader loads every layout; what it says of symbols, and {@code nm}, are the truth. */
class LoadedFixturesTest {

    private static final long PAGE_SIZE =
            Long.parseLong(Toolchain.run("getconf", "PAGESIZE").trim());

    static List<Fixture> programs() {
        return Fixture.available().filter(Fixture::isProgram).toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyAddressOfEveryLoadedFixtureFindsItsElfAddress(Fixture program) throws IOException {
        List<Path> libraries = Fixture.available()
                .filter(fixture -> fixture.isLoadable() && !fixture.isProgram())
                .map(Fixture::file)
                .toList();
        try (LiveProcess process = new LiveProcess(program.file(), libraries)) {
            Map<Path, Long> biases = loadBiases(process);
            assertThat(biases).hasSize(libraries.size() + 1);
            for (Map.Entry<Path, Long> entry : biases.entrySet()) {
                Path file = entry.getKey();
                ElfImage image = image(file);
                LoadSegments segments = new LoadSegments(image, PAGE_SIZE);
                assertThat(process.confirms(file, segments.expectedFirstPages(entry.getValue())))
                        .as("%s loaded by %x", file, entry.getValue())
                        .isTrue();
                int headers = 0;
                for (Mapping mapping : process.mappingsOf(file)) {
                    checkPages(process, file, segments, mapping, entry.getValue());
                    if (mapping.offset() == 0 && mapping.permissions().isReadable()) {
                        assertThat(imageInMemory(process, mapping.start())).isEqualTo(image);
                        headers++;
                    }
                }
                assertThat(headers).as("mapped headers of %s", file).isPositive();
            }
        }
    }

    /** The loader's addresses less those of nm, which must be one number a file. */
    private static Map<Path, Long> loadBiases(LiveProcess process) {
        Map<Path, Map<String, Long>> tables = new HashMap<>();
        Map<Path, Long> biases = new HashMap<>();
        for (LiveProcess.Located located : process.symbols()) {
            Map<String, Long> table = tables.computeIfAbsent(located.file(), LoadedFixturesTest::symbolTable);
            long value = Objects.requireNonNull(table.get(located.symbol()), located.symbol());
            Long before = biases.put(located.file(), located.address() - value);
            assertThat(before).isIn(null, located.address() - value);
        }
        return biases;
    }

    private static Map<String, Long> symbolTable(Path file) {
        Map<String, Long> table = new HashMap<>();
        for (String line :
                Toolchain.run("nm", "--defined-only", file.toString()).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                table.put(words[2], Long.parseUnsignedLong(words[0], 16));
            }
        }
        return table;
    }

    private static void checkPages(
            LiveProcess process, Path file, LoadSegments segments, Mapping mapping, long loadBias) {
        boolean hole = mapping.permissions().toString().startsWith("---");
        // A hole of 2 MiB is as good in steps; everything else is smaller.
        long step = hole ? 64 * PAGE_SIZE : 64;
        for (long address = mapping.start(); mapping.contains(address); address += step) {
            check(process, file, segments, mapping, loadBias, address, hole);
        }
        check(process, file, segments, mapping, loadBias, mapping.end() - 1, hole);
    }

    private static void check(
            LiveProcess process,
            Path file,
            LoadSegments segments,
            Mapping mapping,
            long loadBias,
            long address,
            boolean hole) {
        Set<Long> answers = new HashSet<>();
        for (LoadSegments.Candidate candidate : segments.candidates(address, mapping)) {
            if (process.confirms(file, segments.expectedFirstPages(candidate.loadBias()))) {
                answers.add(candidate.elfAddress());
            }
        }
        assertThat(answers)
                .as("%x in %x-%x %s of %s", address, mapping.start(), mapping.end(), mapping.permissions(), file)
                .isEqualTo(hole ? Set.of() : Set.of(address - loadBias));
    }

    private static ElfImage image(Path file) throws IOException {
        try (ByteSource source = ChannelSource.file(file)) {
            return ElfReader.fromFile(source);
        }
    }

    private static ElfImage imageInMemory(LiveProcess process, long headerAddress) throws IOException {
        try (ByteSource source = ChannelSource.memory(process.pid())) {
            return ElfReader.fromMemory(source, headerAddress);
        }
    }
}
