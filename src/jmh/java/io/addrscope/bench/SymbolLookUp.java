// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.locate.ImageCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Names of addresses at random in the code of libjvm. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SymbolLookUp {

    private static final int ADDRESSES = 100_000;

    /** Longer names are measured as if they ended here. */
    private static final int NAME_BYTES = 4096;

    /** How many mappings the process has, at least. */
    @Param("300")
    public int mappings;

    private long[] addresses = {};

    /** Chooses the addresses. */
    @Setup
    public void setUp() {
        Mappings.reach(mappings);
        Mapping code = code();
        Random random = new Random(1);
        addresses = new long[ADDRESSES];
        for (int i = 0; i < ADDRESSES; i++) {
            addresses[i] = code.start() + (random.nextLong() >>> 1) % code.size();
        }
    }

    private static Mapping code() {
        for (Mapping mapping : AddressSpace.self().maps().mappings()) {
            if (mapping.name().text().endsWith("/libjvm.so")
                    && mapping.permissions().isExecutable()) {
                return mapping;
            }
        }
        throw new IllegalStateException("no libjvm.so is mapped");
    }

    /** Each thread's own cursors, and its way through the addresses. */
    @State(Scope.Thread)
    public static class Own {

        private final ImageCursor snapshot = AddressSpace.self().imageCursor(Freshness.SNAPSHOT);
        private final ImageCursor verified = AddressSpace.self().imageCursor(Freshness.VERIFIED);
        private final byte[] name = new byte[NAME_BYTES];
        private int next;

        private long next(long[] addresses) {
            next = next + 1 < addresses.length ? next + 1 : 0;
            return addresses[next];
        }

        private int name(ImageCursor cursor, long address) {
            cursor.seek(address);
            return cursor.symbolId() == ImageCursor.NO_SYMBOL ? 0 : cursor.copySymbolName(name);
        }
    }

    /** The name, of a snapshot. */
    @Benchmark
    public int named(Own own) {
        return own.name(own.snapshot, own.next(addresses));
    }

    /** The name, verified: one query, and the proof that the mapped image is the one whose table is used. */
    @Benchmark
    public int namedVerified(Own own) {
        return own.name(own.verified, own.next(addresses));
    }

    /** All that is known of one address, by one who knows nothing yet. */
    @Benchmark
    public Location first(Own own) {
        try (AddressSpace space = AddressSpace.self(Settings.DEFAULT)) {
            return space.locate(own.next(addresses));
        }
    }
}
