// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is asked by the C program and by JMH alike.
 *
 * @param what how the table calls it
 * @param floor how the C program is asked for it: {@code named}, {@code numbers} or {@code text}
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

    /** Asks JMH, in a JVM of its own. */
    Answer askJava(Bench bench, Jdk jdk) throws IOException, InterruptedException {
        Path result = bench.target().resolve("jmh-result.json");
        List<String> command = pinned(bench);
        command.add(jdk.java());
        command.addAll(jdk.quiet());
        command.addAll(List.of("-cp", bench.classPath(), "org.openjdk.jmh.Main", benchmark + "$"));
        command.addAll(List.of("-p", "mappings=" + mappings, "-t", String.valueOf(threads), "-f", "1", "-foe", "true"));
        command.addAll(List.of("-wi", String.valueOf(bench.pick(5, 10)), "-w", sliceMillis() + "ms"));
        command.addAll(List.of("-i", String.valueOf(slices(bench)), "-r", sliceMillis() + "ms"));
        command.addAll(List.of("-prof", "gc", "-rf", "json", "-rff", result.toString()));
        Files.deleteIfExists(result);
        Commands.run(command);
        JsonObject run = JsonParser.parseString(Files.readString(result))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        double nanos = median(run.getAsJsonObject("primaryMetric"));
        double bytes = median(run.getAsJsonObject("secondaryMetrics").getAsJsonObject("gc.alloc.rate.norm"));
        return new Answer(nanos * cpusPerThread(), bytes);
    }

    private static double median(JsonObject metric) {
        List<Double> samples = new ArrayList<>();
        for (JsonElement fork : metric.getAsJsonArray("rawData")) {
            JsonArray iterations = fork.getAsJsonArray();
            iterations.forEach(iteration -> samples.add(iteration.getAsDouble()));
        }
        return Samples.median(samples);
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

    private boolean isText() {
        return floor.equals("text");
    }

    private int slices(Bench bench) {
        return bench.pick(5, 11);
    }

    private int sliceMillis() {
        return isText() ? 150 : 60;
    }

    /**
     * What JMH found.
     *
     * @param nanos of one CPU for one question
     * @param bytes allocated for one question
     */
    record Answer(double nanos, double bytes) {}
}
