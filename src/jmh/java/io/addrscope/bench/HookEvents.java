// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Single events that hooks see, and the hooks' memory, on one JDK. Two JVMs live side by side, with and without the agent, and
 * work in turns; then come two others, as no two JVMs compile quite the same code.
 */
final class HookEvents {

    private static final int TURNS = 20_000;
    private static final int CALLS = 10_000_000;
    private static final double MEBIBYTE = 1 << 20;
    private static final double NANOS_OF_MILLI = 1e6;

    private final Bench bench;
    private final Jdk jdk;
    private final Path file;

    private final List<Double> plainNanos = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> addedNanos = new ArrayList<>();
    private final List<Double> callNanos = new ArrayList<>();
    private final Map<String, Memory> memory = new LinkedHashMap<>();

    /** @param file one of a page or more */
    HookEvents(Bench bench, Jdk jdk, Path file) {
        this.bench = bench;
        this.jdk = jdk;
        this.file = file;
    }

    void measure() throws IOException, InterruptedException {
        int jvms = bench.pick(1, 5);
        for (int i = 1; i <= jvms; i++) {
            Progress.say("events that hooks see, JVMs " + i + " of " + jvms + ", " + jdk.name());
            try (LineProcess plain = start(false);
                    LineProcess hooked = start(true)) {
                measure(plain, hooked);
            }
        }
    }

    private LineProcess start(boolean agent) throws IOException {
        List<String> command =
                HookHarm.jvm(bench, jdk, agent, HookSubject.class, String.valueOf(agent), file.toString());
        return LineProcess.pinned(bench, bench.cpu(), jdk.name() + " with hooks", command);
    }

    private void measure(LineProcess plain, LineProcess hooked) throws IOException, InterruptedException {
        // The first answer about memory loads what later ones need.
        for (LineProcess process : List.of(plain, hooked)) {
            turns(process);
            process.ask("memory");
        }
        compareMemory("before", plain, hooked);
        for (LineProcess process : List.of(plain, hooked)) {
            process.ask("look");
            turns(process);
        }
        compareMemory("with hooks", plain, hooked);
        calls(hooked);
        int rounds = bench.pick(3, 6);
        for (int round = 0; round < rounds; round++) {
            boolean plainFirst = round % 2 == 0;
            double first = turns(plainFirst ? plain : hooked);
            double second = turns(plainFirst ? hooked : plain);
            double without = plainFirst ? first : second;
            double with = plainFirst ? second : first;
            plainNanos.add(without);
            ratios.add(with / without);
            addedNanos.add((with - without) / MappedFile.EVENTS);
            callNanos.add(calls(hooked));
        }
        compareMemory("after work", plain, hooked);
        Commands.run(List.of(
                jdk.java(), "-jar", bench.agentJar().toString(), "attach", String.valueOf(hooked.pid()), "hooks=off"));
        hooked.ask("unhooked");
        compareMemory("hooks=off", plain, hooked);
    }

    private static double turns(LineProcess process) throws IOException {
        return Double.parseDouble(process.ask("turns " + TURNS)) / TURNS;
    }

    private static double calls(LineProcess hooked) throws IOException {
        return Double.parseDouble(hooked.ask("calls " + CALLS)) / CALLS;
    }

    private void compareMemory(String when, LineProcess plain, LineProcess hooked) throws IOException {
        String[] without = plain.ask("memory").split(" ", -1);
        String[] with = hooked.ask("memory").split(" ", -1);
        Memory found = memory.computeIfAbsent(when, absent -> new Memory());
        found.used.add(Double.parseDouble(with[0]) - Double.parseDouble(without[0]));
        found.resident.add(Double.parseDouble(with[1]) - Double.parseDouble(without[1]));
        found.collection.add(Double.parseDouble(with[2]) - Double.parseDouble(without[2]));
    }

    /** Returns what mapping and unmapping takes, and what hooks add to each of the two. */
    String turns() {
        MedianInterval ratio = MedianInterval.of(ratios);
        MedianInterval added = MedianInterval.of(addedNanos);
        return String.format(
                "%.3f× (%.3f to %.3f) of %s; %+.0f ns (%+.0f to %+.0f)",
                ratio.median(),
                ratio.low(),
                ratio.high(),
                Row.time(Samples.median(plainNanos)),
                added.median(),
                added.low(),
                added.high());
    }

    /** Returns what the call takes that hooks make. */
    String calls() {
        return String.format("%.1f ns", Samples.median(callNanos));
    }

    /** Returns by how much more a JVM with the agent takes, from before the hooks to after. */
    String memory() {
        return memory.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What one JVM takes more than the other, a number for each pair of JVMs. */
    private static final class Memory {

        /** Bytes of the heap after a collection, of classes and of compiled code. */
        private final List<Double> used = new ArrayList<>();

        /** Bytes of the process that are in memory. */
        private final List<Double> resident = new ArrayList<>();

        /** Nanoseconds of a collection of all garbage. */
        private final List<Double> collection = new ArrayList<>();

        @Override
        public String toString() {
            return String.format(
                    "%+.1f, %+.1f MiB, %+.1f ms",
                    Samples.median(used) / MEBIBYTE,
                    Samples.median(resident) / MEBIBYTE,
                    Samples.median(collection) / NANOS_OF_MILLI);
        }
    }
}
