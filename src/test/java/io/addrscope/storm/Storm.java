// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.addrscope.model.Device;
import io.addrscope.testing.MapsLine;
import io.addrscope.testing.Toolchain;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Native threads that change mappings of this JVM at random, in pages of their own, and log it; {@code fixtures/storm.c}
 * says what they do. One at a time; to be closed, on which they end and the pages are given back.
 */
final class Storm implements AutoCloseable {

    /** Size of a page in bytes. */
    static final int PAGE_BYTES = 4096;

    private static final int WRITERS = 3;
    private static final int PAGES_OF_WRITER = 64;
    private static final int TWIN_PAGE = WRITERS * PAGES_OF_WRITER;

    /** Changes kept of each page: enough for a lookup that loses its CPU for some dozen milliseconds. */
    private static final int RECORDS = 1024;

    /** The functions of {@code fixtures/storm.c}; C's {@code long} is Java's on every processor that has the query. */
    interface Functions extends Library {
        int addrscope_storm_start(
                long seed,
                int writers,
                int pages,
                int records,
                Pointer log,
                String directory,
                String firstTwin,
                String secondTwin);

        long addrscope_storm_stop(long[] counts);

        long addrscope_storm_now();
    }

    /** Loaded for good: its threads must not lose their code. */
    private static final class Built {
        static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-storm");
        static final Twins TWINS = Twins.build(DIRECTORY);
        static final Functions FUNCTIONS = build();

        private static Functions build() {
            Path library = DIRECTORY.resolve("storm.so");
            Toolchain.source("storm_log.h", DIRECTORY);
            String source = Toolchain.source("storm.c", DIRECTORY).toString();
            Toolchain.compile(library, "gcc", List.of("-O1", "-shared", "-fPIC", "-pthread"), List.of(source));
            return Native.load(library.toString(), Functions.class);
        }
    }

    private final StormLog log = new StormLog(TWIN_PAGE + 1, RECORDS);
    private final Device device = deviceOf(Built.DIRECTORY);
    private @Nullable Map<Kind, Long> changes;

    private Storm() {}

    /**
     * Starts the threads.
     *
     * @param seed of what they do; when they do it is up to the scheduler
     * @throws AssertionError if the machine lacks a tool, or does not let us
     */
    static Storm start(long seed) {
        Storm storm = new Storm();
        int errno = Built.FUNCTIONS.addrscope_storm_start(
                seed,
                WRITERS,
                PAGES_OF_WRITER,
                RECORDS,
                Native.getDirectBufferPointer(storm.log.bytes()),
                Built.DIRECTORY.toString(),
                Built.TWINS.get(0).file().toString(),
                Built.TWINS.get(1).file().toString());
        if (errno != 0) {
            storm.close();
            throw new AssertionError("the storm does not start: errno " + errno);
        }
        return storm;
    }

    /** As the mappings of a file in that directory show it, which is not always what {@code stat} says. */
    private static Device deviceOf(Path directory) {
        MapsLine line = MapsLine.of("self").stream()
                .filter(candidate -> candidate.name().startsWith(directory + "/"))
                .findFirst()
                .orElseThrow();
        String[] numbers = line.device().split(":", 2);
        return new Device(Integer.parseInt(numbers[0], 16), Integer.parseInt(numbers[1], 16));
    }

    /** Returns the clock of the log, in nanoseconds. */
    static long clock() {
        return Built.FUNCTIONS.addrscope_storm_now();
    }

    /** Returns the number of the page that the twin libraries begin with; those below are the writers'. */
    int twinPage() {
        return TWIN_PAGE;
    }

    /**
     * Returns a question about a page.
     *
     * @param inPage where in the page, in bytes
     */
    Question question(int page, int inPage) {
        return log.question(page, inPage);
    }

    /** Returns a judge of answers that may be so many nanoseconds old, for one thread. */
    Judge judge(long leaseNanos) {
        return new Judge(log, device, Built.TWINS.inodes(), leaseNanos);
    }

    /**
     * Ends the threads and gives the pages back; may be called again.
     *
     * @return how many changes of each kind there were
     * @throws AssertionError if a thread has ended early, by a call that failed
     */
    Map<Kind, Long> stop() {
        Map<Kind, Long> known = changes;
        if (known != null) {
            return known;
        }
        Kind[] kinds = Kind.values();
        long[] counts = new long[kinds.length];
        long failure;
        try {
            failure = Built.FUNCTIONS.addrscope_storm_stop(counts);
        } finally {
            // Until here the native threads write to it.
            Reference.reachabilityFence(log);
        }
        Map<Kind, Long> counted = new EnumMap<>(Kind.class);
        for (int i = 0; i < kinds.length; i++) {
            counted.put(kinds[i], counts[i]);
        }
        changes = counted;
        if (failure != 0) {
            throw new AssertionError("a thread of the storm could not " + kinds[(int) (failure >>> 32)] + ": errno "
                    + (int) failure + "; " + counted);
        }
        return counted;
    }

    @Override
    public void close() {
        stop();
    }
}
