// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * ELF files with every layout that linkers make, built from {@code fixtures/*.c} when they are first asked for.
 *
 * <p>Each holds the symbols {@link #SYMBOLS}, in {@code .dynsym} or {@code .symtab}: a function, and variables in
 * {@code .rodata}, {@code .data} (small and large), {@code .data.rel.ro} and {@code .bss}. Those of which
 * {@link #isLoadable} is true can be loaded on this machine by {@code dlopen} ({@link #isProgram} false) or started
 * ({@link #isProgram} true; {@code fixtures/program.c} says what a program prints and when it ends).
 *
 * <p>{@link #file} builds once a JVM, in a directory that is deleted at its end: a test that changes a file works on a
 * copy. {@link #available} leaves out those whose linker distributions have begun to drop, and says so; every other
 * missing tool fails the test.
 */
public enum Fixture {
    /** The linker of binutils, its defaults: code in pages of its own. */
    BFD_LIBRARY(Kind.LIBRARY, "gcc", "-Wl,-z,separate-code -Wl,--build-id=sha1"),
    /** Code and constants in one segment, sharing a page of the file with the writable one. */
    BFD_LIBRARY_ONE_CODE_SEGMENT(Kind.LIBRARY, "gcc", "-Wl,-z,noseparate-code -Wl,--build-id=md5"),
    /** Segments at huge-page boundaries, with holes of nearly 2 MiB. */
    BFD_LIBRARY_HUGE_PAGES(Kind.LIBRARY, "gcc", "-Wl,-z,max-page-size=0x200000 -Wl,--build-id=uuid"),
    /** Linked at an address, as prelinked libraries are. */
    BFD_LIBRARY_AT_ADDRESS(Kind.LIBRARY, "gcc", "-Wl,-Ttext-segment=0x10000000 -Wl,--build-id=sha1"),
    /** A build ID of one byte, 0x5a, in a note without padding: tools call it corrupt. */
    BFD_LIBRARY_SHORT_BUILD_ID(Kind.LIBRARY, "gcc", "-Wl,--build-id=0x5a"),
    /** All of the writable segment stays writable. */
    BFD_LIBRARY_NO_RELRO(Kind.LIBRARY, "gcc", "-Wl,-z,norelro -Wl,--build-id=none"),
    /** gold: ELF address and file offset differ in the writable segment. */
    GOLD_LIBRARY(Kind.LIBRARY, "gcc", "-fuse-ld=gold -Wl,--build-id=sha1"),
    /** lld: ELF addresses and file offsets differ from the second segment on; all segments share pages of the file. */
    LLD_LIBRARY(Kind.LIBRARY, "clang", "-fuse-ld=lld -Wl,--build-id=sha1"),
    /** lld, code in pages of its own. */
    LLD_LIBRARY_SEPARATE_CODE(Kind.LIBRARY, "clang", "-fuse-ld=lld -Wl,-z,separate-code -Wl,--build-id=md5"),
    /** lld, every segment in pages of its own. */
    LLD_LIBRARY_SEPARATE_SEGMENTS(
            Kind.LIBRARY, "clang", "-fuse-ld=lld -Wl,-z,separate-loadable-segments -Wl,--build-id=uuid"),
    /** lld, linked at an address that no process has: the load bias is negative. */
    LLD_LIBRARY_AT_ADDRESS(Kind.LIBRARY, "clang", "-fuse-ld=lld -Wl,--image-base=0x7ffffffff0000000"),
    /** lld, segments at huge-page boundaries of memory that share pages of the file. */
    LLD_LIBRARY_HUGE_PAGES(
            Kind.LIBRARY, "clang", "-fuse-ld=lld -Wl,-z,max-page-size=0x200000 -Wl,--build-id=0x00ff1234"),
    /** A position-independent executable. */
    BFD_PROGRAM(Kind.PROGRAM, "gcc", "-pie -Wl,--build-id=sha1"),
    /** An executable at fixed addresses. */
    BFD_PROGRAM_NO_PIE(Kind.PROGRAM, "gcc", "-no-pie -Wl,--build-id=sha1"),
    /** An executable at fixed addresses that are not the usual ones. */
    BFD_PROGRAM_AT_ADDRESS(Kind.PROGRAM, "gcc", "-no-pie -Wl,-Ttext-segment=0x20000000"),
    /** gold, fixed addresses. */
    GOLD_PROGRAM_NO_PIE(Kind.PROGRAM, "gcc", "-fuse-ld=gold -no-pie"),
    /** lld, position-independent. */
    LLD_PROGRAM(Kind.PROGRAM, "clang", "-fuse-ld=lld -pie -Wl,--build-id=sha1"),
    /** lld, fixed addresses, segments sharing pages of the file. */
    LLD_PROGRAM_NO_PIE(Kind.PROGRAM, "clang", "-fuse-ld=lld -no-pie -Wl,--build-id=md5"),
    /** 32 bits, little endian. */
    X86_LIBRARY(Kind.FOREIGN, "gcc", "-m32 -Wl,--build-id=sha1"),
    /** 64 bits, big endian, from binutils. */
    S390X_LIBRARY(Kind.FOREIGN, "s390x-linux-gnu-gcc", "-Wl,--build-id=sha1"),
    /** 32 bits, big endian. */
    MIPS_LIBRARY(Kind.FOREIGN, "clang", "--target=mips-linux-gnu -fuse-ld=lld -Wl,--build-id=sha1"),
    /** 64 bits, big endian, segments at boundaries of 64 KiB. */
    PPC64_LIBRARY(Kind.FOREIGN, "clang", "--target=powerpc64-linux-gnu -fuse-ld=lld -Wl,--build-id=sha1"),
    /** 64 bits, little endian, segments at boundaries of 64 KiB. */
    AARCH64_LIBRARY(Kind.FOREIGN, "clang", "--target=aarch64-linux-gnu -fuse-ld=lld -Wl,--build-id=md5");

    /** The symbols that every fixture defines. */
    public static final List<String> SYMBOLS = List.of(
            "addrscope_add",
            "addrscope_text",
            "addrscope_counter",
            "addrscope_numbers",
            "addrscope_names",
            "addrscope_zeros");

    private enum Kind {
        LIBRARY("-shared -fPIC"),
        PROGRAM("-rdynamic"),
        FOREIGN("-shared -fPIC -nostdlib");

        private final String flags;

        Kind(String flags) {
            this.flags = flags;
        }
    }

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-fixtures");

    private static final Map<Fixture, Path> BUILT = new ConcurrentHashMap<>();

    private final Kind kind;
    private final String compiler;
    private final String flags;

    Fixture(Kind kind, String compiler, String flags) {
        this.kind = kind;
        this.compiler = compiler;
        this.flags = flags;
    }

    /** Returns those that this machine can build, in the order above, and prints which it cannot. */
    public static Stream<Fixture> available() {
        return Arrays.stream(values()).filter(fixture -> {
            boolean available = !fixture.flags.contains("-fuse-ld=gold") || Toolchain.has("ld.gold");
            if (!available) {
                System.out.println("not covered, for ld.gold is not on this machine: " + fixture);
            }
            return available;
        });
    }

    /** Returns whether it is a program; else it is a shared library. */
    public boolean isProgram() {
        return kind == Kind.PROGRAM;
    }

    /** Returns whether this machine can load or start it. */
    public boolean isLoadable() {
        return kind != Kind.FOREIGN;
    }

    /**
     * Returns the file, and builds it if nobody asked before.
     *
     * @throws AssertionError if a tool is missing (the message names the Debian package) or fails
     */
    public Path file() {
        return BUILT.computeIfAbsent(this, Fixture::build);
    }

    private Path build() {
        if (flags.contains("-fuse-ld=lld")) {
            Toolchain.require("ld.lld");
        }
        List<String> options = new ArrayList<>(List.of("-O1", "-g"));
        Collections.addAll(options, kind.flags.split(" ", -1));
        Collections.addAll(options, flags.split(" ", -1));
        Path sources = DIRECTORY.resolve(name() + ".c");
        List<String> inputs = new ArrayList<>();
        inputs.add(Toolchain.source("library.c", sources).toString());
        if (isProgram()) {
            inputs.add(Toolchain.source("program.c", sources).toString());
            inputs.add("-ldl");
        }
        Path file = DIRECTORY.resolve(name() + (isProgram() ? "" : ".so"));
        Toolchain.compile(file, compiler, options, inputs);
        return file;
    }
}
