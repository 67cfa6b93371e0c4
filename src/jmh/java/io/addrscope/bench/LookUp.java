// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.locate.ImageCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** Addresses at random in all mappings, as a profiler would meet them, by the ways to look them up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUp {

    /** More than a processor remembers the outcomes of branches for, and about as many as a batch. */
    private static final int LEAST_ADDRESSES = 10_000;

    private static final int PAGE_BYTES = 4096;

    private static final Freshness LEASE = Freshness.leased(Duration.ofSeconds(1));

    /** How many mappings the process has, at least. */
    @Param("300")
    public int mappings;

    private final AddressSpace space = AddressSpace.self();
    private long[] addresses = {};

    /** In the code of libraries whose files are there: in pages that are full of it, as the last one of a mapping is not. */
    private long[] code = {};

    /** Makes the mappings and chooses addresses in them. */
    @Setup
    public void setUp() {
        Mappings.reach(mappings);
        MapsSnapshot snapshot = space.maps();
        List<Mapping> user = new ArrayList<>();
        List<Mapping> libraries = new ArrayList<>();
        for (Mapping mapping : snapshot.mappings()) {
            // The kernel's own page at the top is none of the query's.
            if (mapping.start() > 0) {
                user.add(mapping);
            }
            if (mapping.isFileBacked()
                    && mapping.permissions().isExecutable()
                    && !mapping.deleted()
                    && mapping.size() > PAGE_BYTES) {
                libraries.add(mapping);
            }
        }
        addresses = choose(user, Math.max(LEAST_ADDRESSES, mappings), 0);
        code = choose(libraries, LEAST_ADDRESSES, PAGE_BYTES);
    }

    private static long[] choose(List<Mapping> from, int count, int bytesLeftOut) {
        Random random = new Random(1);
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++) {
            Mapping mapping = from.get(random.nextInt(from.size()));
            chosen[i] = mapping.start() + (random.nextLong() >>> 1) % (mapping.size() - bytesLeftOut);
        }
        return chosen;
    }

    /** Each thread's own cursor, and its way through the addresses. */
    @State(Scope.Thread)
    public static class Own {

        private final Cursor leased = AddressSpace.self().cursor(LEASE);
        private final ImageCursor proven = AddressSpace.self().imageCursor(Freshness.VERIFIED);
        private final Cursor verified = AddressSpace.self().cursor();
        private NavigableMap<Long, Mapping> byStart = new TreeMap<>();
        private long readNanos;
        private int next;

        /** Gives each thread a CPU of its own as long as there are, like the C program; the last goes first. */
        @Setup
        public void setUp(ThreadParams threads) {
            int cpus = Mappings.cpus();
            Mappings.bindThread(cpus - 1 - threads.getThreadIndex() % cpus);
        }

        private long next(long[] addresses) {
            next = next + 1 < addresses.length ? next + 1 : 0;
            return addresses[next];
        }
    }

    /** From memory, checked within a second. */
    @Benchmark
    public long leased(Own own) {
        own.leased.seek(own.next(addresses));
        return own.leased.start();
    }

    /** The clock and the loop alone: what a lookup under an exact lease could not be faster than. */
    @Benchmark
    public long clock(Own own) {
        return own.next(addresses) + System.nanoTime();
    }

    /** One query for each. */
    @Benchmark
    public long verified(Own own) {
        own.verified.seek(own.next(addresses));
        return own.verified.start();
    }

    /** One query with the name for each. */
    @Benchmark
    public long verifiedNamed(Own own) {
        own.verified.seekNamed(own.next(addresses));
        return own.verified.start();
    }

    /** One query with the name, and the proof that the image kept is the one mapped, for each. */
    @Benchmark
    public long proven(Own own) {
        own.proven.seek(own.next(code));
        return own.proven.elfAddress(0);
    }

    /** All that is known, verified. */
    @Benchmark
    public Location locate(Own own) {
        return space.locate(own.next(addresses));
    }

    /** All that is known of code, verified. */
    @Benchmark
    public Location locateCode(Own own) {
        return space.locate(own.next(code));
    }

    /** All that is known, under a lease. */
    @Benchmark
    public Location locateLeased(Own own) {
        return space.locate(own.next(addresses), LEASE);
    }

    /** All that is known of all addresses at once, under a lease; of one of them. Only for up to 10,000 mappings. */
    @Benchmark
    @OperationsPerInvocation(LEAST_ADDRESSES)
    public List<Location> locateAllLeased() {
        requireOneBatch();
        return space.locateAll(LEASE, addresses);
    }

    /** The mappings of all addresses at once, from memory; of one of them. Only for up to 10,000 mappings. */
    @Benchmark
    @OperationsPerInvocation(LEAST_ADDRESSES)
    public List<Mapping> mappingsLeased() {
        requireOneBatch();
        return space.mappingsOf(LEASE, addresses);
    }

    /** A map of all mappings, made anew for each lookup. */
    @Benchmark
    public Mapping treeMap(Own own) {
        own.byStart = read();
        return find(own, own.next(addresses));
    }

    /** A map of all mappings, made anew once a second. */
    @Benchmark
    public Mapping treeMapOfTheSecond(Own own) {
        long now = System.nanoTime();
        if (own.byStart.isEmpty() || now - own.readNanos > TimeUnit.SECONDS.toNanos(1)) {
            own.byStart = read();
            own.readNanos = now;
        }
        return find(own, own.next(addresses));
    }

    private void requireOneBatch() {
        if (addresses.length != LEAST_ADDRESSES) {
            throw new IllegalStateException("as many mappings make more addresses than this is counted by");
        }
    }

    private NavigableMap<Long, Mapping> read() {
        NavigableMap<Long, Mapping> byStart = new TreeMap<>();
        for (Mapping mapping : space.maps().mappings()) {
            byStart.put(mapping.start(), mapping);
        }
        return byStart;
    }

    private static Mapping find(Own own, long address) {
        return own.byStart.floorEntry(address).getValue();
    }
}
