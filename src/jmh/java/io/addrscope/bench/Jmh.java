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

/** Runs one JMH benchmark in a JVM of its own. */
final class Jmh {

    private Jmh() {}

    /**
     * Runs it.
     *
     * @param launcher the beginning of the command line, such as what binds to a CPU; may be empty
     * @param benchmark JMH's class and method
     * @param slices how many iterations are measured
     * @param sliceMillis how long an iteration is
     * @param options more options for JMH
     */
    static Answer run(
            Bench bench,
            Jdk jdk,
            List<String> launcher,
            String benchmark,
            int slices,
            int sliceMillis,
            List<String> options)
            throws IOException, InterruptedException {
        Path result = bench.target().resolve("jmh-result.json");
        List<String> command = new ArrayList<>(launcher);
        command.add(jdk.java());
        command.addAll(jdk.quiet());
        command.addAll(List.of("-cp", bench.classPath(), "org.openjdk.jmh.Main", benchmark + "$"));
        command.addAll(List.of("-f", "1", "-foe", "true"));
        command.addAll(List.of("-wi", String.valueOf(bench.pick(5, 10)), "-w", sliceMillis + "ms"));
        command.addAll(List.of("-i", String.valueOf(slices), "-r", sliceMillis + "ms"));
        command.addAll(List.of("-prof", "gc", "-rf", "json", "-rff", result.toString()));
        command.addAll(options);
        Files.deleteIfExists(result);
        Commands.run(command);
        JsonObject run = JsonParser.parseString(Files.readString(result))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        return new Answer(
                median(run.getAsJsonObject("primaryMetric")),
                median(run.getAsJsonObject("secondaryMetrics").getAsJsonObject("gc.alloc.rate.norm")));
    }

    private static double median(JsonObject metric) {
        List<Double> samples = new ArrayList<>();
        for (JsonElement fork : metric.getAsJsonArray("rawData")) {
            JsonArray iterations = fork.getAsJsonArray();
            iterations.forEach(iteration -> samples.add(iteration.getAsDouble()));
        }
        return Samples.median(samples);
    }

    /**
     * What JMH found.
     *
     * @param nanos for one operation
     * @param bytes allocated for one operation
     */
    record Answer(double nanos, double bytes) {

        /** Returns the same in other units: both divided by these. */
        Answer per(double nanosDivisor, double bytesDivisor) {
            return new Answer(nanos / nanosDivisor, bytes / bytesDivisor);
        }
    }
}
