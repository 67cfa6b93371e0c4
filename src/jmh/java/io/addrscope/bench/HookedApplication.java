// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * An application that changes its address space all the time, with the agent or without: a fixed amount of work in waves.
 * Each wave brings class loaders with a native library each, which are dropped and collected, a crowd of threads that start
 * and end, and files that are mapped and unmapped. It answers the first line of standard input by 0 once it is ready;
 * does a wave for each line after that, and answers by the nanoseconds that it took; after the last it checks what the hooks saw,
 * answers one more line by 0, and ends.
 */
final class HookedApplication {

    static final int WAVES = 20;
    static final int LIBRARIES_PER_WAVE = 10;

    private static final int MAPPINGS = 5_000;
    private static final int THREADS_PER_WAVE = 50;
    private static final int TURNS_PER_WAVE = 25_000;

    /**
     * After so many turns comes one whose mapping stays, so that what follows lands elsewhere in the kernel's tree of mappings: with
     * the place alone the time of a turn differs by a fourth, and a run that stayed at one would tell of nothing but its luck.
     */
    private static final int TURNS_PER_KEPT = 250;

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long STEP_MILLIS = 20;

    private final Path libraries;
    private final TinyLibrary.ClassFile classFile = new TinyLibrary.ClassFile();
    private final LongAdder threadsRun = new LongAdder();
    private final List<MappedByteBuffer> kept = new ArrayList<>();

    private HookedApplication(Path libraries) throws IOException {
        this.libraries = libraries;
    }

    /** Takes whether the agent is there, and a directory of libraries, {@link #library} says which. */
    public static void main(String[] args) throws Exception {
        boolean hooked = Boolean.parseBoolean(args[0]);
        HookedApplication application = new HookedApplication(Path.of(args[1]));
        Mappings.reach(MAPPINGS);
        FedEpoch.look(hooked);
        long before = FedEpoch.events();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        // Asked for before the first wave, so that nobody's work is disturbed by the other one's start.
        if (commands.readLine() != null) {
            System.out.println(0);
        }
        try (MappedFile file = new MappedFile(data(application.libraries))) {
            for (int wave = 0; wave < WAVES && commands.readLine() != null; wave++) {
                System.out.println(application.wave(wave, file));
            }
        }
        application.check();
        FedEpoch.check(hooked, before, (long) WAVES * (TURNS_PER_WAVE * MappedFile.EVENTS + LIBRARIES_PER_WAVE));
        if (commands.readLine() != null) {
            System.out.println(0);
        }
    }

    /** The file that is mapped, beside the libraries: of a page or more. */
    static Path data(Path libraries) {
        return libraries.resolve("data");
    }

    /** The library that is loaded as the so-manieth, from 0: each once, as one that is loaded again may still be there. */
    static Path library(Path libraries, int index) {
        return libraries.resolve("libtiny" + index + ".so");
    }

    /** Returns the nanoseconds of a wave. */
    private long wave(int wave, MappedFile file) throws Exception {
        long begin = System.nanoTime();
        loadAndDrop(wave);
        startAndEnd();
        for (int turn = 0; turn < TURNS_PER_WAVE; turn++) {
            if (turn % TURNS_PER_KEPT == 0) {
                kept.add(file.map());
            }
            file.turn();
        }
        return System.nanoTime() - begin;
    }

    private void check() throws IOException, InterruptedException {
        if (threadsRun.sum() != (long) WAVES * THREADS_PER_WAVE) {
            throw new IllegalStateException(threadsRun + " threads ran");
        }
        awaitUnloaded();
    }

    /** The JVM unloads on a thread of its own, beside what comes next. */
    private void loadAndDrop(int wave) throws ReflectiveOperationException {
        for (int i = 0; i < LIBRARIES_PER_WAVE; i++) {
            Path library = library(libraries, wave * LIBRARIES_PER_WAVE + i);
            TinyLibrary.loadAndDrop(classFile, library.toString());
        }
        System.gc();
    }

    private void startAndEnd() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS_PER_WAVE; i++) {
            Thread thread = new Thread(threadsRun::increment);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void awaitUnloaded() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (isLoaded()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException("libraries stay loaded");
            }
            System.gc();
            Thread.sleep(STEP_MILLIS);
        }
    }

    private boolean isLoaded() throws IOException {
        // Names may hold any byte.
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains("/libtiny"));
        }
    }
}
