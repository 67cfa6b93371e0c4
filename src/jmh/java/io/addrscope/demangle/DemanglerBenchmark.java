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

/**
 * Time for one name, over the names of a file with one to a line: {@code nm libjvm.so | awk '{print $NF}' | grep ^_Z > names}.
 * Run with {@code -p names=FILE -prof gc} to see what is allocated, too.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DemanglerBenchmark {
    @Param("names")
    public String names = "names";

    @Param
    public Style style = Style.FULL;

    private List<String> raw = List.of();
    private Demangler demangler = Demangler.of(Style.FULL);
    private int next;

    @Setup
    public void read() throws IOException {
        raw = Files.readAllLines(Path.of(names));
        demangler = Demangler.of(style);
    }

    @Benchmark
    public String demangle() {
        next = next + 1 < raw.size() ? next + 1 : 0;
        return demangler.demangle(raw.get(next));
    }
}
