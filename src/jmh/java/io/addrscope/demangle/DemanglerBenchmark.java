// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** All names of a file with one to a line, each once: divide by their number. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DemanglerBenchmark {

    /** The file. */
    @Param("src/jmh/target/names")
    public String names = "";

    /** How much of a name is shown. */
    @Param("FULL")
    public Style style = Style.FULL;

    private List<String> raw = List.of();
    private Demangler demangler = Demangler.of(Style.FULL);

    /** Reads the file. */
    @Setup
    public void setUp() throws IOException {
        raw = Files.readAllLines(Path.of(names));
        demangler = Demangler.of(style);
    }

    /** Demangles them all. */
    @Benchmark
    public void allNames(Blackhole blackhole) {
        for (String name : raw) {
            blackhole.consume(demangler.demangle(name));
        }
    }
}
