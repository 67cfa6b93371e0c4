// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an answer when the file behind a mapping is gone, changed, replaced, or no library at all. */
final class MappedFileTest {

    private static final String FUNCTION = "addrscope_add";

    @TempDir
    private Path directory;

    private Target target;

    @BeforeEach
    void start() throws IOException {
        // The kernel names mappings by real paths.
        directory = directory.toRealPath();
        target = Target.start();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    private Path copy(Fixture fixture, String name) throws IOException {
        return Files.copy(fixture.file(), directory.resolve(name));
    }

    private Location locate(Source source, long address) {
        try (AddressSpace space = target.space(source)) {
            return space.locate(address);
        }
    }

    private static Mapping mappingOf(Location location) {
        return Objects.requireNonNull(location.mapping(), location::toString);
    }

    private static String buildIdOf(Location location) {
        return String.valueOf(mappingOf(location).buildId());
    }

    private static void assertIsFunctionOf(Fixture fixture, Location location) {
        assertThat(location.elfAddress())
                .as("%s", location)
                .isEqualTo(OptionalLong.of(Binutils.symbol(fixture.file(), FUNCTION)));
        assertThat(buildIdOf(location)).isEqualTo(String.valueOf(Binutils.buildId(fixture.file())));
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
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void bytesOfAnElfFileThatIsOnlyReadAreToldByTheirFileOffset(Source source) throws IOException {
        for (Fixture fixture : List.of(Fixture.LLD_LIBRARY, Fixture.BFD_LIBRARY_ONE_CODE_SEGMENT)) {
            Path file = fixture.file();
            LoaderView loaded = target.load(file);
            long start = target.map(file, 0, Files.size(file));
            try (AddressSpace space = target.space(source)) {
                for (LoaderView.Segment segment : loaded.segments()) {
                    for (long within : List.of(0L, segment.filesz() / 2, segment.filesz() - 1)) {
                        Location location = space.locate(start + segment.offset() + within);
                        assertThat(location.elfAddress())
                                .as("%s", location)
                                .isEqualTo(OptionalLong.of(segment.vaddr() + within));
                    }
                }
                // Section headers come last and belong to no segment.
                Location last = space.locate(start + Files.size(file) - 1);
                assertThat(last.elfAddress()).as("%s", last).isEmpty();
                assertReasons(last, Reason.Code.NOT_IN_SEGMENT);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void anotherFileThanElfHasNoElfAddresses(Source source) throws IOException {
        Path file = Files.writeString(directory.resolve("data"), "no ELF\n".repeat(1000));
        Location location = locate(source, target.map(file, 0x1000, 0x1000) + 5);
        assertThat(location.elfAddress()).isEmpty();
        assertThat(location.fileOffset()).hasValue(0x1005);
        assertReasons(location, Reason.Code.NOT_ELF);
        assertThat(location.reasons().get(0).detail()).contains(file.toString());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void fileCutUnderTheMappingIsToldFromWhatIsLeft(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "cut.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        truncate(file, 0x400);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, locate(source, address));
        truncate(file, 100);
        Location headless = locate(source, address);
        assertThat(headless.elfAddress()).isEmpty();
        assertReasons(headless, Reason.Code.MALFORMED_ELF);
        truncate(file, 0);
        Location empty = locate(source, address);
        assertThat(empty.elfAddress()).isEmpty();
        assertReasons(empty, Reason.Code.NOT_ELF);
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void fileWrittenAnewInPlaceIsWhatItHoldsNow(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "rewritten.so");
        long start = target.map(file, 0, 0x1000);
        try (AddressSpace space = target.space(source)) {
            assertThat(buildIdOf(space.locate(start))).isEqualTo(Binutils.buildId(Fixture.BFD_LIBRARY.file()));
            // As cp does it: the same inode, other bytes.
            Files.write(file, Files.readAllBytes(Fixture.LLD_LIBRARY.file()));
            assertThat(buildIdOf(space.locate(start))).isEqualTo(Binutils.buildId(Fixture.LLD_LIBRARY.file()));
            // The file's headers are no symbol's.
            assertReasons(space.locate(start), Reason.Code.NO_SYMBOL);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void fileReplacedByAnotherBuildIsToldFromMemory(Source source) throws IOException {
        Path file = copy(Fixture.LLD_LIBRARY, "replaced.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        assertReasons(locate(source, address));
        replace(file, Fixture.BFD_LIBRARY);
        Location location = locate(source, address);
        assertIsFunctionOf(Fixture.LLD_LIBRARY, location);
        assertReasons(location, Reason.Code.FILE_REPLACED);
        assertThat(mappingOf(location).deleted()).isTrue();
    }

    private void replace(Path file, Fixture fixture) throws IOException {
        Path next = copy(fixture, "next");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void fileReplacedByTheSameBuildServes() throws IOException {
        Path file = copy(Fixture.LLD_LIBRARY, "again.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        replace(file, Fixture.LLD_LIBRARY);
        Location location = locate(Source.IOCTL, address);
        assertIsFunctionOf(Fixture.LLD_LIBRARY, location);
        assertReasons(location);
        // The text has no build ID to know the build by.
        Location byText = locate(Source.TEXT, address);
        assertIsFunctionOf(Fixture.LLD_LIBRARY, byText);
        assertReasons(byText, Reason.Code.FILE_REPLACED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void deletedFileIsToldFromMemory(Source source) throws IOException {
        for (Fixture fixture :
                List.of(Fixture.LLD_LIBRARY, Fixture.BFD_LIBRARY_HUGE_PAGES, Fixture.LLD_LIBRARY_HUGE_PAGES)) {
            Path file = copy(fixture, "deleted-" + fixture + ".so");
            LoaderView loaded = target.load(file);
            long address = target.symbol(file, FUNCTION);
            Files.delete(file);
            Location location = locate(source, address);
            assertIsFunctionOf(fixture, location);
            assertReasons(location, Reason.Code.FILE_GONE);
            assertThat(mappingOf(location).deleted()).isTrue();
            try (AddressSpace space = target.space(source)) {
                for (LoaderView.Segment segment : loaded.segments()) {
                    long elfAddress = segment.vaddr() + segment.filesz() - 1;
                    Location last = space.locate(loaded.bias() + elfAddress);
                    assertThat(last.elfAddress()).as("%s", last).hasValue(elfAddress);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void fileWithAnotherLinkLeftIsGoneFromItsPath(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "linked.so");
        Files.createLink(directory.resolve("other-link.so"), file);
        target.load(file);
        Files.delete(file);
        Location location = locate(source, target.symbol(file, FUNCTION));
        assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
        assertReasons(location, Reason.Code.FILE_GONE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void deletedAndMadeAnewWithOtherContent(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "anew.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        Files.delete(file);
        Files.writeString(file, "no library any more");
        Location location = locate(source, address);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
        assertReasons(location, Reason.Code.FILE_REPLACED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void liveFileMayBeNamedDeleted(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "live.so (deleted)");
        // A trap: what the name seems to mean.
        copy(Fixture.LLD_LIBRARY, "live.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        Location location = locate(source, address);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
        assertReasons(location);
        assertThat(mappingOf(location).deleted()).isFalse();
        Files.delete(file);
        Location deleted = locate(source, address);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, deleted);
        assertReasons(deleted, Reason.Code.FILE_GONE);
        assertThat(mappingOf(deleted).deleted()).isTrue();
        assertThat(mappingOf(deleted).name().text()).isEqualTo(file + " (deleted)");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void namesMayHoldNewlinesOrWhatLooksLikeThem(Source source) throws IOException {
        for (String name : List.of("new\nline.so", "no\\012newline.so", "back\\slash %41 so.so")) {
            Path file = copy(Fixture.BFD_LIBRARY, name);
            target.load(file);
            Location location = locate(source, target.symbol(file, FUNCTION));
            assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
            assertReasons(location);
            assertThat(mappingOf(location).name().text()).isEqualTo(file.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void namesMayBeInNoEncoding(Source source) throws IOException {
        byte[] name = (directory + "/caf? \u007f.so").getBytes(StandardCharsets.UTF_8);
        // A trap: the file that a lossy decoding of the name would find.
        copy(Fixture.LLD_LIBRARY, "caf? \u007f.so");
        copy(Fixture.LLD_LIBRARY, "caf\ufffd \u007f.so");
        name[directory.toString().length() + 4] = (byte) 0xe9;
        copyBytes(Fixture.BFD_LIBRARY, name);
        Location location = locate(source, target.map(name, 0, 0x1000));
        assertThat(location.elfAddress()).as("%s", location).hasValue(0);
        assertThat(buildIdOf(location)).isEqualTo(Binutils.buildId(Fixture.BFD_LIBRARY.file()));
        // The file's headers are no symbol's.
        assertReasons(location, Reason.Code.NO_SYMBOL);
        assertThat(mappingOf(location).name().bytes()).isEqualTo(name);
    }

    /** Java cannot spell the name, a shell can. */
    private static void copyBytes(Fixture fixture, byte[] name) throws IOException {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name) {
            escaped.append(String.format("\\%03o", b & 0xff));
        }
        Toolchain.run(
                "sh",
                "-c",
                "cp \"$0\" \"$(printf '" + escaped + "')\"",
                fixture.file().toString());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void libraryInAMemoryFileIsToldFromMemory(Source source) {
        Fixture fixture = Fixture.LLD_LIBRARY;
        LoaderView loaded = target.loadFromMemoryFile(fixture.file());
        long function = Binutils.symbol(fixture.file(), FUNCTION);
        Location location = locate(source, loaded.bias() + function);
        assertIsFunctionOf(fixture, location);
        assertReasons(location);
        assertThat(mappingOf(location).name().text()).isEqualTo("/memfd:library (deleted)");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void libraryWithoutBuildIdIsKnownByItsInode(Source source) throws IOException {
        Fixture fixture = Fixture.BFD_LIBRARY_NO_RELRO;
        Path file = copy(fixture, "nameless.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        assertIsFunctionOf(fixture, locate(source, address));
        assertReasons(locate(source, address));
        replace(file, fixture);
        Location replaced = locate(source, address);
        assertIsFunctionOf(fixture, replaced);
        assertReasons(replaced, Reason.Code.FILE_REPLACED);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void whatIsNoRegularFileNowIsNotOpened(Source source) throws IOException {
        Path file = copy(Fixture.BFD_LIBRARY, "special.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        Files.delete(file);
        Toolchain.run("mkfifo", file.toString());
        assertNotOpened(locate(source, address));
        Files.delete(file);
        Files.createDirectory(file);
        assertNotOpened(locate(source, address));
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertNotOpened(locate(source, address));
        Files.delete(file);
    }

    /** The memory still tells. */
    private static void assertNotOpened(Location location) {
        assertReasons(location, Reason.Code.NOT_REGULAR_FILE);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void pathThroughWhatIsNoDirectoryNowIsGone(Source source) throws IOException {
        Path inner = Files.createDirectory(directory.resolve("inner"));
        Path file = copy(Fixture.BFD_LIBRARY, "inner/library.so");
        target.load(file);
        long address = target.symbol(file, FUNCTION);
        Files.delete(file);
        Files.delete(inner);
        Files.writeString(inner, "a file");
        Location location = locate(source, address);
        assertIsFunctionOf(Fixture.BFD_LIBRARY, location);
        assertReasons(location, Reason.Code.FILE_GONE);
    }
}
