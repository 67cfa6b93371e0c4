// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;

/**
 * A process that maps, forks and executes to order; {@code fixtures/helper.c} lists its commands. For one thread. Ends
 * with {@link #close}, and with this JVM.
 */
public final class HelperProcess implements AutoCloseable {

    /** Bits of {@code mmap}'s third argument. */
    public static final int READ = 1;

    /** As {@link #READ}. */
    public static final int WRITE = 2;

    private static final class Program {
        static final Path PATH = build();

        private static Path build() {
            Path directory = Toolchain.temporaryDirectory("addrscope-helper");
            Path program = directory.resolve("helper");
            Path source = Toolchain.source("helper.c", directory);
            Toolchain.compile(program, "gcc", List.of("-O1", "-pthread"), List.of(source.toString()));
            return program;
        }
    }

    private final LineProcess process = LineProcess.start(List.of(Program.PATH.toString()));

    /** As the program itself counts. */
    private final long pid = parse(process.answer("first line of the helper"));

    private HelperProcess() {}

    /** Starts one. */
    public static HelperProcess start() {
        return new HelperProcess();
    }

    /** Returns its pid. */
    public long pid() {
        return pid;
    }

    /** Returns the program. */
    public static Path program() {
        return Program.PATH;
    }

    /**
     * Runs a command.
     *
     * @throws AssertionError if it fails
     */
    public long run(String command) {
        String answer = process.ask(command);
        if (answer.startsWith("error")) {
            throw new AssertionError(command + ": " + answer);
        }
        return parse(answer);
    }

    /** Runs a command that may fail; empty if it does. */
    public OptionalLong tryRun(String command) {
        String answer = process.ask(command);
        return answer.startsWith("error") ? OptionalLong.empty() : OptionalLong.of(parse(answer));
    }

    /** Maps anonymous memory. */
    public long anonymous(long length, int protection, boolean shared) {
        return run("anon " + length + " " + protection + " " + (shared ? 1 : 0));
    }

    /** Maps a file from its beginning, which is made if it is missing. */
    public long file(byte[] path, long length, int protection, boolean shared) {
        return run("file " + hex(path) + " " + length + " " + protection + " " + (shared ? 1 : 0));
    }

    /** Spells the bytes of a path for a command. */
    public static String hex(byte[] path) {
        return HexFormat.of().formatHex(path);
    }

    /** Stops all threads of a process: its mappings stay as they are until {@link #resume}. */
    public static void stop(long pid) {
        Toolchain.run("kill", "-STOP", Long.toString(pid));
    }

    /** Lets a process go on. */
    public static void resume(long pid) {
        Toolchain.run("kill", "-CONT", Long.toString(pid));
    }

    private static long parse(String answer) {
        return Long.parseUnsignedLong(answer, 16);
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.close();
    }
}
