// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs programs to their end. */
final class Commands {

    private Commands() {}

    /**
     * Runs a program and returns the lines that it wrote.
     *
     * @throws IOException if it fails; the message holds all that it wrote
     */
    static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("addrscope-bench", ".out");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            if (status != 0) {
                throw new IOException(
                        String.join(" ", command) + " ended with status " + status + ":\n" + String.join("\n", lines));
            }
            return lines;
        } finally {
            Files.delete(output);
        }
    }
}
