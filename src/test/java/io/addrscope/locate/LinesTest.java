// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.ImageFile;
import io.addrscope.Settings;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.debuginfo.DebuginfodSettings;
import io.addrscope.demangle.Demangler;
import io.addrscope.demangle.Style;
import io.addrscope.model.Frame;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.model.Symbol;
import io.addrscope.render.LlvmText;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A loaded library, and its debug information wherever that may lie: {@code llvm-symbolizer} says the same of every byte of its
 * code, with all of it in one file.
 */
final class LinesTest {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final Path BUILDS = Toolchain.temporaryDirectory("addrscope-lines");

    @TempDir
    private Path directory;

    private Path library;
    private Path byBuildId;
    private Settings settings;
    private Target target;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        library = directory.resolve("liblines.so");
        byBuildId = directory.resolve("debug/.build-id/01/" + ID.substring(2) + ".debug");
        Files.createDirectories(byBuildId.getParent());
        settings = Settings.DEFAULT.withDebug(new DebugSettings(
                List.of(MappingName.of(directory.resolve("debug").toString())), null, DebuginfodSettings.NONE));
        target = Target.start();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    /** Where the debug information is. */
    enum Layout {
        IN_FILE,
        BY_BUILD_ID,
        BY_LINK,
        COMPRESSED,
        /** In the debug file, and the library is gone from its path. */
        DELETED,
        /** In files that the compiler wrote beside its objects. */
        SPLIT,
        /** The same, moved with the library to another directory. */
        SPLIT_MOVED,
        /** The same, put into one file beside the library. */
        PACKAGE,
        /** In a debug file and in another that it shares with others. */
        SHARED,
        /** The same as DWARF 5 has it. */
        SUPPLEMENTARY,
        /** The library has lines, and no other debug information. */
        LINES_ALONE
    }

    @ParameterizedTest
    @EnumSource
    void linesAreThoseOfLlvmSymbolizer(Layout layout) throws IOException {
        Path full = build("full", List.of("-g"));
        lay(layout, full);
        LoaderView loaded = target.load(library);
        if (layout == Layout.DELETED) {
            Files.delete(library);
        }
        long[] elfAddresses = code(full);
        List<String> expected = llvm(layout == Layout.LINES_ALONE ? library : full, elfAddresses);
        long[] addresses =
                Arrays.stream(elfAddresses).map(each -> each + loaded.bias()).toArray();
        for (Source source : List.of(Source.IOCTL, Source.TEXT)) {
            for (long memory : List.of(32L << 20, 100_000L, 0L)) {
                try (AddressSpace space = AddressSpace.of(
                        target.pid(), settings.withSource(source).withMemory(memory))) {
                    assertSame(space.locateAll(addresses), expected);
                    assertSame(space.locateAll(Freshness.SNAPSHOT, addresses), expected);
                    assertSame(List.of(space.locate(addresses[7])), expected.subList(7, 8));
                    assertThat(space.statistics().cache().bytes()).isLessThanOrEqualTo(memory);
                }
            }
        }
        if (layout != Layout.DELETED) {
            assertSame(ImageFile.of(library, settings).locateAll(elfAddresses), expected);
        }
    }

