// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * A JVM whose main thread asks while another thread of it is a victim. Does in Java what the function {@code pauses} of
 * {@code floor.c} does in C, by the same lines on standard input and output.
 */
final class PauseSubject {

    private static final int PAGE_BYTES = 4096;

    /** How many pages are asked about, and from which to which it goes on; as in {@code floor.c}. */
    private static final int ASKED_PAGES = 512;

    private static final int ASKED_STEP = 37;
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    static {
        Native.register(PauseSubject.class, NativeLibrary.getProcess());
    }

    private final long pages;
    private final int cpu;
    private final Victim victim;
    private final Cursor verified = AddressSpace.self().cursor();
    private final Cursor leased = AddressSpace.self().cursor(Freshness.leased(Duration.ofMillis(100)));
    private final Cursor text = AddressSpace.self(Source.TEXT).cursor();

    private PauseSubject(long pages, int cpu, Victim victim) {
        this.pages = pages;
        this.cpu = cpu;
        this.victim = victim;
    }

    public static void main(String[] args) throws Exception {
        long pages = Mappings.reach(Integer.parseInt(args[0]));
        PauseSubject subject = new PauseSubject(pages, Integer.parseInt(args[1]), new Victim(args[2]));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(subject.run(
                    words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3])));
        }
    }

    private String run(String way, int rate, int operation, int millis) throws Exception {
        FutureTask<long[]> suffering = new FutureTask<>(() -> victim.run(operation, cpu, millis));
        long begin = System.nanoTime();
        new Thread(suffering, "victim").start();
        long questions = way.equals("idle") ? 0 : askBeside(suffering, asker(way), rate);
        long[] result = suffering.get();
        long nanos = System.nanoTime() - begin;
        return Arrays.stream(result)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" ", questions + " " + nanos + " ", ""));
    }

    private LongPredicate asker(String way) throws IOException {
        return switch (way) {
            case "nothing" -> address -> getppid() >= 0 && address != 0;
            case "verified" -> address -> isMappingAt(address, verified);
            case "leased" -> address -> isMappingAt(address, leased);
            case "text" -> address -> isMappingAt(address, text);
            default -> throw new IOException("no way to ask: " + way);
        };
    }

    private static boolean isMappingAt(long address, Cursor cursor) {
        return cursor.seek(address) == Cursor.MAPPED && cursor.start() == address;
    }

    /**
     * Asks until the victim is done, {@code rate} times a second if it is not 0; an asker that is late asks at once.
     *
     * @return how often
     */
    private long askBeside(FutureTask<?> suffering, LongPredicate asker, int rate) {
        long begin = System.nanoTime();
        long count = 0;
        while (!suffering.isDone()) {
            if (rate != 0) {
                long due = begin + count * NANOS_OF_SECOND / rate;
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
            }
            // Its neighbours differ in protection, so that the page is a mapping; the first may have merged with what
            // is below.
            long page = 1 + count * ASKED_STEP % ASKED_PAGES;
            if (!asker.test(pages + page * PAGE_BYTES)) {
                throw new IllegalStateException("a wrong answer");
            }
            count++;
        }
        return count;
    }

    private static native int getppid();
}
