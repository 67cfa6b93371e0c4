// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are taken for debug files, and which are not, whatever lies in their place. */
final class DebugFilesTest {

    @TempDir
    private Path directory;

    /** Where the library lies. */
    private Path home;

    private Path library;

    /** A debug directory. */
    private Path debugDirectory;

    private final SplitLibrary usual = SplitLibrary.usual();

    @BeforeEach
    void layOut() throws IOException {
        directory = directory.toRealPath();
        home = directory.resolve("opt/app/lib");
        debugDirectory = directory.resolve("debug");
        library = SplitLibrary.copy(usual.stripped(), home.resolve("libpart.so"));
    }

    private DebugSearch find() {
        return Finder.find(library, Finder.in(debugDirectory));
    }

    private void assertFound(Path file, Place place) {
        try (DebugSearch search = find()) {
            assertThat(Finder.path(search)).as("%s", search.attempts()).isEqualTo(file.toString());
            assertThat(Finder.found(search).place()).isEqualTo(place);
            assertThat(Finder.found(search).contents().isComplete()).isTrue();
            Attempt last = search.attempts().get(search.attempts().size() - 1);
            assertThat(last).isEqualTo(new Attempt(place, file.toString(), Outcome.FOUND, ""));
        }
    }

    /** Nothing is found, and the reason is told. */
    private void assertRefused(Path file, Outcome outcome) {
        try (DebugSearch search = find()) {
            assertThat(search.found()).as("%s", search.attempts()).isNull();
            assertThat(Finder.outcome(search, file)).as("%s", search.attempts()).isEqualTo(outcome);
        }
    }

    private Path byBuildId() {
        return SplitLibrary.inDirectory(debugDirectory, SplitLibrary.buildId(library));
    }

    private void placeEverywhere(Path file) {
        SplitLibrary.copy(file, byBuildId());
        SplitLibrary.copy(file, home.resolve(SplitLibrary.DEBUG_NAME));
        SplitLibrary.copy(file, home.resolve(".debug").resolve(SplitLibrary.DEBUG_NAME));
        SplitLibrary.copy(file, inDirectory());
    }

    private Path inDirectory() {
        return debugDirectory.resolve(Path.of("/").relativize(home)).resolve(SplitLibrary.DEBUG_NAME);
    }

    @Test
    void eachPlaceIsLookedAtInItsTurn() throws IOException {
        placeEverywhere(usual.debug());
        Path shortened = SplitLibrary.copy(usual.debug(), debugDirectory.resolve("lib/" + SplitLibrary.DEBUG_NAME));
        Path custom = SplitLibrary.copy(usual.debug(), home.resolve("libpart.debuginfo"));
        List<Path> places = List.of(
                byBuildId(),
                home.resolve(SplitLibrary.DEBUG_NAME),
                home.resolve(".debug/" + SplitLibrary.DEBUG_NAME),
                inDirectory(),
                shortened);
        assertFound(places.get(0), Place.BUILD_ID);
        for (int i = 1; i < places.size(); i++) {
            Files.delete(places.get(i - 1));
            assertFound(places.get(i), Place.DEBUG_LINK);
        }
        Files.delete(shortened);
        assertFound(custom, Place.CUSTOM);
        Files.delete(custom);
        try (DebugSearch search = find()) {
            assertThat(search.found()).isNull();
            assertThat(search.attempts()).extracting(Attempt::outcome).containsOnly(Outcome.ABSENT);
            assertThat(search.attempts())
                    .extracting(Attempt::where)
                    .containsAll(places.stream().map(Path::toString).toList());
        }
    }

    @Test
    void buildIdFindsWithoutALink() {
        Toolchain.run("objcopy", "--remove-section=.gnu_debuglink", library.toString());
        SplitLibrary.copy(usual.debug(), byBuildId());
        assertFound(byBuildId(), Place.BUILD_ID);
    }

    @Test
    void anotherBuildIsNotTakenAndTheNextPlaceIs() throws IOException {
        placeEverywhere(SplitLibrary.other().debug());
        for (Path place : List.of(byBuildId(), home.resolve(SplitLibrary.DEBUG_NAME), inDirectory())) {
            assertRefused(place, Outcome.OTHER_BUILD);
        }
        Files.delete(inDirectory());
        SplitLibrary.copy(usual.debug(), inDirectory());
        assertFound(inDirectory(), Place.DEBUG_LINK);
    }