    private void lay(Layout layout, Path full) throws IOException {
        switch (layout) {
            case IN_FILE -> Files.copy(full, library);
            case BY_BUILD_ID, DELETED -> {
                keepDebug(full, byBuildId);
                strip(full, List.of());
            }
            case BY_LINK -> {
                Path debug = keepDebug(full, directory.resolve("liblines.debug"));
                strip(full, List.of("--add-gnu-debuglink=" + debug));
            }
            case COMPRESSED -> {
                keepDebug(full, byBuildId, "--compress-debug-sections=zlib");
                strip(full, List.of());
            }
            case SPLIT -> Files.copy(build("split", List.of("-g", "-gsplit-dwarf")), library);
            case SPLIT_MOVED, PACKAGE -> {
                Path built = build("moved", List.of("-g", "-gsplit-dwarf"));
                Path unit = built.resolveSibling("moved.dwo");
                if (layout == Layout.PACKAGE) {
                    Toolchain.run("llvm-dwp", "-o", library + ".dwp", unit.toString());
                } else {
                    Files.copy(unit, directory.resolve("moved.dwo"));
                }
                Files.copy(built, library);
                Files.move(unit, unit.resolveSibling("elsewhere"), StandardCopyOption.REPLACE_EXISTING);
                // Built anew for whoever comes next.
                Files.delete(built);
            }
            case SHARED, SUPPLEMENTARY -> {
                keepDebug(full, byBuildId);
                share(layout == Layout.SUPPLEMENTARY);
                strip(full, List.of());
            }
            case LINES_ALONE -> Files.copy(build("lines", List.of("-g1")), library);
        }
    }

    /** Moves what the debug file has into another one. */
    private Path share(boolean supplementary) throws IOException {
        // Two that have the same, so that there is something to share.
        Path twin = Files.copy(byBuildId, directory.resolve("twin.debug"));
        Path shared = directory.resolve("debug/shared");
        List<String> command = new ArrayList<>(List.of("dwz", "-m", shared.toString(), "-M", shared.toString()));
        if (supplementary) {
            command.add("--dwarf-5");
        }
        command.addAll(List.of(byBuildId.toString(), twin.toString()));
        Toolchain.run(command);
        String sections = Toolchain.run("readelf", "-SW", byBuildId.toString());
        assertThat(sections).contains(supplementary ? " .debug_sup " : " .gnu_debugaltlink ");
        return shared;
    }

    /** A supplementary file is known by its checksum alone: where it is not what the debug file asks for, names are missing. */
    @Test
    void supplementaryFileOfAnotherChecksumIsNotUsed() throws IOException {
        Path full = build("full", List.of("-g"));
        keepDebug(full, byBuildId);
        Path shared = share(true);
        strip(full, List.of());
        Path checksum = directory.resolve("checksum");
        Toolchain.run("objcopy", "--dump-section=.debug_sup=" + checksum, shared.toString());
        byte[] bytes = Files.readAllBytes(checksum);
        bytes[bytes.length - 1] ^= 1;
        Files.write(checksum, bytes);
        ImageFile right = ImageFile.of(library, settings);
        long elfAddress = Binutils.symbol(full, "entry_c");
        assertThat(right.locate(elfAddress).reasons()).isEmpty();
        Toolchain.run("objcopy", "--update-section=.debug_sup=" + checksum, shared.toString());
        Location location = ImageFile.of(library, settings).locate(elfAddress);
        assertThat(location.reasons()).extracting(Reason::code).containsExactly(Reason.Code.MALFORMED_DEBUG_INFO);
        assertThat(location.reasons().get(0).detail()).contains("supplementary");
    }

    /** What cannot be had is told, and what does not need it is not. */
    @Test
    void missingDebugInformationIsTold() throws IOException {
        Files.copy(build("bare", List.of("-g0")), library);
        LoaderView loaded = target.load(library);
        try (AddressSpace space = AddressSpace.of(target.pid(), settings)) {
            Location code = space.locate(loaded.bias() + Binutils.symbol(library, "entry_c"));
            assertThat(Objects.requireNonNull(code.symbol()).raw()).isEqualTo("entry_c");
            assertThat(code.frames()).isEmpty();
            assertThat(code.reasons()).extracting(Reason::code).containsExactly(Reason.Code.NO_DEBUG_INFO);
            assertThat(code.reasons().get(0).detail()).contains(library.toString());
            Location data = space.locate(loaded.bias() + Binutils.symbol(library, "c_sink"));
            assertThat(data.reasons()).isEmpty();
        }
        try (AddressSpace space = AddressSpace.of(target.pid(), settings.withLines(false))) {
            Location code = space.locate(loaded.bias() + Binutils.symbol(library, "entry_c"));
            assertThat(code.reasons()).isEmpty();
        }
    }

