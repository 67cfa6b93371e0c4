// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end, with nothing on their standard input. */
final class Shell {

    private static final int PATIENCE_SECONDS = 60;

    private Shell() {}

    /** What became of a program; its output is UTF-8. */
    record Result(int status, String stdout, String stderr) {}

    /** Runs a script of bash, whose arguments are {@code $1} and so on. */
    static Result bash(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    static Result run(List<String> command) {
        try {
            Path work = Files.createTempDirectory("addrscope-cli");
            Path out = work.resolve("stdout");
            Path err = work.resolve("stderr");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "COLUMNS", "ADDRSCOPE_DEBUG")) {
                builder.environment().remove(variable);
            }
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            Result result = new Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            Files.delete(work);
            if (!ended) {
                throw new AssertionError("did not end: " + String.join(" ", command) + "\n" + result);
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
