// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two libraries of the same layout, with different build IDs, built from {@code fixtures/twin.c}. */
final class Twins {

    /** The function that both have, on the first page. */
    static final String FUNCTION = "addrscope_twin";

    /**
     * One of them.
     *
     * @param file the library
     * @param buildId its build ID, in hexadecimal
     * @param inode its inode
     */
    record Twin(Path file, String buildId, long inode) {}

    private final List<Twin> both;

    private Twins(Twin first, Twin second) {
        this.both = List.of(first, second);
    }

    /** Builds them. */
    static Twins build(Path directory) {
        return new Twins(build(directory, "first", "a1"), build(directory, "second", "b2"));
    }

    private static Twin build(Path directory, String name, String byteOfId) {
        Path file = directory.resolve("twin-" + name + ".so");
        String buildId = byteOfId.repeat(20);
        // One segment for headers, code and constants: it is mapped once, as it stays.
        List<String> flags =
                List.of("-O1", "-shared", "-fPIC", "-Wl,-z,noseparate-code", "-Wl,--build-id=0x" + buildId);
        Toolchain.compile(
                file,
                "gcc",
                flags,
                List.of(Toolchain.source("twin.c", directory).toString()));
        return new Twin(file, buildId, inode(file));
    }

    /** Returns the inode of a file, as {@code stat} says. */
    private static long inode(Path file) {
        try {
            return (Long) Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns one, by any number: those with an even number are the same. */
    Twin get(int number) {
        return both.get(number % 2);
    }

    /** Returns the inodes of both. */
    long[] inodes() {
        return both.stream().mapToLong(Twin::inode).toArray();
    }
}
