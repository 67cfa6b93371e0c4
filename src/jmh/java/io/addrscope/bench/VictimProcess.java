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
 * A process that has victim and asker: the C program or a JVM. Its threads, but for the victim, are bound to {@link #ASKER_CPU}.
 * For one thread at a time.
 */
final class VictimProcess implements AutoCloseable {

    static final int ASKER_CPU = 0;

    private static final String MAPPINGS = "1500";

    private final String name;
    private final Process process;
    private final BufferedReader said;
    private final Writer commands;

    private VictimProcess(Bench bench, String name, List<String> command) throws IOException {
        List<String> pinned = new ArrayList<>(List.of(bench.floor(), "pin", String.valueOf(ASKER_CPU)));
        pinned.addAll(command);
        this.name = name;
        this.process = new ProcessBuilder(pinned)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.commands =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    }

    static VictimProcess c(Bench bench) throws IOException {
        return new VictimProcess(bench, "C", List.of(bench.floor(), "pauses", MAPPINGS, String.valueOf(bench.cpu())));
    }

    static VictimProcess java(Bench bench, Jdk jdk) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        command.addAll(jdk.quiet());
        command.addAll(List.of("-cp", bench.classPath(), PauseSubject.class.getName(), MAPPINGS));
        command.add(String.valueOf(bench.cpu()));
        command.add(bench.target().resolve("libvictim.so").toString());
        return new VictimProcess(bench, jdk.name(), command);
    }

    /** What the table calls it. */
    String name() {
        return name;
    }

    /**
     * Lets the victim work.
     *
     * @param way how to ask meanwhile, a word that the process knows
     * @param rate questions a second; 0 is as many as possible
     * @throws IOException if the process has ended; what it wrote to standard error says why
     */
    VictimRun run(String way, int rate, VictimOperation operation, int millis) throws IOException {
        commands.write(String.format("%s %d %d %d%n", way, rate, operation.code, millis));
        commands.flush();
        String line = said.readLine();
        if (line == null) {
            throw new IOException(name + ": the process with the victim ended");
        }
        return VictimRun.parse(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
