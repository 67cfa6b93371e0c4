// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.debuginfo.DebuginfodSettings;
import io.addrscope.model.Location;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.model.Symbol;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A loaded library without symbols of its own: its debug file names its functions if it belongs to it, and never else. */
final class SymbolDebugFileTest {

    private static final String LOCAL = "split_local";
    private static final String EXPORTED = "split_exported";
    private static final String ID = "--build-id=0x0123456789abcdef0123456789abcdef01234567";
    private static final Path BUILDS = Toolchain.temporaryDirectory("addrscope-debug-files");

    @TempDir
    private Path directory;

    private Path library;
    private Path beside;
    private Path byBuildId;
    private Settings settings;
    private Target target;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        Path debugDirectory = directory.resolve("debug");
        library = directory.resolve("libsplit.so");
        beside = directory.resolve("split.debug");
        byBuildId = debugDirectory.resolve(".build-id/01/23456789abcdef0123456789abcdef01234567.debug");
        Files.createDirectories(byBuildId.getParent());
        settings = Settings.DEFAULT
                .withLines(false)
                .withDebug(new DebugSettings(
                        List.of(MappingName.of(debugDirectory.toString())), null, DebuginfodSettings.NONE));
        target = Target.start();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    /** How the debug file, in a file of its own or in the library, belongs to it. */
    enum Layout {
        DEBUG_LINK,
        DEBUG_LINK_WITHOUT_BUILD_ID,
        BUILD_ID,
        COMPRESSED,
        MINIMAL
    }

    @ParameterizedTest
    @EnumSource
    void debugFileNamesWhatWasStripped(Layout layout) throws IOException {
        String id = layout == Layout.DEBUG_LINK_WITHOUT_BUILD_ID ? "--build-id=none" : ID;
        Path full = build(id);
        Path debug = switch (layout) {
            case DEBUG_LINK, DEBUG_LINK_WITHOUT_BUILD_ID -> keepDebug(full, beside);
            case BUILD_ID -> keepDebug(full, byBuildId);
            case COMPRESSED -> keepDebug(full, byBuildId, "--compress-debug-sections=zlib");
            case MINIMAL -> null;
        };
        strip(full, layout.name().startsWith("DEBUG_LINK") ? beside : null);
        if (layout == Layout.MINIMAL) {
            Path keep = Files.writeString(directory.resolve("keep"), LOCAL + "\n");
            Path mini = directory.resolve("mini");
            Toolchain.run("objcopy", "-S", "--keep-symbols=" + keep, full.toString(), mini.toString());
            Toolchain.run("xz", mini.toString());
            Toolchain.run("objcopy", "--add-section=.gnu_debugdata=" + mini + ".xz", library.toString());
        }

        LoaderView loaded = target.load(library);
        for (Source source : List.of(Source.IOCTL, Source.TEXT)) {
            Location location = locate(source, loaded.bias() + Binutils.symbol(full, LOCAL) + 3);
            Symbol symbol = Objects.requireNonNull(location.symbol(), location::toString);
            assertThat(symbol.raw()).isEqualTo(LOCAL);
            assertThat(symbol.offset()).isEqualTo(3);
            assertThat(symbol.debugFile()).isEqualTo(debug == null ? null : debug.toString());
            assertThat(symbol.table()).isEqualTo(layout == Layout.MINIMAL ? "gnu_debugdata" : "symtab");
            assertThat(location.reasons()).isEmpty();
        }
    }

    /** The file is gone; the build ID in memory still leads to the debug file. */
    @Test
    void debugFileNamesADeletedLibrary() throws IOException {
        Path full = build(ID);
        keepDebug(full, byBuildId);
        strip(full, null);
        LoaderView loaded = target.load(library);
        Files.delete(library);
        Location location = locate(Source.IOCTL, loaded.bias() + Binutils.symbol(full, LOCAL));
        Symbol symbol = Objects.requireNonNull(location.symbol(), location::toString);
        assertThat(symbol.raw()).isEqualTo(LOCAL);
        assertThat(symbol.debugFile()).isEqualTo(byBuildId.toString());
        assertThat(location.reasons()).extracting(Reason::code).containsExactly(Reason.Code.FILE_GONE);
    }