    @Test
    void withoutABuildIdTheChecksumDecides() throws IOException {
        SplitLibrary anonymous = SplitLibrary.anonymous();
        Files.delete(library);
        SplitLibrary.copy(anonymous.stripped(), library);
        Path beside = home.resolve(SplitLibrary.DEBUG_NAME);
        SplitLibrary.copy(usual.debug(), beside);
        assertRefused(beside, Outcome.WRONG_CRC);
        Path below = SplitLibrary.copy(anonymous.debug(), home.resolve(".debug/" + SplitLibrary.DEBUG_NAME));
        assertFound(below, Place.DEBUG_LINK);
        byte[] bytes = Files.readAllBytes(below);
        bytes[bytes.length - 1] ^= 1;
        Files.write(below, bytes);
        assertRefused(below, Outcome.WRONG_CRC);
    }

    @Test
    void debugFileThatLostItsBuildIdIsKnownByItsChecksum() {
        Path debug = SplitLibrary.copy(usual.debug(), home.resolve("lost.debug"));
        Toolchain.run("objcopy", "--remove-section=.note.gnu.build-id", debug.toString());
        SplitLibrary.strip(usual.full(), library, debug);
        assertFound(debug, Place.DEBUG_LINK);
        // Elsewhere than where the link leads, nothing shows that it belongs here.
        SplitLibrary.copy(debug, byBuildId());
        try (DebugSearch search = find()) {
            assertThat(Finder.outcome(search, byBuildId())).isEqualTo(Outcome.UNPROVEN);
            assertThat(Finder.path(search)).isEqualTo(debug.toString());
        }
    }

