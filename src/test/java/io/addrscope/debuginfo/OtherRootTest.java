// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.MappingName;
import io.addrscope.testing.LineProcess;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that have another root than we: their debug files are looked for there, and by build ID here. */
final class OtherRootTest {

    private static final String LIBRARY = "/lib/part/libpart.so";

    private static final Path TOOLS = Toolchain.temporaryDirectory("addrscope-root");

    @TempDir
    private Path directory;

    private Path root;
    private Path ownDirectory;
    private final SplitLibrary split = SplitLibrary.usual();

    private static final class Programs {
        static final Path ENTER = build("enter.c", "-O1");
        static final Path HELPER = build("helper.c", "-static", "-pthread");

        private static Path build(String source, String... flags) {
            Path program = TOOLS.resolve(source + ".out");
            Toolchain.compile(
                    program,
                    "gcc",
                    List.of(flags),
                    List.of(Toolchain.source(source, TOOLS).toString()));
            return program;
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectory(directory.resolve("root"));
        ownDirectory = Files.createDirectory(directory.resolve("debug"));
        SplitLibrary.copy(Programs.HELPER, root.resolve("helper"));
        SplitLibrary.copy(split.stripped(), inRoot(LIBRARY));
    }

    private Path inRoot(String path) {
        return root.resolve(path.substring(1));
    }

    /** Finds the debug file of the library as the process sees it; returns where. */
    private String find(String how, Place place) {
        try (LineProcess process =
                LineProcess.start(List.of(Programs.ENTER.toString(), how, root.toString(), "/helper"))) {
            process.answer("first line of the helper");
            ProcessFiles files = new ProcessFiles(TargetProcess.of(process.pid()), null);
            MappingName library = files.nameInProcess(LIBRARY.getBytes(StandardCharsets.US_ASCII));
            DebugFiles debugFiles = new DebugFiles(files, Finder.in(ownDirectory));
            try (DebugSearch search = debugFiles.find(Finder.image(files, library))) {
                DebugFile found = Finder.found(search);
                assertThat(found.place()).as("%s", search.attempts()).isEqualTo(place);
                byte[] path = found.files().pathInProcess(found.path());
                return new String(path, StandardCharsets.UTF_8);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pivot", "chroot"})
    void debugFilesOfTheRootComeFirst(String how) throws IOException {
        String buildId = SplitLibrary.buildId(split.stripped());
        Path host = SplitLibrary.inDirectory(ownDirectory, buildId);
        SplitLibrary.copy(split.debug(), host);
        // Nothing in there: the build ID shows that ours will do.
        assertThat(find(how, Place.HOST)).isEqualTo(host.toString());

        String spelledOtherwise = "/usr/lib/debug/usr/lib/part/" + SplitLibrary.DEBUG_NAME;
        SplitLibrary.copy(split.debug(), inRoot(spelledOtherwise));
        assertThat(find(how, Place.DEBUG_LINK)).isEqualTo(spelledOtherwise);

        String byName = "/usr/lib/debug/lib/part/" + SplitLibrary.DEBUG_NAME;
        SplitLibrary.copy(split.debug(), inRoot(byName));
        assertThat(find(how, Place.DEBUG_LINK)).isEqualTo(byName);

        Path system = SplitLibrary.inDirectory(Path.of("/usr/lib/debug"), buildId);
        // A link that begins with a slash leads to a file in there; here lies none at that path.
        Files.createDirectories(inRoot(system.toString()).getParent());
        Files.createSymbolicLink(inRoot(system.toString()), Path.of(byName));
        assertThat(find(how, Place.BUILD_ID)).isEqualTo(system.toString());
    }
}
