// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that answers each line of its standard input by one of its standard output; what it writes to standard error
 * goes to ours. For one thread at a time.
 */
final class LineProcess implements AutoCloseable {

    private final String name;
    private final Process process;
    private final BufferedReader said;
    private final Writer commands;

    private LineProcess(String name, List<String> command) throws IOException {
        this.name = name;
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.commands =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    }

    /**
     * Starts a program.
     *
     * @param name what messages call it
     */
    static LineProcess started(String name, List<String> command) throws IOException {
        return new LineProcess(name, command);
    }

    /**
     * Starts a program with all its threads bound to one CPU.
     *
     * @param name what messages call it
     */
    static LineProcess pinned(Bench bench, int cpu, String name, List<String> command) throws IOException {
        List<String> pinned = new ArrayList<>(List.of(bench.floor(), "pin", String.valueOf(cpu)));
        pinned.addAll(command);
        return new LineProcess(name, pinned);
    }

    long pid() {
        return process.pid();
    }

    /**
     * Sends a line and returns the answer to it.
     *
     * @throws IOException if the process has ended; what it wrote to standard error says why
     */
    String ask(String line) throws IOException {
        commands.write(line + "\n");
        commands.flush();
        String answer = said.readLine();
        if (answer == null) {
            throw new IOException(name + ": the process ended");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