    /**
     * A library of Rust's, with the inlined calls of its standard library. llvm-symbolizer 14 does not demangle all of Rust's names, and
     * gives the file of a symbol without lines by the compiler's unit.
     */
    @Test
    void rustLibraryIsThatOfLlvmSymbolizer() throws IOException {
        Toolchain.compile(
                library,
                "rustc",
                List.of("-O", "-g", "--edition", "2021", "--crate-type", "cdylib", "-Cpanic=abort"),
                List.of(Toolchain.source("inlines.rs", BUILDS).toString()));
        LoaderView loaded = target.load(library);
        long[] code = code(library);
        long[] elfAddresses = IntStream.range(0, code.length / 29)
                .mapToLong(i -> code[i * 29])
                .toArray();
        Demangler demangler = Demangler.of(Style.FULL);
        List<String> expected = llvm(library, elfAddresses, "--no-demangle").stream()
                .map(each -> each.lines().map(demangler::demangle).collect(Collectors.joining("\n")))
                .toList();
        assertThat(String.join("\n", expected)).contains("inlines.rs:", "core::", "::{{closure}}");
        assertSame(ImageFile.of(library, settings).locateAll(elfAddresses), expected);
        long[] addresses =
                Arrays.stream(elfAddresses).map(each -> each + loaded.bias()).toArray();
        try (AddressSpace space = AddressSpace.of(target.pid(), settings)) {
            assertSame(space.locateAll(addresses), expected);
        }
    }

    /** Functions that no symbol table has are named by the debug information. */
    @Test
    void functionsAreNamedByDebugInformationAlone() throws IOException {
        Path full = build("full", List.of("-g"));
        Path debug = keepDebug(full, byBuildId);
        Toolchain.run("objcopy", "--wildcard", "--strip-symbol=*", debug.toString());
        strip(full, List.of());
        LoaderView loaded = target.load(library);
        long start = Binutils.symbol(full, "work");
        try (AddressSpace space = AddressSpace.of(target.pid(), settings)) {
            Location location = space.locate(loaded.bias() + Binutils.symbol(full, "rare") + 1);
            Symbol symbol = Objects.requireNonNull(location.symbol(), location::toString);
            assertThat(symbol)
                    .isEqualTo(new Symbol("rare", "rare", null, "function", "dwarf", null, debug.toString(), 1, 0));
            assertThat(location.reasons()).isEmpty();
            List<Frame> frames = location.frames();
            assertThat(frames.get(frames.size() - 1).function()).isEqualTo("rare");
            assertThat(Objects.requireNonNull(
                                    space.locate(loaded.bias() + start).symbol())
                            .table())
                    .isEqualTo("dynsym");
        }
    }

    /** The debug file belongs to another build, or to addresses from before the library was prelinked. */
    @ParameterizedTest
    @EnumSource(names = {"BY_BUILD_ID", "DELETED"})
    void debugFileWithOtherAddressesHasNoLines(Layout layout) throws IOException {
        Path full = build("full", List.of("-g"));
        Path moved = build("prelinked", List.of("-g", "-Wl,-Ttext-segment=0x1000", "-Wl,-z,noseparate-code"));
        keepDebug(moved, byBuildId);
        strip(full, List.of());
        LoaderView loaded = target.load(library);
        if (layout == Layout.DELETED) {
            Files.delete(library);
        }
        try (AddressSpace space = AddressSpace.of(target.pid(), settings)) {
            for (long elfAddress : code(full)) {
                assertThat(space.locate(loaded.bias() + elfAddress).frames()).isEmpty();
            }
        }
    }

