// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds files with symbols from {@code fixtures/symbols*}, in a directory that is deleted when this JVM ends. */
final class SymbolFixtures {

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-symbols");

    private SymbolFixtures() {}

    /** Returns a path in the directory. */
    static Path path(String name) {
        return DIRECTORY.resolve(name);
    }

    /**
     * Builds a shared library from {@code symbols.c}.
     *
     * @param name file name, unlike all others
     * @param flags options for compiler and linker, between spaces
     */
    static Path library(String name, String compiler, String flags) {
        return build(name, compiler, "-shared -fPIC -nostdlib " + flags, List.of("symbols.c"));
    }

    /** Builds a program from {@code symbols.c} and {@code symbols_main.c}, as {@link #library} does. */
    static Path program(String name, String compiler, String flags) {
        return build(name, compiler, flags, List.of("symbols.c", "symbols_main.c"));
    }

    /** Builds a shared library from {@code symbols.s}, as {@link #library} does. */
    static Path assembly(String name, String compiler, String flags) {
        return build(name, compiler, "-shared -nostdlib " + flags, List.of("symbols.s"));
    }

    /** Builds a shared library for x86-64 from {@code slots.s}, as {@link #library} does. */
    static Path slots(String name) {
        return build(name, "gcc", "-m64 -shared -nostdlib", List.of("slots.s"));
    }

    private static Path build(String name, String compiler, String flags, List<String> sources) {
        Path file = path(name);
        if (flags.contains("-fuse-ld=lld")) {
            Toolchain.require("ld.lld");
        }
        List<String> inputs = new ArrayList<>();
        for (String source : sources) {
            inputs.add(Toolchain.source(source, path("sources")).toString());
        }
        Toolchain.compile(file, compiler, List.of(("-O1 " + flags).trim().split(" +", -1)), inputs);
        return file;
    }

    /** Copies a file, and lets a tool change the copy, whose path is the last argument. */
    static Path changed(Path file, String name, String... command) {
        Path copy = path(name);
        try {
            Files.deleteIfExists(copy);
            Files.copy(file, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> full = new ArrayList<>(List.of(command));
        full.add(copy.toString());
        Toolchain.run(full);
        return copy;
    }
}
