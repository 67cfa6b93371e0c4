// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
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
 * and end, and files that are mapped and unmapped. Prints the nanoseconds of the work.
 */
final class HookedApplication {

    static final int WAVES = 10;
    static final int LIBRARIES_PER_WAVE = 20;

    private static final int MAPPINGS = 5_000;
    private static final int THREADS_PER_WAVE = 100;
    private static final int TURNS_PER_WAVE = 50_000;

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long STEP_MILLIS = 20;

    private final Path libraries;
    private final TinyLibrary.ClassFile classFile = new TinyLibrary.ClassFile();
    private final LongAdder threadsRun = new LongAdder();

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
        long nanos = application.work();
        application.awaitUnloaded();
        FedEpoch.check(hooked, before, (long) WAVES * (TURNS_PER_WAVE * MappedFile.EVENTS + LIBRARIES_PER_WAVE));
        System.out.println(nanos);
    }

    /** The library that is loaded as the so-manieth, from 0: each once, as one that is loaded again may still be there. */
    static Path library(Path libraries, int index) {
        return libraries.resolve("libtiny" + index + ".so");
    }

    private long work() throws Exception {
        long begin = System.nanoTime();
        try (MappedFile file = new MappedFile(library(libraries, 0))) {
            for (int wave = 0; wave < WAVES; wave++) {
                loadAndDrop(wave);
                startAndEnd();
                for (int turn = 0; turn < TURNS_PER_WAVE; turn++) {
                    file.turn();
                }
            }
        }
        long nanos = System.nanoTime() - begin;
        if (threadsRun.sum() != (long) WAVES * THREADS_PER_WAVE) {
            throw new IllegalStateException(threadsRun + " threads ran");
        }
        return nanos;
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
