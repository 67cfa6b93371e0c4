// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final long pid;

    private HelperProcess(Process process) {
        this.process = process;
        this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.pid = parse(readLine());
    }

    /** Starts one. */
    public static HelperProcess start() {
        try {
            return new HelperProcess(new ProcessBuilder(Program.PATH.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        String answer = answer(command);
        if (answer.startsWith("error")) {
            throw new AssertionError(command + ": " + answer);
        }
        return parse(answer);
    }

    /** Runs a command that may fail; empty if it does. */
    public OptionalLong tryRun(String command) {
        String answer = answer(command);
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

    private String answer(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readLine();
    }

    private String readLine() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new AssertionError("the helper process has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long parse(String answer) {
        return Long.parseUnsignedLong(answer, 16);
    }

    /** Kills it and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
