// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs of the system that are asked something: found by {@code PATH}, started without a shell, in the C locale, with
 * nothing to read, and ended if they take long.
 */
final class Tool {

    /** How long a program may take, in seconds; a database that is locked or on a dead disk answers never. */
    private static final int PATIENCE_SECONDS = 10;

    /** Most bytes of output that are read. */
    private static final int MAX_OUTPUT = 1 << 20;

    private Tool() {}

    /**
     * Runs a program and returns what it prints, whatever its exit status says; nothing if it cannot be run, prints more
     * than a megabyte, or does not come to an end.
     *
     * @param command name of the program, and its arguments
     */
    static List<String> lines(List<String> command) {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("LC_ALL", "C");
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return List.of();
        }
        Output output = new Output(process.getInputStream());
        output.setDaemon(true);
        output.start();
        boolean ended = false;
        try {
            ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            output.join(ended ? TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS) : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        return ended ? output.lines() : List.of();
    }

    /** Reads while the program runs: one that finds its pipe full waits. */
    private static final class Output extends Thread {
        private final InputStream in;
        private volatile byte[] bytes = new byte[0];

        Output(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try (InputStream closed = in) {
                byte[] read = closed.readNBytes(MAX_OUTPUT + 1);
                bytes = read.length > MAX_OUTPUT ? new byte[0] : read;
            } catch (IOException e) {
                // What could not be read was not said.
            }
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank()) {
                    lines.add(line);
                }
            }
            return lines;
        }
    }
}
