// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.AddressSpace;
import io.addrscope.maps.MapsSnapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All mappings at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TextSnapshot {

    /** How many mappings the process has, at least. */
    @Param("50000")
    public int mappings;

    /** Makes the mappings. */
    @Setup
    public void setUp() {
        Mappings.reach(mappings);
    }

    /** The snapshot. */
    @Benchmark
    public MapsSnapshot maps() {
        MapsSnapshot snapshot = AddressSpace.self().maps();
        if (snapshot.size() < mappings) {
            throw new IllegalStateException("mappings are missing");
        }
        return snapshot;
    }
}
