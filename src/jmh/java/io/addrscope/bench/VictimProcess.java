// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
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
    private final LineProcess process;

    private VictimProcess(Bench bench, String name, List<String> command) throws IOException {
        this.name = name;
        this.process = LineProcess.pinned(bench, ASKER_CPU, name + " with the victim", command);
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
        return VictimRun.parse(process.ask(String.format("%s %d %d %d", way, rate, operation.code, millis)));
    }

    @Override
    public void close() {
        process.close();
    }
}
