// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs compilers, debuggers and other tools of the machine. */
public final class Tool {

    /** So that a tool that hangs is noticed. */
    private static final int PATIENCE_SECONDS = 300;

    private Tool() {}

    /**
     * Runs a tool and returns what it writes, errors included.
     *
     * @throws AssertionError if it is missing, fails, or does not end
     */
    public static String run(List<String> command) {
        return run(Path.of("."), command);
    }

    /** As {@link #run(List)}, in a directory. */
    public static String run(Path directory, List<String> command) {
        String line = String.join(" ", command);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("DEBUGINFOD_URLS");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + line + "\n" + output);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("status " + process.exitValue() + ": " + line + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(".ci/run names the Debian package of what this test needs: " + line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + line, e);
        }
    }
}
