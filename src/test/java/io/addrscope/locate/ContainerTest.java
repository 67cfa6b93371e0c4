// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that have another root than we: their paths mean their files, never ours. Each test finds a decoy of ours at
 * the path that the process knows, which has another build ID.
 */
final class ContainerTest {

    private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

    private static final String FUNCTION = "addrscope_add";

    private static final Fixture MAPPED = Fixture.LLD_LIBRARY;
    private static final Fixture DECOY = Fixture.BFD_LIBRARY;

    @TempDir
    private Path directory;

    /** The root of the process, as we see it. */
    private Path root;

    /** The path of the library in there, and of the decoy here. */
    private Path library;

    @BeforeEach
    void layOut() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("root"));
        library = directory.resolve("library.so");
        Files.copy(DECOY.file(), library);
        copyIntoRoot(MAPPED.file(), library);
        Path program = Target.program("gcc", "-pie");
        copyIntoRoot(program, Path.of("/target"));
        Matcher needed = LIBRARY.matcher(Toolchain.run("ldd", program.toString()));
        while (needed.find()) {
            Path named = Path.of(needed.group(1));
            copyIntoRoot(named.toRealPath(), named);
        }
    }

    private Path inRoot(Path path) {
        return root.resolve(Path.of("/").relativize(path));
    }

    private void copyIntoRoot(Path file, Path path) throws IOException {
        Path copy = inRoot(path);
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(file, copy);
    }

    private Target start(String how) {
        String enter = Enter.program().toString();
        return Target.start(List.of(enter, how, root.toString(), "/target"));
    }

    /** Builds the program that enters a root, once. */
    private static final class Enter {

        private static final Path PROGRAM = build();

        private static Path build() {
            Path sources = Toolchain.temporaryDirectory("addrscope-enter");
            Path program = sources.resolve("enter");
            Toolchain.compile(
                    program,
                    "gcc",
                    List.of("-O1"),
                    List.of(Toolchain.source("enter.c", sources).toString()));
            return program;
        }

        static Path program() {
            return PROGRAM;
        }
    }

    private static Location locate(Target target, Source source, long address) {
        try (AddressSpace space = target.space(source)) {
            return space.locate(address);
        }
    }

    private static void assertIsMapped(Location location) {
        assertThat(location.elfAddress()).as("%s", location).hasValue(Binutils.symbol(MAPPED.file(), FUNCTION));
        assertThat(String.valueOf(Objects.requireNonNull(location.mapping()).buildId()))
                .isEqualTo(Binutils.buildId(MAPPED.file()));
    }

    /** Besides that there are no lines: the fixtures have no debug information. */
    private static void assertReasons(Location location, Reason.Code... codes) {
        assertThat(location.reasons())
                .as("%s", location)
                .extracting(Reason::code)
                .filteredOn(code -> code != Reason.Code.NO_DEBUG_INFO)
                .containsExactly(codes);
    }

    @ParameterizedTest
    @CsvSource({"pivot,IOCTL", "pivot,TEXT", "chroot,IOCTL", "chroot,TEXT"})
    void pathsAreThoseOfTheProcess(String how, Source source) {
        try (Target target = start(how)) {
            target.load(library);
            Location location = locate(target, source, target.symbol(library, FUNCTION));
            assertIsMapped(location);
            assertReasons(location);
            Location program = locate(target, source, target.symbol(FUNCTION));
            assertThat(program.elfAddress())
                    .as("%s", program)
                    .hasValue(Binutils.symbol(Target.program("gcc", "-pie"), FUNCTION));
            assertReasons(program);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pivot", "chroot"})
    void fileThatIsGoneThereIsNotLookedForHere(String how) throws IOException {
        try (Target target = start(how)) {
            target.load(library);
            long address = target.symbol(library, FUNCTION);
            Files.delete(inRoot(library));
            // Were it looked at, it would be taken: it is the same build.
            Files.delete(library);
            Files.copy(MAPPED.file(), library);
            for (Source source : List.of(Source.IOCTL, Source.TEXT)) {
                Location location = locate(target, source, address);
                assertIsMapped(location);
                assertReasons(location, Reason.Code.FILE_GONE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pivot", "chroot"})
    void absoluteLinkLeadsWithinTheRoot(String how) throws IOException {
        try (Target target = start(how)) {
            target.load(library);
            long address = target.symbol(library, FUNCTION);
            // The path is a link now, to what is the mapped build there, and a decoy here.
            Path linked = directory.resolve("linked.so");
            Files.copy(DECOY.file(), linked);
            Files.move(inRoot(library), inRoot(linked));
            Files.createSymbolicLink(inRoot(library), linked);
            Location renamed = locate(target, Source.IOCTL, address);
            assertIsMapped(renamed);
            assertReasons(renamed);
            // The other way round: here lies what would fit.
            Files.delete(inRoot(linked));
            Files.copy(DECOY.file(), inRoot(linked));
            Files.delete(linked);
            Files.copy(MAPPED.file(), linked);
            Files.delete(inRoot(library));
            Files.createSymbolicLink(inRoot(library), linked);
            Location decoyed = locate(target, Source.IOCTL, address);
            assertIsMapped(decoyed);
            assertThat(decoyed.reasons()).as("%s", decoyed).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatIsNoRegularFileThereIsNotOpened(Source source) throws IOException {
        try (Target target = start("pivot")) {
            target.load(library);
            long address = target.symbol(library, FUNCTION);
            Files.delete(inRoot(library));
            Toolchain.run("mkfifo", inRoot(library).toString());
            Location location = locate(target, source, address);
            assertIsMapped(location);
            assertReasons(location, Reason.Code.NOT_REGULAR_FILE);
        }
    }

    @Test
    void withoutSystemCallsTheMemoryAnswers() throws Exception {
        for (String how : List.of("pivot", "chroot")) {
            try (Target target = start(how);
                    ChildJvm child = ChildJvm.withoutJna()) {
                target.load(library);
                String address = Long.toHexString(target.symbol(library, FUNCTION));
                ChildJvm.Answer answer = child.locate(target.pid(), Source.AUTO, address);
                assertThat(answer.obtainedBy()).isEqualTo("text");
                assertThat(answer.elfAddress())
                        .as("%s", answer)
                        .isEqualTo(Long.toHexString(Binutils.symbol(MAPPED.file(), FUNCTION)));
                assertThat(answer.buildId()).isEqualTo(Binutils.buildId(MAPPED.file()));
                assertThat(answer.reasons()).containsExactly(Reason.Code.FILE_UNREADABLE, Reason.Code.NO_DEBUG_INFO);
            }
        }
    }
}
