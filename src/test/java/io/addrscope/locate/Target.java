// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Source;
import io.addrscope.testing.LineProcess;
import io.addrscope.testing.Toolchain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Another process, that of {@code fixtures/target.c}, which does as it is told. For one thread. */
final class Target implements Host {

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-target");

    private static final Map<List<String>, Path> PROGRAMS = new ConcurrentHashMap<>();

    private final LineProcess process;

    private Target(LineProcess process) {
        this.process = process;
        assertThat(process.answer("first line of the target")).isEqualTo("ready");
    }

    /** Starts the program as the system's compiler builds it. */
    static Target start() {
        return start(List.of(program("gcc", "-pie").toString()));
    }

    /** Starts a command that becomes the program. */
    static Target start(List<String> command) {
        return new Target(LineProcess.start(command));
    }

    /** Builds the program, with the symbols of {@link io.addrscope.testing.Fixture} in it. */
    static Path program(String compiler, String... flags) {
        List<String> key = new ArrayList<>(List.of(compiler));
        key.addAll(List.of(flags));
        return PROGRAMS.computeIfAbsent(key, Target::build);
    }

    private static Path build(List<String> compilerAndFlags) {
        Path sources = DIRECTORY.resolve("sources-" + PROGRAMS.size());
        List<String> flags = new ArrayList<>(List.of("-O1", "-rdynamic", "-pthread"));
        flags.addAll(compilerAndFlags.subList(1, compilerAndFlags.size()));
        Path program = sources.resolveSibling("target-" + PROGRAMS.size());
        Toolchain.compile(
                program,
                compilerAndFlags.get(0),
                flags,
                List.of(
                        Toolchain.source("target.c", sources).toString(),
                        Toolchain.source("loaded.c", sources).toString(),
                        Toolchain.source("library.c", sources).toString(),
                        "-ldl"));
        return program;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public AddressSpace space(Source source) {
        return AddressSpace.of(pid(), source);
    }

    @Override
    public LoaderView load(Path library) {
        return LoaderView.parse(ask("load " + hex(library)));
    }

    /** The program itself. */
    LoaderView program() {
        return LoaderView.parse(ask("image"));
    }

    @Override
    public long symbol(Path library, String name) {
        return number("symbol " + name + " " + hex(library));
    }

    /** The address of a symbol of the program. */
    long symbol(String name) {
        return number("symbol " + name);
    }

    /** Copies a library to a memory file and loads it from there. */
    LoaderView loadFromMemoryFile(Path library) {
        return LoaderView.parse(ask("memfd " + hex(library)));
    }

    /** Maps a part of a file, private and readable only. */
    long map(Path file, long offset, long length) {
        return map(file.toString().getBytes(StandardCharsets.UTF_8), offset, length);
    }

    /** Maps a part of a file, private and readable only. */
    long map(byte[] file, long offset, long length) {
        return number("map " + HexFormat.of().formatHex(file) + " 1 " + Long.toHexString(offset) + " "
                + Long.toHexString(length));
    }

    /** Reads its memory, as the process itself sees it. */
    byte[] peek(long address, int length) {
        return HexFormat.of().parseHex(ask("peek " + Long.toHexString(address) + " " + Integer.toHexString(length)));
    }

    /** The address of the vDSO, by {@code getauxval}. */
    long vdso() {
        return number("vdso");
    }

    private long number(String command) {
        return Long.parseUnsignedLong(ask(command), 16);
    }

    /** Gives a command and returns the answer. */
    String ask(String command) {
        String reply = process.ask(command);
        if (reply.startsWith("error")) {
            throw new AssertionError(command + ": " + reply);
        }
        return reply;
    }

    private static String hex(Path path) {
        return HexFormat.of().formatHex(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.close();
    }
}
