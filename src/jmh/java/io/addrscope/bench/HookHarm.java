// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** What the agent's hooks cost an application: beside the same without the agent, in turns. */
final class HookHarm {

    /** The slow-down that is to be excluded, as a ratio. */
    private static final double LIMIT = 1.03;

    private static final String FLOOR = "without the agent";

    private final Bench bench;
    private final List<Jdk> jdks;
    private final Path libraries;

    HookHarm(Bench bench, List<Jdk> jdks) throws IOException {
        this.bench = bench;
        this.jdks = jdks;
        this.libraries = Files.createDirectories(bench.target().resolve("tiny"));
        Path original = bench.target().resolve("libtiny.so");
        Files.copy(original, HookedApplication.data(libraries), StandardCopyOption.REPLACE_EXISTING);
        for (int i = 0; i < HookedApplication.WAVES * HookedApplication.LIBRARIES_PER_WAVE; i++) {
            // Not links: the loader takes files of one inode for one library.
            Files.copy(original, HookedApplication.library(libraries, i), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    List<Row> rows() throws IOException, InterruptedException {
        List<String> application = new ArrayList<>();
        List<HookEvents> events = new ArrayList<>();
        for (Jdk jdk : jdks) {
            application.add(application(jdk));
            HookEvents ofJdk = new HookEvents(bench, jdk, HookedApplication.data(libraries));
            ofJdk.measure();
            events.add(ofJdk);
        }
        return List.of(
                new Row(
                        String.format("an application with hooks in, %d pairs of runs", pairs()),
                        FLOOR,
                        application,
                        String.format("≤ %.2f×", LIMIT)),
                new Row(
                        "map and unmap a page of a file; of that for each of the two events",
                        FLOOR,
                        events.stream().map(HookEvents::turns).toList(),
                        "some ns"),
                new Row(
                        "what a hook calls, alone",
                        "",
                        events.stream().map(HookEvents::calls).toList(),
                        "some ns"),
                new Row(
                        "memory for hooks: used, resident; time of a full collection",
                        FLOOR,
                        events.stream().map(HookEvents::memory).toList(),
                        ""));
    }

    private String application(Jdk jdk) throws IOException, InterruptedException {
        // Once before: both are read from disk the first time.
        pair(jdk);
        List<Double> without = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair < pairs(); pair++) {
            Progress.say("hooks, pair " + (pair + 1) + " of " + pairs() + ", " + jdk.name());
            PairOfRuns runs = pair(jdk);
            without.add(runs.plain());
            ratios.add(runs.hooked() / runs.plain());
        }
        MedianInterval ratio = MedianInterval.of(ratios);
        return String.format(
                "%.3f× (%.3f to %.3f) of %s: %s",
                ratio.median(), ratio.low(), ratio.high(), Row.time(Samples.median(without)), verdict(ratio));
    }

    private static String verdict(MedianInterval ratio) {
        if (ratio.high() <= LIMIT) {
            return "reached";
        }
        return ratio.low() > LIMIT ? "missed" : "undecided";
    }

    /** Runs the application with and without the agent: both at once, but their waves in turns, so that one idles. */
    private PairOfRuns pair(Jdk jdk) throws IOException {
        try (LineProcess plain = start(jdk, false);
                LineProcess hooked = start(jdk, true)) {
            plain.ask("ready");
            hooked.ask("ready");
            double ofPlain = 0;
            double ofHooked = 0;
            for (int wave = 0; wave < HookedApplication.WAVES; wave++) {
                if (wave % 2 == 0) {
                    ofPlain += Double.parseDouble(plain.ask("wave"));
                    ofHooked += Double.parseDouble(hooked.ask("wave"));
                } else {
                    ofHooked += Double.parseDouble(hooked.ask("wave"));
                    ofPlain += Double.parseDouble(plain.ask("wave"));
                }
            }
            plain.ask("check");
            hooked.ask("check");
            return new PairOfRuns(ofPlain, ofHooked);
        }
    }

    private LineProcess start(Jdk jdk, boolean hooked) throws IOException {
        return LineProcess.started(
                jdk.name() + (hooked ? " with hooks" : " without hooks"),
                jvm(bench, jdk, hooked, HookedApplication.class, String.valueOf(hooked), libraries.toString()));
    }

    private int pairs() {
        return bench.pick(3, 30);
    }

    /** Returns the command line of a program of ours in a JVM with the agent or without. */
    static List<String> jvm(Bench bench, Jdk jdk, boolean hooked, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        command.addAll(jdk.quiet());
        // Else JDK 21 and later warn when the hooks are switched off.
        command.add("-XX:+EnableDynamicAgentLoading");
        if (hooked) {
            command.add("-javaagent:" + bench.agentJar());
        }
        command.addAll(List.of("-cp", bench.classPath(), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The nanoseconds of the work without the agent, and with its hooks. */
    private record PairOfRuns(double plain, double hooked) {}
}
