// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.model.Symbol;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.LineProcess;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of addresses of loaded images, for every layout that linkers make: every function and variable that {@code readelf}
 * lists, by its first, middle and last byte and the byte behind it, as {@code llvm-symbolizer} and {@code dladdr} name them.
 */
final class SymbolLayoutTest {

    private static final Path BUILDS = Toolchain.temporaryDirectory("addrscope-layouts");
    private static final int PAGE = 4096;

    private static final OwnProcess OURSELVES = new OwnProcess();
    private static Target other;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startTarget() {
        other = Target.start();
    }

    @AfterAll
    static void stopTarget() {
        other.close();
    }

    static Stream<Arguments> libraries() {
        return Fixture.available()
                .filter(fixture -> fixture.isLoadable() && !fixture.isProgram())
                .flatMap(fixture -> ElfAddressTest.sources().map(source -> Arguments.of(fixture, source)));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void namesLibrariesOfAnotherProcess(Fixture fixture, Source source) {
        LoaderView loaded = other.load(fixture.file());
        try (AddressSpace space = other.space(source)) {
            checkAll(space, fixture.file(), loaded.bias());
        }
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void namesLibrariesOfThisProcess(Fixture fixture, Source source) {
        LoaderView loaded = OURSELVES.load(fixture.file());
        try (AddressSpace space = OURSELVES.space(source)) {
            checkAll(space, fixture.file(), loaded.bias());
            for (String name : Fixture.SYMBOLS) {
                long address = OURSELVES.symbol(fixture.file(), name);
                assertThat(dladdr(address)).isEqualTo(name);
                Location location = space.locate(address);
                // Zeroed memory is no file's.
                if (location.reason(Reason.Code.ANONYMOUS) == null) {
                    assertThat(symbolOf(location).raw()).isEqualTo(name);
                }
            }
        }
    }

    static Stream<Arguments> programs() {
        Stream<Path> fixtures = Fixture.available().filter(Fixture::isProgram).map(Fixture::file);
        Stream<Path> without = Stream.of("-static", "-static-pie").map(SymbolLayoutTest::staticProgram);
        return Stream.concat(fixtures, without)
                .flatMap(file -> ElfAddressTest.sources().map(source -> Arguments.of(file, source)));
    }

    private static Path staticProgram(String flag) {
        Path file = BUILDS.resolve("program" + flag);
        if (!Files.exists(file)) {
            // It says by itself that dlopen wants shared libraries, which is of no interest here.
            Toolchain.compile(
                    file,
                    "gcc",
                    List.of("-O1", flag),
                    List.of(
                            Toolchain.source("library.c", BUILDS).toString(),
                            Toolchain.source("program.c", BUILDS).toString()));
        }
        return file;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void namesPrograms(Path program, Source source) {
        try (LineProcess process = LineProcess.start(List.of(program.toString()))) {
            String[] words = process.answer("a symbol's address").split(" ", -1);
            assertThat(words[1]).isEqualTo("addrscope_add");
            while (!process.answer("the last symbol").equals("ready")) {
                // The others are as far from where they were linked.
            }
            long bias = Long.decode(words[2]) - Binutils.symbol(program, words[1]);
            try (AddressSpace space = AddressSpace.of(process.pid(), source)) {
                checkAll(space, program, bias);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void namesCodeAtTheElfAddressZero(Source source) {
        Path script = Toolchain.source("text_at_zero.ld", BUILDS);
        Path file = library("zero-" + source, "gcc", "library.c", "-Wl,--build-id=sha1", "-Wl,-T," + script);
        assertThat(Binutils.symbol(file, "addrscope_add")).isZero();
        LoaderView loaded = other.load(file);
        try (AddressSpace space = other.space(source)) {
            checkAll(space, file, loaded.bias());
            assertThat(symbolOf(space.locate(loaded.bias())).raw()).isEqualTo("addrscope_add");
        }
    }

    /** All segments lie in the first page of the file, which is mapped for each of them. */
    @ParameterizedTest
    @ValueSource(strings = {"gcc", "clang"})
    void namesWhatIsMappedSeveralTimesFromOnePage(String compiler) throws IOException {
        String linker = compiler.equals("clang") ? "-fuse-ld=lld" : "-Wl,-z,noseparate-code";
        Path file = library("tiny-" + compiler, compiler, "tiny.c", "-Wl,--build-id=sha1", linker);
        assertThat(Files.size(file)).isLessThan(4 * PAGE);
        LoaderView loaded = other.load(file);
        for (Source source : List.of(Source.IOCTL, Source.TEXT)) {
            try (AddressSpace space = other.space(source)) {
                assertThat(space.maps().mappings().stream()
                                .filter(mapping ->
                                        mapping.name().text().equals(file.toString()) && mapping.offset() == 0)
                                .count())
                        .isGreaterThan(1);
                checkAll(space, file, loaded.bias());
            }
        }
    }

    /** As a runtime maps them that loads libraries out of archives. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void libraryInAnArchiveHasAReason(Source source) throws IOException {
        byte[] library = Files.readAllBytes(Fixture.LLD_LIBRARY.file());
        byte[] archive = new byte[2 * PAGE + library.length];
        archive[0] = 'P';
        archive[1] = 'K';
        System.arraycopy(library, 0, archive, 2 * PAGE, library.length);
        Path file = Files.write(directory.toRealPath().resolve("archive.zip"), archive);
        long start = other.map(file, 2 * PAGE, library.length);
        try (AddressSpace space = other.space(source)) {
            for (long at : List.of(0, 64, PAGE / 2)) {
                Location location = space.locate(start + at);
                assertThat(location.symbol()).as("%s", location).isNull();
                assertThat(location.reason(Reason.Code.NOT_ELF)).isNotNull();
            }
        }
    }

    @Test
    void namesTheVdso() {
        long vdso = other.vdso();
        try (AddressSpace space = other.space(Source.IOCTL);
                AddressSpace byText = other.space(Source.TEXT)) {
            Path copy = Toolchain.temporaryDirectory("addrscope-vdso").resolve("vdso.so");
            try {
                Files.write(copy, other.peek(vdso, 2 * PAGE));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            List<Binutils.Defined> functions = Binutils.defined(copy);
            assertThat(functions).extracting(Binutils.Defined::name).contains("__vdso_clock_gettime");
            for (Binutils.Defined function : functions) {
                for (AddressSpace asked : List.of(space, byText)) {
                    Symbol symbol = symbolOf(asked.locate(vdso + function.value() + function.size() - 1));
                    assertThat(functions)
                            .as("%s", symbol)
                            .contains(new Binutils.Defined(symbol.raw(), function.value(), function.size()));
                }
            }
        }
    }

    /** All that {@code readelf} lists. */
    static void checkAll(AddressSpace space, Path file, long bias) {
        List<Binutils.Defined> all = Binutils.defined(file);
        assertThat(all).as("symbols of %s", file).isNotEmpty();
        // A program without shared libraries holds all of the C library: a part of it says as much.
        List<Binutils.Defined> some =
                all.size() < 200 ? all : all.stream().limit(150).toList();
        List<Long> elfAddresses = new ArrayList<>();
        for (Binutils.Defined symbol : some) {
            elfAddresses.add(symbol.value());
            elfAddresses.add(symbol.value() + symbol.size() / 2);
            elfAddresses.add(symbol.value() + symbol.size() - 1);
            elfAddresses.add(symbol.value() + symbol.size());
        }
        List<Location> locations = space.locateAll(
                elfAddresses.stream().mapToLong(elfAddress -> elfAddress + bias).toArray());
        List<String> theirs = LlvmNames.of(file, elfAddresses);
        int named = 0;
        for (int i = 0; i < locations.size(); i++) {
            named += check(locations.get(i), elfAddresses.get(i), all, theirs.get(i)) ? 1 : 0;
        }
        assertThat(named).as("named addresses of %s", file).isGreaterThanOrEqualTo(some.size());
    }

    private static boolean check(Location location, long elfAddress, List<Binutils.Defined> all, String theirs) {
        List<String> covering = all.stream()
                .filter(symbol -> symbol.holds(elfAddress))
                .map(Binutils.Defined::name)
                .toList();
        Symbol symbol = location.symbol();
        if (symbol == null) {
            if (!covering.isEmpty()) {
                assertThat(location.reasons())
                        .as("only zeroed memory is no file's: %s", location)
                        .extracting(Reason::code)
                        .containsAnyOf(Reason.Code.ANONYMOUS, Reason.Code.UNMAPPED);
            }
            return false;
        }
        assertThat(location.elfAddress()).hasValue(elfAddress);
        if (symbol.size() == 0 || symbol.kind().equals("plt")) {
            assertThat(covering).as("%s", location).isEmpty();
            return false;
        }
        // The linker writes the version into the name where a program has the variable of a library:
        // "stdout@GLIBC_2.2.5".
        String name = symbol.raw().split("@", 2)[0];
        assertThat(name).as("%s", location).isIn(covering);
        // llvm-symbolizer knows nothing at addresses as high as one of the fixtures is linked at.
        assertThat(theirs.split("@", 2)[0]).as("%s", location).isIn(name, elfAddress >>> 48 == 0 ? name : "??");
        assertThat(symbol.table()).isIn("symtab", "dynsym");
        assertThat(all).contains(new Binutils.Defined(name, elfAddress - symbol.offset(), symbol.size()));
        return true;
    }

    private static Symbol symbolOf(Location location) {
        return Objects.requireNonNull(location.symbol(), location::toString);
    }

    private static Path library(String name, String compiler, String source, String... flags) {
        Path file = BUILDS.resolve(name + ".so");
        List<String> all = new ArrayList<>(List.of("-O1", "-shared", "-fPIC", "-nostdlib"));
        all.addAll(List.of(flags));
        Toolchain.compile(
                file, compiler, all, List.of(Toolchain.source(source, BUILDS).toString()));
        return file;
    }

    /** {@code dladdr(3)}: the name of the symbol, third of the four fields. */
    private static String dladdr(long address) {
        try (Memory info = new Memory(32)) {
            Object[] arguments = {new Pointer(address), info};
            assertThat(NativeLibrary.getProcess().getFunction("dladdr").invokeInt(arguments))
                    .isNotZero();
            return info.getPointer(16).getString(0);
        }
    }
}
