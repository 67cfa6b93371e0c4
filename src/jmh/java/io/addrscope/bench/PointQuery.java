// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.model.Location;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One question about an address of libc. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PointQuery {

    /** How many mappings the process has, at least. */
    @Param("300")
    public int mappings;

    private AddressSpace space = AddressSpace.self();
    private long address;

    /** Makes the mappings. */
    @Setup
    public void setUp() {
        Mappings.reach(mappings);
        address = Mappings.libcAddress();
        if (space.cursor().seek(address) != Cursor.MAPPED) {
            throw new IllegalStateException("libc is not mapped");
        }
    }

    /** Each thread's own cursor. */
    @State(Scope.Thread)
    public static class Own {

        private final Cursor cursor = AddressSpace.self().cursor();
    }

    /** The cursor, without the name. */
    @Benchmark
    public long seek(Own own) {
        own.cursor.seek(address);
        return own.cursor.start();
    }

    /** The cursor, with the name. */
    @Benchmark
    public long seekNamed(Own own) {
        own.cursor.seekNamed(address);
        return own.cursor.start();
    }

    /** All that is known of the address. */
    @Benchmark
    public Location locate() {
        return space.locate(address);
    }

    /** What plain Java does: reads the text until the line that holds the address. */
    @Benchmark
    public String readLines() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new FileReader("/proc/self/maps", StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int dash = line.indexOf('-');
                long start = Long.parseUnsignedLong(line, 0, dash, 16);
                long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
                if (Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0) {
                    return line;
                }
            }
        }
        throw new IllegalStateException("libc is not mapped");
    }
}