    @Test
    void debugFileWithTheProgramHeadersOfTheLibraryIsKnownByItsSections() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(usual.debug())).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bytes = ByteBuffer.allocate(whole.capacity() + 36).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(whole);
        // A note of another build ID, where the segments of notes lie from now on (Elf64_Ehdr, Elf64_Phdr).
        bytes.putInt(4).putInt(20).putInt(3).put(new byte[] {'G', 'N', 'U', 0}).put(new byte[20]);
        int headers = (int) bytes.getLong(32);
        for (int i = 0; i < bytes.getShort(56); i++) {
            int header = headers + i * bytes.getShort(54);
            if (bytes.getInt(header) == 4) {
                bytes.putLong(header + 8, whole.capacity());
                bytes.putLong(header + 32, 36);
                bytes.putLong(header + 48, 4);
            }
        }
        Files.createDirectories(byBuildId().getParent());
        Files.write(byBuildId(), bytes.array());
        assertFound(byBuildId(), Place.BUILD_ID);
    }

    @Test
    void debugFileThatElfutilsMadeIsFound() {
        Path debug = home.resolve("eu.debug");
        Toolchain.run(
                "eu-strip",
                "-f",
                debug.toString(),
                "-o",
                library.toString(),
                usual.full().toString());
        assertFound(debug, Place.DEBUG_LINK);
    }

    @Test
    void libraryItselfIsNotItsDebugFile() throws IOException {
        SplitLibrary.link(library, "libpart.so", new byte[4]);
        assertRefused(library, Outcome.SAME_FILE);
        Files.createDirectories(byBuildId().getParent());
        Files.createSymbolicLink(byBuildId(), library);
        assertRefused(byBuildId(), Outcome.SAME_FILE);
        Files.delete(byBuildId());
        Files.createLink(byBuildId(), library);
        assertRefused(byBuildId(), Outcome.SAME_FILE);
        Files.delete(byBuildId());
        SplitLibrary.copy(library, byBuildId());
        assertRefused(byBuildId(), Outcome.EMPTY);
    }

    @Test
    void whatIsNoDebugFileIsNotTaken() throws IOException {
        Path beside = home.resolve(SplitLibrary.DEBUG_NAME);
        Toolchain.run("mkfifo", beside.toString());
        assertRefused(beside, Outcome.NOT_REGULAR_FILE);
        replace(beside);
        Files.createDirectory(beside);
        assertRefused(beside, Outcome.NOT_REGULAR_FILE);
        replace(beside);
        Files.createSymbolicLink(beside, beside);
        assertRefused(beside, Outcome.UNREADABLE);
        replace(beside);
        Files.createSymbolicLink(beside, Path.of("/dev/zero"));
        assertRefused(beside, Outcome.NOT_REGULAR_FILE);
        replace(beside);
        Files.write(beside, new byte[0]);
        assertRefused(beside, Outcome.NOT_ELF);
        Files.writeString(beside, "#!/bin/sh");
        assertRefused(beside, Outcome.NOT_ELF);
        byte[] whole = Files.readAllBytes(usual.debug());
        Files.write(beside, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(beside, Outcome.MALFORMED);
        replace(beside);
        SplitLibrary.copy(SplitLibrary.foreign().debug(), beside);
        assertRefused(beside, Outcome.OTHER_MACHINE);
    }

    private static void replace(Path file) throws IOException {
        Files.delete(file);
        assertThat(Files.exists(file, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void linkLeadsNowhereButToANeighbor() throws IOException {
        Files.createDirectories(debugDirectory);
        for (String name : List.of("../other/part.debug", "/etc/passwd", "..", ".", "", "a/b")) {
            SplitLibrary.link(library, name, new byte[4]);
            try (DebugSearch search = find()) {
                assertThat(search.attempts())
                        .as(name)
                        .contains(new Attempt(Place.DEBUG_LINK, name, Outcome.BAD_NAME, ""));
                assertThat(search.attempts())
                        .extracting(Attempt::place)
                        .filteredOn(place -> place == Place.DEBUG_LINK)
                        .hasSize(1);
            }
        }
        for (byte[] section : List.of(new byte[0], new byte[] {'a'}, new byte[] {'a', 0, 0, 0})) {
            Path content = Files.write(home.resolve("section"), section);
            Toolchain.run(
                    "objcopy",
                    "--remove-section=.gnu_debuglink",
                    "--add-section=.gnu_debuglink=" + content,
                    library.toString());
            try (DebugSearch search = find()) {
                assertThat(search.attempts())
                        .as(HexFormat.of().formatHex(section))
                        .extracting(Attempt::place)
                        .doesNotContain(Place.DEBUG_LINK);
            }
        }
    }

    @Test
    void namesThatAreNotTextAreFoundByTheirBytes() {
        library = SplitLibrary.copy(usual.stripped(), home.resolve("l\u00efb \u4e2d\n.so"));
        Path debug = SplitLibrary.copy(usual.debug(), home.resolve("d\u00ebb \u4e2d\n.debug"));
        SplitLibrary.strip(usual.full(), library, debug);
        try (DebugSearch search = find()) {
            assertThat(Finder.path(search)).isEqualTo(debug.toString());
        }
    }

    @Test
    void libraryBehindALinkHasItsDebugFileBesideIt() throws IOException {
        Path beside = SplitLibrary.copy(usual.debug(), home.resolve(".debug/" + SplitLibrary.DEBUG_NAME));
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        library = Files.createSymbolicLink(elsewhere.resolve("libpart.so.1"), library);
        assertFound(beside, Place.DEBUG_LINK);
    }

    @Test
    void imageWhoseFileIsGoneIsFoundByItsBuildId() {
        SplitLibrary.copy(usual.debug(), byBuildId());
        BuildId buildId = BuildId.of(HexFormat.of().parseHex(SplitLibrary.buildId(library)));
        LibraryImage image = LibraryImage.of(MappingName.of("/gone/libpart.so"), buildId);
        try (DebugSearch search = Finder.debugFiles(Finder.in(debugDirectory)).find(image)) {
            assertThat(Finder.path(search)).isEqualTo(byBuildId().toString());
        }
        LibraryImage other = LibraryImage.of(MappingName.NONE, BuildId.of(new byte[] {1}));
        try (DebugSearch search = Finder.debugFiles(Finder.in(debugDirectory)).find(other)) {
            assertThat(search.found()).isNull();
        }
    }

    @Test
    void whatWasNotFoundIsLookedForAgainAfterAMinute() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        DebugFiles files = new DebugFiles(Finder.FILES, Finder.in(debugDirectory), nanos::get);
        LibraryImage image = Finder.image(library);
        DebugSearch first = files.find(image);
        assertThat(first.found()).isNull();
        SplitLibrary.copy(usual.debug(), byBuildId());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60) - 1);
        assertThat(files.find(image)).isEqualTo(first);
        nanos.addAndGet(1);
        try (DebugSearch search = files.find(image)) {
            assertThat(search.found()).isNotNull();
        }
    }

    @Test
    void missesAreBounded() {
        Misses misses = new Misses(System::nanoTime);
        LibraryImage first = image(0);
        for (int i = 0; i <= Misses.MAX_KEPT; i++) {
            misses.put(image(i), List.of());
        }
        assertThat(misses.get(first)).isNull();
        assertThat(misses.get(image(1))).isEmpty();
        assertThat(misses.get(image(Misses.MAX_KEPT))).isEmpty();
    }

    private static LibraryImage image(int i) {
        return LibraryImage.of(MappingName.NONE, BuildId.of(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
}
