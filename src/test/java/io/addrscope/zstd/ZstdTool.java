// SPDX-License-Identifier: Apache-2.0
package io.addrscope.zstd;

import io.addrscope.testing.Toolchain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The program zstd, which makes the frames of the tests and says what damaged ones hold. */
final class ZstdTool {

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-zstd");

    private static final int TIMEOUT_SECONDS = 120;

    private ZstdTool() {}

    /** Compresses a file, whose size is known to the program before it begins. */
    static byte[] compressFile(byte[] content, String... options) {
        return compressFiles(List.of(content), options);
    }

    /** Compresses several files to one frame each. */
    static byte[] compressFiles(List<byte[]> contents, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        try {
            for (byte[] content : contents) {
                arguments.add(Files.write(DIRECTORY.resolve("content-" + arguments.size()), content)
                        .toString());
            }
            return run(Path.of("/dev/null"), arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compresses what comes through a pipe, whose size the program does not know. */
    static byte[] compressPipe(byte[] content, String... options) {
        try {
            return run(Files.write(DIRECTORY.resolve("piped"), content), List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] run(Path input, List<String> arguments) throws IOException {
        Path output = DIRECTORY.resolve("output");
        int status = start(input, arguments, output);
        if (status != 0) {
            throw new AssertionError("zstd " + arguments + " ended with " + status);
        }
        return Files.readAllBytes(output);
    }

    /** Returns the content of frames as the program sees it, or null if they are no frames to it. */
    static byte @Nullable [] decompress(byte[] compressed) {
        try {
            Path output = DIRECTORY.resolve("output");
            Path input = Files.write(DIRECTORY.resolve("compressed"), compressed);
            return start(input, List.of("-d", "--memory=1024MB"), output) == 0 ? Files.readAllBytes(output) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int start(Path input, List<String> arguments, Path output) throws IOException {
        Toolchain.require("zstd");
        List<String> command = new ArrayList<>(List.of("zstd", "-q", "-c"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + command, e);
        }
        return process.exitValue();
    }

    /** Puts byte strings one behind the other. */
    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
