// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library as distributions ship it: stripped, with its debug information in a file of its own. Built from
 * {@code fixtures/library.c}, once for each set of flags; tests work on copies.
 *
 * @param full the library before it was split
 * @param debug what was stripped; its name is {@value #DEBUG_NAME}
 * @param stripped what is left, with a link to {@value #DEBUG_NAME}
 */
record SplitLibrary(Path full, Path debug, Path stripped) {

    static final String DEBUG_NAME = "part.debug";

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-split");

    private static final Map<String, SplitLibrary> BUILT = new ConcurrentHashMap<>();

    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]+)");

    /** One with a build ID. */
    static SplitLibrary usual() {
        return of("-O1 -Wl,--build-id=sha1");
    }

    /** Another build of the same source. */
    static SplitLibrary other() {
        return of("-O2 -DOTHER -Wl,--build-id=sha1");
    }

    /** One without a build ID. */
    static SplitLibrary anonymous() {
        return of("-O1 -Wl,--build-id=none");
    }

    /** One for another processor, with the build ID of {@link #usual}. */
    static SplitLibrary foreign() {
        return of("-m32 -nostdlib -Wl,--build-id=0x" + buildId(usual().stripped()));
    }

    private static SplitLibrary of(String flags) {
        return BUILT.computeIfAbsent(flags, SplitLibrary::build);
    }

    private static SplitLibrary build(String flags) {
        Path directory = DIRECTORY.resolve(Integer.toString(BUILT.size()));
        Path source = Toolchain.source("library.c", directory);
        Path full = directory.resolve("full.so");
        List<String> options = new ArrayList<>(List.of("-g", "-shared", "-fPIC"));
        options.addAll(List.of(flags.split(" ", -1)));
        Toolchain.compile(full, "gcc", options, List.of(source.toString()));
        Path debug = directory.resolve(DEBUG_NAME);
        Toolchain.run("objcopy", "--only-keep-debug", full.toString(), debug.toString());
        Path stripped =
                Toolchain.source("library.c", directory.resolve("stripped")).resolveSibling("libpart.so");
        strip(full, stripped, debug);
        return new SplitLibrary(full, debug, stripped);
    }

    /** Strips a library and links it to a debug file by its name and checksum. */
    static void strip(Path full, Path stripped, Path debug) {
        Toolchain.run("objcopy", "--strip-all", "--add-gnu-debuglink=" + debug, full.toString(), stripped.toString());
    }

    /** Returns the build ID of a file as readelf prints it. */
    static String buildId(Path file) {
        Matcher matcher = BUILD_ID.matcher(Toolchain.run("readelf", "-n", file.toString()));
        if (!matcher.find()) {
            throw new AssertionError("no build ID in " + file);
        }
        return matcher.group(1);
    }

    /** Returns where the debug file of a build ID lies in a debug directory. */
    static Path inDirectory(Path directory, String buildId) {
        return directory.resolve(".build-id").resolve(buildId.substring(0, 2)).resolve(buildId.substring(2) + ".debug");
    }

    /** Copies a file, and makes the directories that are missing. */
    static Path copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            return Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a library a link to a name that objcopy itself would not make. */
    static void link(Path library, String name, byte[] crc) {
        try {
            byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
            byte[] section = new byte[((text.length + 4) & -4) + crc.length];
            System.arraycopy(text, 0, section, 0, text.length);
            System.arraycopy(crc, 0, section, section.length - crc.length, crc.length);
            Path content = Files.write(library.resolveSibling("section"), section);
            Toolchain.run(
                    "objcopy",
                    "--remove-section=.gnu_debuglink",
                    "--add-section=.gnu_debuglink=" + content,
                    library.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
