// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.crash.ReportFuzz;
import io.addrscope.crash.explain.ExplanationFuzz;
import io.addrscope.demangle.DemanglerFuzz;
import io.addrscope.dwarf.DebugInfoFuzz;
import io.addrscope.elf.ElfReaderFuzz;
import io.addrscope.elf.SymbolTableFuzz;
import io.addrscope.maps.MapsTextFuzz;
import io.addrscope.zstd.ZstdFuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Gives the fuzzers' targets what is in their corpora: seeds, and inputs that once broke something. */
class FuzzCorpusTest {

    private static final Path CORPORA = Path.of("fuzz/corpus");

    /** The targets by the names of their corpora, which src/fuzz/run finds by the same names. */
    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.of(
            "crash", ReportFuzz::fuzzerTestOneInput,
            "demangle", DemanglerFuzz::fuzzerTestOneInput,
            "dwarf", DebugInfoFuzz::fuzzerTestOneInput,
            "elf", ElfReaderFuzz::fuzzerTestOneInput,
            "explanation", ExplanationFuzz::fuzzerTestOneInput,
            "maps", MapsTextFuzz::fuzzerTestOneInput,
            "symbols", SymbolTableFuzz::fuzzerTestOneInput,
            "zstd", ZstdFuzz::fuzzerTestOneInput));

    @Test
    void everyCorpusHasATarget() {
        assertThat(files(CORPORA))
                .extracting(path -> path.getFileName().toString())
                .hasSameElementsAs(TARGETS.keySet());
    }

    @TestFactory
    Stream<DynamicContainer> corporaAreSurvived() {
        return TARGETS.entrySet().stream()
                .map(target -> DynamicContainer.dynamicContainer(
                        target.getKey(), tests(CORPORA.resolve(target.getKey()), target.getValue())));
    }

    private static Stream<DynamicTest> tests(Path corpus, Consumer<byte[]> target) {
        List<Path> inputs = files(corpus);
        assertThat(inputs).as("%s", corpus).isNotEmpty();
        return inputs.stream()
                .map(input -> DynamicTest.dynamicTest(
                        input.getFileName().toString(), () -> target.accept(Files.readAllBytes(input))));
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
