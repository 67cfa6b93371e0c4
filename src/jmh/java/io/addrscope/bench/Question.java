// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is asked by the C program and by JMH alike.
 *
 * @param what how the table calls it
 * @param floor how the C program is asked for it: {@code named}, {@code numbers}, {@code held}, {@code note} or {@code text}
 * @param benchmark JMH's class and method
 * @param mappings how many mappings the process has
 * @param threads how many threads ask at the same time
 * @param target how the table calls what is to be reached
 */
record Question(String what, String floor, String benchmark, int mappings, int threads, String target) {

    /** Asks the C program; in ns of one CPU. */
    double askFloor(Bench bench) throws IOException, InterruptedException {
        List<String> command = pinned(bench);
        command.add(bench.floor());
        command.add(isText() ? "text" : "point");
        command.add(String.valueOf(mappings));
        if (!isText()) {
            command.add(String.valueOf(threads));
            command.add(floor);
        }
        command.add(String.valueOf(slices(bench)));
        command.add(String.valueOf(sliceMillis()));
        List<Double> samples = new ArrayList<>();
        for (String line : Commands.run(command)) {
            samples.add(Double.parseDouble(line));
        }
        return Samples.median(samples) * cpusPerThread();
    }

    /** Asks JMH, in a JVM of its own; in ns of one CPU. */
    Jmh.Answer askJava(Bench bench, Jdk jdk) throws IOException, InterruptedException {
        List<String> options = List.of("-p", "mappings=" + mappings, "-t", String.valueOf(threads));
        // Look-ups bind their own threads, so that the JVM's others are where they would be with more of them.
        List<String> launcher = isLookUp() ? List.of() : pinned(bench);
        return Jmh.run(bench, jdk, launcher, benchmark, slices(bench), sliceMillis(), options)
                .per(1 / cpusPerThread(), 1);
    }

    /** More threads than CPUs wait for each other; what a question costs is the time of a CPU. */
    private double cpusPerThread() {
        return Math.min(1.0, (double) Runtime.getRuntime().availableProcessors() / threads);
    }

    private List<String> pinned(Bench bench) {
        List<String> command = new ArrayList<>();
        if (threads == 1) {
            command.addAll(List.of(bench.floor(), "pin", String.valueOf(bench.cpu())));
        }
        return command;
    }

    private boolean isLookUp() {
        return benchmark.startsWith(LookUp.class.getSimpleName());
    }

    private boolean isText() {
        return floor.equals("text");
    }

    private int slices(Bench bench) {
        return bench.pick(5, 11);
    }

    /** A cache of many mappings needs a while until all of them are in it, and their lease is a second. */
    private int sliceMillis() {
        if (benchmark.endsWith(".first")) {
            // Of milliseconds each, a slice needs some.
            return 500;
        }
        boolean fillsCache = mappings >= 50_000 && isLookUp();
        return fillsCache ? 500 : isText() ? 150 : 60;
    }
}