    /** Nothing is made up of bytes that are no debug information, and the symbol is named all the same. */
    @Test
    void brokenDebugInformationIsTold() throws IOException {
        Path full = build("full", List.of("-g"));
        Path broken = Files.writeString(directory.resolve("broken"), "\uffff".repeat(100));
        Toolchain.run(
                "objcopy",
                "--update-section=.debug_info=" + broken,
                "--update-section=.debug_line=" + broken,
                "--remove-section=.debug_aranges",
                full.toString(),
                library.toString());
        LoaderView loaded = target.load(library);
        try (AddressSpace space = AddressSpace.of(target.pid(), settings)) {
            Location location = space.locate(loaded.bias() + Binutils.symbol(full, "entry_c"));
            assertThat(Objects.requireNonNull(location.symbol()).raw()).isEqualTo("entry_c");
            assertThat(location.frames()).isEmpty();
            assertThat(location.reasons()).extracting(Reason::code).containsExactly(Reason.Code.MALFORMED_DEBUG_INFO);
        }
    }

    private static long[] code(Path full) {
        long from = Binutils.defined(full).stream()
                .mapToLong(Binutils.Defined::value)
                .filter(value -> value > 0)
                .min()
                .orElseThrow();
        String sections = Toolchain.run("readelf", "-SW", full.toString());
        String[] text = sections.substring(sections.indexOf(" .text ")).strip().split(" +", -1);
        long start = Long.parseLong(text[2], 16);
        long size = Long.parseLong(text[4], 16);
        assertThat(from).isLessThanOrEqualTo(start + size);
        long[] all = new long[(int) size];
        for (int i = 0; i < all.length; i++) {
            all[i] = start + i;
        }
        return all;
    }

    /** Of each address what llvm-symbolizer prints. */
    private static List<String> llvm(Path file, long[] elfAddresses, String... options) {
        List<String> command = new ArrayList<>(List.of("llvm-symbolizer", "--obj=" + file));
        command.addAll(List.of(options));
        for (long each : elfAddresses) {
            command.add("0x" + Long.toHexString(each));
        }
        return Stream.of(Toolchain.run(command).strip().split("\n\n", -1))
                .map(LinesTest::plain)
                .toList();
    }

    private static void assertSame(List<Location> locations, List<String> expected) {
        assertThat(locations).hasSameSizeAs(expected);
        LlvmText format = new LlvmText(true);
        for (int i = 0; i < expected.size(); i++) {
            StringBuilder out = new StringBuilder();
            format.append(out, locations.get(i));
            assertThat(plain(out.toString().strip())).as("%s", locations.get(i)).isEqualTo(expected.get(i));
        }
    }

    /** The parts that a compiler makes of a function have its name in the debug information, and their own in a symbol table. */
    private static String plain(String text) {
        return text.replaceAll("\\.(?:constprop|isra|part|cold)|\\.\\d+\\b", "");
    }

    private static Path build(String name, List<String> flags) {
        Path file = BUILDS.resolve(name + ".so");
        if (!Files.exists(file)) {
            Path object = BUILDS.resolve(name + ".o");
            String source = Toolchain.source("inlines.c", BUILDS).toString();
            List<String> compile = new ArrayList<>(List.of("-O2", "-fPIC", "-c"));
            List<String> link = new ArrayList<>(List.of("-shared", "-nostdlib", "-Wl,--build-id=0x" + ID));
            for (String flag : flags) {
                (flag.startsWith("-Wl") ? link : compile).add(flag);
            }
            Toolchain.compile(object, "gcc", compile, List.of(source));
            Toolchain.compile(file, "gcc", link, List.of(object.toString()));
        }
        return file;
    }

    private static Path keepDebug(Path full, Path debug, String... more) {
        List<String> command = new ArrayList<>(List.of("objcopy", "--only-keep-debug"));
        command.addAll(List.of(more));
        command.addAll(List.of(full.toString(), debug.toString()));
        Toolchain.run(command);
        return debug;
    }

    private void strip(Path full, List<String> more) {
        List<String> command = new ArrayList<>(List.of("objcopy", "--strip-all"));
        command.addAll(more);
        command.addAll(List.of(full.toString(), library.toString()));
        Toolchain.run(command);
    }
}
