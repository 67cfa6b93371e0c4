// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Address;
import io.addrscope.model.BuildId;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ELF addresses of loaded images, for every layout that linkers make: against the load bias of the dynamic loader, and the
 * symbol values of {@code readelf}.
 */
final class ElfAddressTest {

    private static final long PAGE = 4096;

    /** Why a byte of an image that no segment's file bytes cover may have no ELF address. */
    private static final Set<Reason.Code> BETWEEN =
            Set.of(Reason.Code.NOT_IN_SEGMENT, Reason.Code.ANONYMOUS, Reason.Code.UNMAPPED);

    /** Why a byte that has an ELF address may have no symbol, or no line. */
    private static final Set<Reason.Code> NAMELESS =
            Set.of(Reason.Code.NO_SYMBOL, Reason.Code.STRIPPED, Reason.Code.NO_DEBUG_INFO);

    private static final OwnProcess OURSELVES = new OwnProcess();
    private static Target other;

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
                // Its build ID is one that readelf does not read.
                .filter(fixture -> fixture != Fixture.BFD_LIBRARY_SHORT_BUILD_ID)
                .flatMap(fixture -> sources().map(source -> Arguments.of(fixture, source)));
    }

    static Stream<Source> sources() {
        return Stream.of(Source.IOCTL, Source.TEXT);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void tellsLibrariesOfAnotherProcess(Fixture fixture, Source source) {
        check(other, fixture.file(), source);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void tellsLibrariesOfThisProcess(Fixture fixture, Source source) {
        check(OURSELVES, fixture.file(), source);
    }

    private static void check(Host host, Path library, Source source) {
        LoaderView loaded = host.load(library);
        try (AddressSpace space = host.space(source)) {
            checkSegments(space, loaded, library);
            checkRest(space, loaded);
            for (Map.Entry<String, Long> symbol : symbols(library).entrySet()) {
                checkSymbol(space.locate(host.symbol(library, symbol.getKey())), symbol);
            }
        }
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                        List.of("gcc", "-pie"),
                        List.of("gcc", "-no-pie"),
                        List.of("gcc", "-no-pie", "-Wl,-Ttext-segment=0x20000000"),
                        List.of("gcc", "-no-pie", "-Wl,-z,noseparate-code"),
                        List.of("gcc", "-pie", "-Wl,-z,max-page-size=0x200000"),
                        List.of("gcc", "-no-pie", "-Wl,-z,max-page-size=0x200000"),
                        List.of("clang", "-fuse-ld=lld", "-pie"),
                        List.of("clang", "-fuse-ld=lld", "-no-pie"),
                        List.of("clang", "-fuse-ld=lld", "-pie", "-Wl,-z,max-page-size=0x200000"))
                .flatMap(build -> sources().map(source -> Arguments.of(build, source)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void tellsPrograms(List<String> build, Source source) {
        Path program =
                Target.program(build.get(0), build.subList(1, build.size()).toArray(String[]::new));
        try (Target target = Target.start(List.of(program.toString()));
                AddressSpace space = target.space(source)) {
            LoaderView loaded = target.program();
            checkSegments(space, loaded, program);
            checkRest(space, loaded);
            for (Map.Entry<String, Long> symbol : symbols(program).entrySet()) {
                checkSymbol(space.locate(target.symbol(symbol.getKey())), symbol);
            }
        }
    }

    private static Map<String, Long> symbols(Path file) {
        Map<String, Long> symbols = Binutils.symbols(file);
        symbols.keySet().retainAll(Fixture.SYMBOLS);
        assertThat(symbols).hasSameSizeAs(Fixture.SYMBOLS);
        return symbols;
    }

    private static void checkSymbol(Location location, Map.Entry<String, Long> symbol) {
        if (location.reason(Reason.Code.ANONYMOUS) != null) {
            assertThat(symbol.getKey()).as("only zeroed memory is no file's").isEqualTo("addrscope_zeros");
            return;
        }
        assertThat(location.elfAddress()).as(symbol.getKey()).isEqualTo(OptionalLong.of(symbol.getValue()));
    }

    /** First, middle and last byte of each segment, and of each of its pages. */
    private static void checkSegments(AddressSpace space, LoaderView loaded, Path file) {
        String buildId = Binutils.buildId(file);
        for (LoaderView.Segment segment : loaded.segments()) {
            List<Long> elfAddresses = new ArrayList<>();
            elfAddresses.add(segment.vaddr() + segment.filesz() / 2);
            for (long at = segment.vaddr(); segment.holdsInFile(at); at = (at | (PAGE - 1)) + 1) {
                elfAddresses.add(at);
                long last = at | (PAGE - 1);
                elfAddresses.add(segment.holdsInFile(last) ? last : segment.vaddr() + segment.filesz() - 1);
            }
            List<Location> locations = locate(space, loaded.bias(), elfAddresses);
            for (int i = 0; i < locations.size(); i++) {
                Location location = locations.get(i);
                long expected = elfAddresses.get(i);
                assertThat(location.elfAddress())
                        .as("%s in %s", Address.format(expected), location)
                        .isEqualTo(OptionalLong.of(expected));
                assertThat(location.fileOffset())
                        .as("file offset of %s", Address.format(expected))
                        .isEqualTo(OptionalLong.of(expected - segment.vaddr() + segment.offset()));
                assertThat(location.reasons()).extracting(Reason::code).isSubsetOf(NAMELESS);
                BuildId told =
                        location.mapping() == null ? null : location.mapping().buildId();
                assertThat(told == null ? null : told.toString()).isEqualTo(buildId);
            }
        }
    }

    /** What lies between and behind the segments is told by the loader's arithmetic or not at all. */
    private static void checkRest(AddressSpace space, LoaderView loaded) {
        List<Long> elfAddresses = new ArrayList<>();
        long end = (loaded.end() | (PAGE - 1)) + 1 - loaded.bias();
        for (long page = loaded.segments().get(0).vaddr() & -PAGE; page != end; page += PAGE) {
            elfAddresses.add(page);
            elfAddresses.add(page + PAGE - 1);
        }
        for (Location location : locate(space, loaded.bias(), elfAddresses)) {
            if (location.elfAddress().isPresent()) {
                assertThat(location.elfAddress().getAsLong())
                        .as("%s", location)
                        .isEqualTo(location.address() - loaded.bias());
            } else {
                assertThat(location.reasons()).extracting(Reason::code).containsAnyElementsOf(BETWEEN);
            }
        }
    }

    private static List<Location> locate(AddressSpace space, long bias, List<Long> elfAddresses) {
        return space.locateAll(
                elfAddresses.stream().mapToLong(elfAddress -> bias + elfAddress).toArray());
    }
}
