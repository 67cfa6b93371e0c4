// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.demangle.DemanglerBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Demangling all C++ names of the JVMs' libraries, beside the same names piped through llvm-cxxfilt, in rounds. */
final class Demangling {

    /** So many times the names that the start of a process hardly counts; what is left of it is subtracted. */
    private static final int COPIES = 10;

    private static final int SLICES = 5;
    private static final int SLICE_MILLIS = 500;

    private final Bench bench;
    private final List<Jdk> jdks;
    private final List<String> names;
    private final Path once;
    private final Path copies;

    Demangling(Bench bench, List<Jdk> jdks) throws IOException, InterruptedException {
        this.bench = bench;
        this.jdks = jdks;
        this.names = names(jdks);
        this.once = Files.write(bench.target().resolve("names"), names);
        this.copies = bench.target().resolve("names-copies");
        Files.write(copies, Collections.nCopies(COPIES, String.join("\n", names)));
    }

    /** The C++ names in all symbol tables of all the JDKs' libjvm, each once. */
    private static List<String> names(List<Jdk> jdks) throws IOException, InterruptedException {
        TreeSet<String> names = new TreeSet<>();
        for (Jdk jdk : jdks) {
            String library = jdk.libjvm();
            for (String table : List.of("-a", "-D")) {
                for (String line : Commands.run(List.of("nm", table, "--no-demangle", library))) {
                    String name = line.substring(line.lastIndexOf(' ') + 1);
                    if (name.startsWith("_Z")) {
                        names.add(name);
                    }
                }
            }
        }
        return new ArrayList<>(names);
    }

    Row row() throws IOException, InterruptedException {
        List<Double> floors = new ArrayList<>();
        Findings findings = new Findings(jdks.size());
        int rounds = bench.pick(1, 5);
        for (int round = 1; round <= rounds; round++) {
            Progress.say("round " + round + " of " + rounds + ": demangling " + names.size() + " names");
            double floor = askLlvm();
            floors.add(floor);
            for (int i = 0; i < jdks.size(); i++) {
                findings.add(i, askJava(jdks.get(i)), floor);
            }
        }
        return new Row(
                String.format("demangle a name of the %,d of `libjvm.so`", names.size()),
                "llvm-cxxfilt: " + Row.time(Samples.median(floors)),
                findings.cells(),
                "≤ 1 µs, ≤ 1×");
    }

    /** Returns what one name costs llvm-cxxfilt without its start, in ns. */
    private double askLlvm() throws IOException, InterruptedException {
        long start = filter(Path.of("/dev/null"));
        return (double) (filter(copies) - start) / COPIES / names.size();
    }

    private long filter(Path input) throws IOException, InterruptedException {
        return Cost.of(bench, bench.cpu(), List.of("sh", "-c", "exec llvm-cxxfilt <\"$0\"", input.toString()))
                .nanos();
    }

    /** Returns what one name costs us. */
    private Jmh.Answer askJava(Jdk jdk) throws IOException, InterruptedException {
        List<String> pinned = List.of(bench.floor(), "pin", String.valueOf(bench.cpu()));
        String benchmark = DemanglerBenchmark.class.getSimpleName() + ".allNames";
        List<String> options = List.of("-p", "names=" + once);
        return Jmh.run(bench, jdk, pinned, benchmark, SLICES, SLICE_MILLIS, options)
                .per(names.size(), names.size());
    }
}
