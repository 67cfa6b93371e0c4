// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.addrscope.elf.ElfFile;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debug information that a tool put elsewhere, or wrote otherwise, says what it said before. */
class DebugInfoVariantsTest {

    @ParameterizedTest
    @EnumSource(names = {"GCC_SPLIT_4", "GCC_SPLIT_5", "CLANG_SPLIT_4", "CLANG_SPLIT_5", "CLANG_SPLIT_INLINING"})
    void inAPackageOfSplitUnits(DwarfFixture fixture) throws IOException {
        List<SourceFrames> beside = answers(fixture.file(), null);
        Path moved = Files.copy(fixture.file(), fixture.directory().resolve("packaged.so"));
        // GNU's dwp knows version 2 of the index only, llvm-dwp both.
        Toolchain.run("llvm-dwp", "-e", moved.toString(), "-o", moved + ".dwp");
        DebugInfo info = open(moved, new OnlyPackage(moved));
        assertSame(answers(moved, info), beside);
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_SPLIT_4", "GCC_SPLIT_5"})
    void aMissingSplitUnitLeavesLinesAndAFault(DwarfFixture fixture) throws IOException {
        DebugInfo info = open(fixture.file(), Companions.NONE);
        List<SourceFrames> missing = answers(fixture.file(), info);
        List<SourceFrames> complete = answers(fixture.file(), null);
        for (int i = 0; i < missing.size(); i++) {
            if (complete.get(i).frames().isEmpty()) {
                continue;
            }
            assertThat(missing.get(i).fault()).isNotNull().hasMessageContaining("split unit");
            SourceFrame expected = complete.get(i).frames().get(0);
            SourceFrame found = missing.get(i).frames().get(0);
            assertThat(found.line()).isEqualTo(expected.line());
            assertThat(found.file()).isEqualTo(expected.file());
            assertThat(found.function()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_4", "GCC_5", "CLANG_4", "CLANG_5", "C_GCC", "GCC_64"})
    void withCompressedSections(DwarfFixture fixture) throws IOException {
        List<SourceFrames> plain = answers(fixture.file(), null);
        for (String way : List.of("zlib-gabi", "zlib-gnu")) {
            Path compressed = fixture.directory().resolve(way + ".so");
            Toolchain.run(
                    "objcopy",
                    "--compress-debug-sections=" + way,
                    fixture.file().toString(),
                    compressed.toString());
            assertSame(answers(compressed, null), plain);
            // Without room for whole sections they are streamed.
            assertSame(answers(compressed, DebugInfo.open(elf(compressed), Companions.NONE, 0)), plain);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_4", "GCC_5", "C_GCC", "GCC_O0"})
    void inAFileOfItsOwn(DwarfFixture fixture) throws IOException {
        Path separate = fixture.directory().resolve("separate.debug");
        Toolchain.run("objcopy", "--only-keep-debug", fixture.file().toString(), separate.toString());
        assertSame(answers(separate, null), answers(fixture.file(), null));
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_2", "GCC_3", "GCC_4", "GCC_5", "GCC_O0", "CLANG_4", "C_NESTED"})
    void withSharedPartsOfOneFile(DwarfFixture fixture) throws IOException {
        Path smaller = fixture.directory().resolve("smaller.so");
        Toolchain.run("dwz", "-o", smaller.toString(), fixture.file().toString());
        assertSame(answers(smaller, null), answers(fixture.file(), null));
    }

    /** Which says nothing of the language, and so not whether what is in a function is named after that. */
    @ParameterizedTest
    @EnumSource(names = {"C_NESTED", "C_NESTED_4"})
    void aFunctionInAnotherOneOfAPartialUnit(DwarfFixture fixture) throws IOException {
        Path smaller = fixture.directory().resolve("partial.so");
        Toolchain.run("dwz", "-o", smaller.toString(), fixture.file().toString());
        assertThat(Toolchain.run("readelf", "--debug-dump=info", smaller.toString()))
                .contains("DW_TAG_partial_unit");
        assertThat(answers(smaller, null))
                .flatExtracting(SourceFrames::frames)
                .filteredOn(frame -> "inner".equals(frame.name()) || "within".equals(frame.name()))
                .isNotEmpty()
                .extracting(SourceFrame::function)
                .containsOnly("inner", "within");
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_4", "GCC_5", "C_NESTED", "C_NESTED_4"})
    void withSharedPartsInASupplementaryFile(DwarfFixture fixture) throws IOException {
        Path first = Files.copy(fixture.file(), fixture.directory().resolve("first.so"));
        Path second = Files.copy(fixture.file(), fixture.directory().resolve("second.so"));
        Path shared = fixture.directory().resolve("shared.debug");
        List<String> command = new ArrayList<>(List.of("dwz", "-m", shared.toString()));
        command.addAll(fixture.name().endsWith("_4") ? List.of() : List.of("-5"));
        command.addAll(List.of(first.toString(), second.toString()));
        Toolchain.run(command);
        assertThat(Toolchain.run("readelf", "-SW", first.toString())).containsAnyOf(".gnu_debugaltlink", ".debug_sup");
        DebugInfo info = open(first, new FileCompanions(first, shared));
        List<SourceFrames> complete = answers(fixture.file(), null);
        assertSame(answers(first, info), complete);
        assertMissing(first, complete, Companions.NONE, "supplementary file is missing: it was not found");
        assertMissing(
                first, complete, new FailingSupplementary(new IOException("no such luck")), "missing: no such luck");
        assertMissing(
                first, complete, new FailingSupplementary(new IllegalStateException("no way")), "missing: no way");
        Path cut = fixture.directory().resolve("cut.debug");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(shared), 64));
        assertMissing(first, complete, new FileCompanions(first, cut), "supplementary file is missing: ");
    }

    /** What is in the file itself is told, and that there may be more. */
    private static void assertMissing(Path file, List<SourceFrames> complete, Companions companions, String fault)
            throws IOException {
        List<SourceFrames> missing = answers(file, open(file, companions));
        assertThat(missing).anySatisfy(frames -> assertThat(frames.frames()).isNotEmpty());
        assertThat(missing)
                .filteredOn(frames -> !frames.frames().isEmpty())
                .allSatisfy(frames -> assertThat(frames.fault()).isNotNull().hasMessageContaining(fault));
        for (int i = 0; i < missing.size(); i++) {
            if (!missing.get(i).frames().isEmpty()) {
                SourceFrame expected = complete.get(i).frames().get(0);
                assertThat(missing.get(i).frames().get(0).line()).isEqualTo(expected.line());
            }
        }
    }

    /** Of DWARF 4, where offsets are from a base, in a file of 32 bits. */
    @Test
    void addressesGoAroundWhereTheyAreFull() throws IOException {
        Path directory = Toolchain.temporaryDirectory("addrscope-wrapping");
        Path file = directory.resolve("wrapping.so");
        Toolchain.compile(
                file,
                "gcc",
                List.of("-m32", "-shared", "-nostdlib", "-Wl,-Ttext=0x1000"),
                List.of(Toolchain.source("wrapping.s", directory).toString()));
        assertThat(answers(file, null)).hasSize(32);
        assertThat(answers(file, null).subList(0, 16))
                .allSatisfy(frames -> assertThat(frames.frames())
                        .extracting(SourceFrame::function)
                        .containsExactly("wrapped"));
        assertThat(answers(file, null).subList(16, 32))
                .allSatisfy(frames -> assertThat(frames.frames())
                        .extracting(SourceFrame::function)
                        .containsExactly("plain"));
    }

    @Test
    void nothingIsThere() throws IOException {
        Path stripped = DwarfFixture.C_GCC.directory().resolve("stripped.so");
        Toolchain.run(
                "strip", "-o", stripped.toString(), DwarfFixture.C_GCC.file().toString());
        assertThat(DebugInfo.isIn(elf(stripped))).isFalse();
        assertThat(DebugInfo.isIn(elf(DwarfFixture.C_GCC.file()))).isTrue();
        assertThat(answers(stripped, null)).containsOnly(SourceFrames.NONE);
    }

    @Test
    void linesWithoutAnyUnit() throws IOException {
        Path file = DwarfFixture.ASSEMBLER_LINES.directory().resolve("no-units.so");
        Toolchain.run(
                "objcopy",
                "--remove-section=.debug_info",
                "--remove-section=.debug_abbrev",
                "--remove-section=.debug_aranges",
                "--remove-section=.debug_ranges",
                DwarfFixture.ASSEMBLER_LINES.file().toString(),
                file.toString());
        List<SourceFrames> answers = answers(file, null);
        assertThat(answers).hasSize(6);
        assertThat(answers)
                .extracting(frames -> frames.frames().get(0))
                .extracting(SourceFrame::file, SourceFrame::line, SourceFrame::column, SourceFrame::function)
                .containsExactly(
                        tuple("made/up.src", 10, 3, null),
                        tuple("made/up.src", 10, 3, null),
                        tuple("made/up.src", 11, 7, null),
                        tuple("made/up.src", 9, 7, null),
                        tuple("made/up.src", 20, 1, null),
                        tuple("made/up.src", 21, 1, null));
    }

    @Test
    void oneByOneAsAllAtOnce() throws IOException {
        Path file = DwarfFixture.GCC_5.file();
        ElfFile elf = elf(file);
        long[] addresses = DebugInfoAgreementTest.code(elf, 20_000);
        DebugInfo info = DebugInfo.open(elf, Companions.NONE, 1 << 20);
        List<SourceFrames> atOnce = info.frames(addresses);
        for (int i = addresses.length - 1; i >= 0; i--) {
            assertThat(info.frames(addresses[i])).isEqualTo(atOnce.get(i));
        }
        assertThat(info.bytes()).isPositive().isLessThan(2 << 20);
    }

    private static void assertSame(List<SourceFrames> found, List<SourceFrames> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).as("answer %d", i).isEqualTo(expected.get(i));
        }
        assertThat(expected).anySatisfy(frames -> assertThat(frames.frames()).hasSizeGreaterThan(0));
        assertThat(expected).allSatisfy(frames -> assertThat(frames.fault()).isNull());
    }

    private static List<SourceFrames> answers(Path file, @Nullable DebugInfo info) throws IOException {
        ElfFile elf = elf(file);
        DebugInfo asked = info == null ? open(file, new FileCompanions(file, null)) : info;
        return asked.frames(DebugInfoAgreementTest.code(elf, 20_000));
    }

    private static DebugInfo open(Path file, Companions companions) throws IOException {
        return DebugInfo.open(elf(file), companions, DebugInfoAgreementTest.MEMORY);
    }

    private static ElfFile elf(Path file) throws IOException {
        return ElfFile.read(ChannelSource.file(file));
    }

    /** One that cannot be opened. */
    private record FailingSupplementary(Exception failure) implements Companions {

        @Override
        public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) {
            return null;
        }

        @Override
        public @Nullable ElfFile splitPackage() {
            return null;
        }

        @Override
        public ElfFile supplementary() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (RuntimeException) failure;
        }
    }

    /** A package, and no files of single units. */
    private record OnlyPackage(Path file) implements Companions {

        @Override
        public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) {
            throw new AssertionError(name + " should be in the package");
        }

        @Override
        public ElfFile splitPackage() throws IOException {
            return elf(Path.of(file + ".dwp"));
        }

        @Override
        public @Nullable ElfFile supplementary() {
            return null;
        }
    }
}
