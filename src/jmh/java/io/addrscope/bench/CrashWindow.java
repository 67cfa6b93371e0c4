// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** How long a JVM takes from its crash to its end, with the agent's explanation and without, beside a program that does nothing. */
final class CrashWindow {

    /** Told to leave no core dump, a JVM does not abort. */
    private static final int CRASHED = 1;

    private final Bench bench;
    private final List<Jdk> jdks;
    private final Path directory;

    CrashWindow(Bench bench, List<Jdk> jdks) throws IOException {
        this.bench = bench;
        this.jdks = jdks;
        this.directory = Files.createDirectories(bench.target().resolve("crash"));
        standForTimeout();
    }

    Row row() throws IOException, InterruptedException {
        List<String> cells = new ArrayList<>();
        for (Jdk jdk : jdks) {
            Progress.say("crash, " + jdk.name());
            cells.add(cell(jdk));
        }
        return new Row(
                "crash of a small JVM to its end: with the explanation, without; the explainer alone, its resident memory",
                "an empty `java -jar`",
                cells,
                "≤ 10×; ≤ 150 MiB");
    }

    private String cell(Jdk jdk) throws IOException, InterruptedException {
        List<String> empty = Processes.jar(jdk, Processes.emptyJar(bench));
        List<Double> nanos = new ArrayList<>();
        List<Double> explained = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        List<Double> kibibytes = new ArrayList<>();
        // The first round is not counted: all is read from disk in it.
        for (int round = 0; round <= bench.pick(3, 21); round++) {
            double floor = Cost.of(bench, Cost.ANY_CPU, empty).nanos();
            long without = crash(jdk, false);
            long with = crash(jdk, true);
            Cost explainer =
                    Cost.parse(Files.readString(directory.resolve("cost")).strip());
            if (round > 0) {
                nanos.add((double) with);
                explained.add(with / floor);
                plain.add(without / floor);
                alone.add(explainer.nanos() / floor);
                kibibytes.add((double) explainer.kibibytes());
            }
        }
        return String.format(
                "%s (%.2f×), %.2f×; %.2f×, %s",
                Row.time(Samples.median(nanos)),
                Samples.median(explained),
                Samples.median(plain),
                Samples.median(alone),
                Row.mebibytes(Samples.median(kibibytes)));
    }

    /** Returns the nanoseconds from the crash to the end of the process. */
    private long crash(Jdk jdk, boolean isExplained) throws IOException, InterruptedException {
        Path report = directory.resolve("hs_err.log");
        Path explanation = directory.resolve("hs_err.addrscope.txt");
        Files.deleteIfExists(report);
        Files.deleteIfExists(explanation);
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(jdk.quiet());
        command.addAll(List.of("-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash"));
        if (isExplained) {
            command.add("-javaagent:" + bench.agentJar());
        }
        command.addAll(List.of("-cp", bench.classPath(), CrashSubject.class.getName()));
        command.add(bench.target().resolve("libfault.so").toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"ready".equals(said.readLine())) {
                throw new IOException("the JVM that is to crash did not start");
            }
            long begin = System.nanoTime();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            said.transferTo(Writer.nullWriter());
            int status = process.waitFor();
            long nanos = System.nanoTime() - begin;
            boolean isThere = Files.exists(explanation)
                    && Files.readString(explanation).contains("null pointer + 0x18: read in libfault.so");
            if (status != CRASHED || !Files.exists(report) || isThere != isExplained) {
                throw new IOException("the crash ended with status " + status + ", explained: " + isThere);
            }
            return nanos;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The agent's command runs {@code timeout -s KILL 20 PROGRAM}: ours of that name measures the program instead. */
    private void standForTimeout() throws IOException {
        Path timeout = Files.writeString(
                directory.resolve("timeout"),
                "#!/bin/sh\nshift 3\nexec '" + bench.floor() + "' run " + Cost.ANY_CPU + " \"$@\" >'"
                        + directory.resolve("cost") + "'\n");
        Files.setPosixFilePermissions(timeout, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