    /** What lies where the debug file should, and is not that. */
    enum Impostor {
        NOTHING("no debug file lies at"),
        /** It has another build ID, whatever its path says. */
        OTHER_BUILD("its build ID is 99"),
        /** The library has no build ID, and the file another checksum than the link says. */
        WRONG_CHECKSUM("its checksum is 0x"),
        NO_ELF("split.debug"),
        PIPE("split.debug"),
        DIRECTORY("split.debug"),
        LINK_LOOP("split.debug");

        private final String saying;

        Impostor(String saying) {
            this.saying = saying;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotTheDebugFileNamesNothing(Impostor impostor) throws IOException {
        Path full = build(impostor == Impostor.WRONG_CHECKSUM ? "--build-id=none" : ID);
        Path other = build("--build-id=0x99", "-DOTHER");
        strip(full, keepDebug(full, beside));
        Files.delete(beside);
        switch (impostor) {
            case NOTHING -> {}
            case OTHER_BUILD -> keepDebug(other, byBuildId);
            case WRONG_CHECKSUM -> keepDebug(other, beside);
            case NO_ELF -> Files.writeString(beside, "no ELF");
            case PIPE -> Toolchain.run("mkfifo", beside.toString());
            case DIRECTORY -> Files.createDirectory(beside);
            case LINK_LOOP -> Files.createSymbolicLink(beside, beside);
        }
        LoaderView loaded = target.load(library);
        Location location = locate(Source.IOCTL, loaded.bias() + Binutils.symbol(full, LOCAL));
        assertThat(location.symbol()).as("%s", location).isNull();
        Reason reason = Objects.requireNonNull(location.reason(Reason.Code.STRIPPED), location::toString);
        assertThat(reason.detail()).contains(impostor.saying);

        Location exported = locate(Source.IOCTL, loaded.bias() + Binutils.symbol(full, EXPORTED));
        assertThat(Objects.requireNonNull(exported.symbol()).raw()).isEqualTo(EXPORTED);
        assertThat(exported.symbol().table()).isEqualTo("dynsym");
    }

    /** Prelinking moves a library and leaves its build ID as it was: the debug file has the addresses from before. */
    @ParameterizedTest
    @ValueSource(strings = {"THERE", "DELETED"})
    void debugFileWithOtherAddressesNamesNothing(String file) throws IOException {
        Path full = build(ID);
        // The other function lies where this one does, were it not for the move.
        Path moved = build(ID, "-DOTHER", "-Wl,-Ttext-segment=0x1000", "-Wl,-z,noseparate-code");
        keepDebug(moved, byBuildId);
        strip(full, null);
        LoaderView loaded = target.load(library);
        if (file.equals("DELETED")) {
            Files.delete(library);
        }
        for (Binutils.Defined function : Binutils.defined(moved)) {
            Location location = locate(Source.IOCTL, loaded.bias() + function.value());
            Symbol symbol = location.symbol();
            assertThat(symbol == null ? EXPORTED : symbol.raw())
                    .as("%s", location)
                    .isEqualTo(EXPORTED);
        }
        Location location = locate(Source.IOCTL, loaded.bias() + Binutils.symbol(full, LOCAL));
        assertThat(location.symbol()).as("%s", location).isNull();
        assertThat(Objects.requireNonNull(location.reason(Reason.Code.STRIPPED)).detail())
                .contains(byBuildId.toString())
                .doesNotContain("nor has its debug file");
    }

    private Location locate(Source source, long address) {
        try (AddressSpace space = AddressSpace.of(target.pid(), settings.withSource(source))) {
            return space.locate(address);
        }
    }

    private Path build(String id, String... flags) {
        Path file = BUILDS.resolve(id + String.join("", flags).replace("/", "") + ".so");
        if (!Files.exists(file)) {
            List<String> all = new ArrayList<>(List.of("-O1", "-g", "-shared", "-fPIC", "-nostdlib", "-Wl," + id));
            all.addAll(List.of(flags));
            String source = Toolchain.source("split.c", BUILDS).toString();
            Toolchain.compile(file, "gcc", all, List.of(source));
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

    private void strip(Path full, @Nullable Path linked) {
        List<String> command = new ArrayList<>(List.of("objcopy", "--strip-all"));
        if (linked != null) {
            command.add("--add-gnu-debuglink=" + linked);
        }
        command.addAll(List.of(full.toString(), library.toString()));
        Toolchain.run(command);
    }
}
