// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a thread that faults pages in, or maps and unmaps, suffers while another thread of its process asks about addresses.
 * All pairs are run in rounds, so that slow times of the machine hit all.
 */
final class Pauses {

    /** Questions a second; 0 is as many as possible. */
    private static final List<Integer> RATES = List.of(10_000, 0);

    private final Bench bench;
    private final List<Jdk> jdks;

    Pauses(Bench bench, List<Jdk> jdks) throws IOException {
        this.bench = bench;
        this.jdks = jdks;
        if (bench.cpu() == VictimProcess.ASKER_CPU) {
            throw new IOException("victim and asker need a CPU each, and this machine has one");
        }
    }

    /** Measures, leaves {@code pauses.tsv} and {@code pauses.svg} in the target directory, and returns the table's lines. */
    List<String> lines() throws IOException {
        String loadBefore = loadAverage();
        List<PausePairs> all = measure();
        List<String> runs = new ArrayList<>();
        runs.add("pair\tprocess\tway\trate\toperation\tasker\t" + VictimRun.COLUMNS);
        all.forEach(pairs -> runs.addAll(pairs.tabbed()));
        write("pauses.tsv", runs);
        write("pauses.svg", new PausesPlot(all).svg());
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "Medians of %d pairs of runs of %d ms, in brackets the %.0f %% intervals of the medians of the pairs' ratios;"
                        + " victim on CPU %d, asker on CPU %d; load average %s before, %s after; a run alone was"
                        + " preempted %.0f times.",
                pairs(),
                millis(),
                all.get(0).throughput().coverage() * 100,
                bench.cpu(),
                VictimProcess.ASKER_CPU,
                loadBefore,
                loadAverage(),
                Samples.median(all.stream()
                        .map(pairs -> pairs.idle(VictimRun::preemptions))
                        .toList())));
        lines.add("");
        lines.addAll(PausesTable.markdown(all));
        return lines;
    }

    private List<PausePairs> measure() throws IOException {
        List<VictimProcess> processes = new ArrayList<>();
        try {
            List<PausePairs> all = new ArrayList<>();
            processes.add(VictimProcess.c(bench));
            add(all, processes.get(0), PauseWay.C);
            for (Jdk jdk : jdks) {
                VictimProcess jvm = VictimProcess.java(bench, jdk);
                processes.add(jvm);
                add(all, jvm, PauseWay.JAVA);
            }
            Progress.say("pauses: warm-up");
            for (PausePairs pairs : all) {
                pairs.warmUp(millis());
            }
            for (int round = 1; round <= pairs(); round++) {
                Progress.say("pauses: round " + round + " of " + pairs() + ", load average " + loadAverage());
                for (PausePairs pairs : all) {
                    pairs.add(millis());
                }
            }
            return all;
        } finally {
            processes.forEach(VictimProcess::close);
        }
    }

    private static void add(List<PausePairs> all, VictimProcess process, List<PauseWay> ways) {
        for (PauseWay way : ways) {
            for (int rate : RATES) {
                for (VictimOperation operation : VictimOperation.values()) {
                    all.add(new PausePairs(process, way, rate, operation));
                }
            }
        }
    }

    private int pairs() {
        return bench.pick(3, 30);
    }

    private int millis() {
        return bench.pick(150, 500);
    }

    private void write(String name, List<String> lines) throws IOException {
        Path file = bench.target().resolve(name);
        Files.write(file, lines);
        Progress.say("wrote " + file);
    }

    /** Returns that of the last minute: other work on the machine falsifies everything here. */
    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}
