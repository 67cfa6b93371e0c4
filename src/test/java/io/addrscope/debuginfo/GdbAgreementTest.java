// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For the same files in the same places, gdb reads the file that we find, or none where we find none. */
final class GdbAgreementTest {

    private static final Pattern READING = Pattern.compile("^Reading symbols from (.*?)\\.\\.\\.", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    enum Layout {
        NOTHING,
        BUILD_ID,
        BUILD_ID_WITHOUT_LINK,
        BUILD_ID_OF_ANOTHER_BUILD,
        BUILD_ID_THAT_IS_A_LINK,
        BESIDE,
        IN_SUBDIRECTORY,
        IN_DEBUG_DIRECTORY,
        IN_SECOND_DEBUG_DIRECTORY,
        ANONYMOUS_BESIDE,
        ANONYMOUS_WRONG_CHECKSUM,
        ANONYMOUS_WRONG_CHECKSUM_THEN_RIGHT,
        ANONYMOUS_IN_DEBUG_DIRECTORY,
        LIBRARY_BEHIND_A_LINK
    }

    @ParameterizedTest
    @EnumSource
    void findsTheSameFile(Layout layout) throws IOException {
        directory = directory.toRealPath();
        Path home = directory.resolve("app/lib");
        Path first = Files.createDirectories(directory.resolve("debug-1"));
        Path second = Files.createDirectories(directory.resolve("debug-2"));
        boolean isAnonymous = layout.name().startsWith("ANONYMOUS");
        SplitLibrary split = isAnonymous ? SplitLibrary.anonymous() : SplitLibrary.usual();
        Path library = SplitLibrary.copy(split.stripped(), home.resolve("libpart.so"));
        Path debug = split.debug();
        Path beside = home.resolve(SplitLibrary.DEBUG_NAME);
        Path below = home.resolve(".debug/" + SplitLibrary.DEBUG_NAME);
        String inside = Path.of("/").relativize(beside).toString();
        switch (layout) {
            case NOTHING -> {}
            case BUILD_ID -> SplitLibrary.copy(debug, byBuildId(second, library));
            case BUILD_ID_WITHOUT_LINK -> {
                SplitLibrary.copy(debug, byBuildId(first, library));
                Toolchain.run("objcopy", "--remove-section=.gnu_debuglink", library.toString());
            }
            case BUILD_ID_OF_ANOTHER_BUILD ->
                SplitLibrary.copy(SplitLibrary.other().debug(), byBuildId(first, library));
            case BUILD_ID_THAT_IS_A_LINK -> {
                Path file = SplitLibrary.copy(debug, directory.resolve("elsewhere/any.debug"));
                Path link = byBuildId(first, library);
                Files.createDirectories(link.getParent());
                Files.createSymbolicLink(link, file);
            }
            case BESIDE, ANONYMOUS_BESIDE -> SplitLibrary.copy(debug, beside);
            case IN_SUBDIRECTORY -> SplitLibrary.copy(debug, below);
            case IN_DEBUG_DIRECTORY, ANONYMOUS_IN_DEBUG_DIRECTORY -> SplitLibrary.copy(debug, first.resolve(inside));
            case IN_SECOND_DEBUG_DIRECTORY -> SplitLibrary.copy(debug, second.resolve(inside));
            case ANONYMOUS_WRONG_CHECKSUM ->
                SplitLibrary.copy(SplitLibrary.other().debug(), beside);
            case ANONYMOUS_WRONG_CHECKSUM_THEN_RIGHT -> {
                SplitLibrary.copy(SplitLibrary.other().debug(), beside);
                SplitLibrary.copy(debug, below);
            }
            case LIBRARY_BEHIND_A_LINK -> {
                SplitLibrary.copy(debug, below);
                Path elsewhere = Files.createDirectories(directory.resolve("links"));
                library = Files.createSymbolicLink(elsewhere.resolve("libpart.so.1"), library);
            }
        }
        try (DebugSearch search = Finder.find(library, Finder.in(first, second))) {
            assertSameFile(gdb(library, first + ":" + second), Finder.path(search), search.attempts());
        }
    }

    @Test
    void findsTheDebugFileOfTheCLibrary() {
        Path libc = Path.of("/lib/x86_64-linux-gnu/libc.so.6");
        assumeTrue(Files.exists(libc), "another processor's library has another path");
        try (DebugSearch search = Finder.find(libc, Finder.NOWHERE)) {
            String gdb = gdb(libc, "/usr/lib/debug");
            assertThat(gdb).as("on Debian, apt-get install libc6-dbg").isNotEqualTo("-");
            assertSameFile(gdb, Finder.path(search), search.attempts());
            assertThat(Finder.found(search).contents().isComplete()).isTrue();
        }
    }

    /** They may spell it otherwise. */
    private static void assertSameFile(String theirs, String ours, List<Attempt> attempts) {
        if (theirs.equals("-")) {
            assertThat(ours).as("%s", attempts).isEqualTo("-");
        } else {
            assertThat(Path.of(ours)).as("%s", attempts).hasSameBinaryContentAs(Path.of(theirs));
            assertThat(real(ours)).isEqualTo(real(theirs));
        }
    }

    private static Path real(String path) {
        try {
            return Path.of(path).toRealPath();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private static Path byBuildId(Path debugDirectory, Path library) {
        return SplitLibrary.inDirectory(debugDirectory, SplitLibrary.buildId(library));
    }

    private static String gdb(Path library, String directories) {
        String output = Toolchain.run(
                "gdb",
                "-nx",
                "-batch",
                "-ex",
                "set debuginfod enabled off",
                "-ex",
                "set verbose on",
                "-ex",
                "set debug-file-directory " + directories,
                "-ex",
                "file " + library);
        Matcher matcher = READING.matcher(output);
        String last = "-";
        while (matcher.find()) {
            if (!matcher.group(1).equals(library.toString())) {
                last = matcher.group(1);
            }
        }
        return last;
    }
}
