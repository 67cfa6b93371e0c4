// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that dwz has made two debug files share. */
final class SharedDebugFileTest {

    @TempDir
    private Path directory;

    private Path library;
    private Path debugDirectory;

    /** The debug file of the library, by its build ID. */
    private Path debug;

    /** What it shares with another. */
    private Path shared;

    @BeforeEach
    void build() throws IOException {
        directory = directory.toRealPath();
        debugDirectory = directory.resolve("debug");
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path first = split(sources, "first");
        Path second = split(sources, "second");
        library = sources.resolve("first.so");
        debug = SplitLibrary.copy(first, SplitLibrary.inDirectory(debugDirectory, SplitLibrary.buildId(library)));
        Path other = SplitLibrary.copy(second, debugDirectory.resolve("second.debug"));
        Files.createDirectories(debugDirectory.resolve(".dwz"));
        shared = debugDirectory.resolve(".dwz/common.debug");
        Toolchain.run(
                "dwz", "-m", shared.toString(), "-M", "../../.dwz/common.debug", debug.toString(), other.toString());
    }

    /** Types that nobody uses are what the two have in common. */
    private static Path split(Path directory, String name) throws IOException {
        Path source = Files.writeString(
                directory.resolve(name + ".c"),
                "#include <stdio.h>\n#include <stdlib.h>\n#include <pthread.h>\n#include <signal.h>\nint " + name
                        + "(void) { return sizeof(FILE); }\n");
        Path full = directory.resolve(name + ".full");
        Toolchain.compile(
                full,
                "gcc",
                List.of(
                        "-g",
                        "-shared",
                        "-fPIC",
                        "-fno-eliminate-unused-debug-types",
                        "-fno-eliminate-unused-debug-symbols",
                        "-Wl,--build-id=sha1"),
                List.of(source.toString()));
        Path debug = directory.resolve(name + ".debug");
        Toolchain.run("objcopy", "--only-keep-debug", full.toString(), debug.toString());
        SplitLibrary.strip(full, directory.resolve(name + ".so"), debug);
        return debug;
    }

    private DebugSearch findShared(DebugFile file) {
        AltLink link = Objects.requireNonNull(file.contents().altLink());
        return Finder.debugFiles(Finder.in(debugDirectory)).findShared(file.files(), file.path(), link);
    }

    private DebugSearch findDebug() {
        return Finder.find(library, Finder.in(debugDirectory));
    }

    @Test
    void relativePathStartsAtTheDebugFile() {
        try (DebugSearch search = findDebug();
                DebugSearch common = findShared(Finder.found(search))) {
            AltLink link =
                    Objects.requireNonNull(Finder.found(search).contents().altLink());
            assertThat(link.path().text()).isEqualTo("../../.dwz/common.debug");
            assertThat(link.id().toString()).isEqualTo(SplitLibrary.buildId(shared));
            assertThat(common.found()).as("%s", common.attempts()).isNotNull();
            assertThat(Path.of(Finder.path(common)).normalize()).isEqualTo(shared);
            assertThat(Finder.found(common).place()).isEqualTo(Place.ALT_LINK);
        }
    }

    @Test
    void relativePathStartsAtTheFileThatALinkLeadsTo() throws IOException {
        // As on Fedora: what has the name of the build ID is a link to the file.
        Path named = debugDirectory.resolve("usr/lib/part/first.so.debug");
        Files.createDirectories(named.getParent());
        Files.move(debug, named);
        Files.createSymbolicLink(debug, named);
        Path right = debugDirectory.resolve("usr/.dwz/common.debug");
        Files.createDirectories(right.getParent());
        Files.move(shared, right);
        try (DebugSearch search = findDebug();
                DebugSearch common = findShared(Finder.found(search))) {
            assertThat(common.found()).as("%s", common.attempts()).isNotNull();
            assertThat(Path.of(Finder.path(common)).normalize()).isEqualTo(right);
        }
    }

    @Test
    void anotherBuildIsNotTaken() throws IOException {
        Path byBuildId = SplitLibrary.inDirectory(debugDirectory, SplitLibrary.buildId(shared));
        SplitLibrary.copy(shared, byBuildId);
        Files.delete(shared);
        SplitLibrary.copy(SplitLibrary.usual().debug(), shared);
        try (DebugSearch search = findDebug();
                DebugSearch common = findShared(Finder.found(search))) {
            assertThat(common.attempts())
                    .extracting(Attempt::outcome)
                    .contains(Outcome.OTHER_BUILD)
                    .endsWith(Outcome.FOUND);
            assertThat(Finder.path(common)).isEqualTo(byBuildId.toString());
        }
        Files.delete(byBuildId);
        try (DebugSearch search = findDebug();
                DebugSearch common = findShared(Finder.found(search))) {
            assertThat(common.found()).isNull();
        }
    }

    @Test
    void pathMayBeAnything() {
        BuildId buildId = BuildId.of(new byte[] {1, 2, 3});
        for (String path : List.of("/", "..", ".", "/etc/passwd", "a\0b", "/dev/zero", "../".repeat(2000) + "x")) {
            for (boolean supplementary : List.of(false, true)) {
                AltLink link = new AltLink(MappingName.of(path), buildId, supplementary);
                try (DebugSearch search = Finder.debugFiles(Finder.in(debugDirectory))
                        .findShared(Finder.FILES, MappingName.of(debug.toString()), link)) {
                    assertThat(search.found()).as("%s", search.attempts()).isNull();
                }
            }
        }
    }
}
