// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.apps.AgentWatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Dies as it is told to: {@code CrashApp WAY [LIBRARY [CHANGE [OTHER]]]}.
 *
 * <p>A library is loaded first; what becomes of its file then is told by the change: {@code keep}, {@code delete},
 * {@code replace} by the other, or {@code truncate}. The other file is also that which some ways need.
 */
public final class CrashApp {

    private static final int LIBRARY = 1;
    private static final int CHANGE = 2;
    private static final int OTHER = 3;

    /**
     * In no mapping: above what JVMs put into the lower part of the address space, where classes may be anywhere, and below what
     * the kernel places.
     */
    private static final long UNMAPPED = 0x1234_5678_9000L;

    /** No address at all, for want of a sign: the processor says so before the kernel looks. */
    private static final long NOT_CANONICAL = 0x4141_4141_4141_4141L;

    private static final int BLOCK_BYTES = 1 << 16;

    private CrashApp() {}

    /** Does not return, if all goes as it should. */
    public static void main(String[] arguments) throws Throwable {
        // An agent arms the JVM beside the application: who dies at once may be too early for it.
        AgentWatch.awaitStart();
        if (arguments.length > LIBRARY) {
            System.load(arguments[LIBRARY]);
            change(Path.of(arguments[LIBRARY]), arguments);
        }
        String other = arguments.length > OTHER ? arguments[OTHER] : "";
        System.out.println("survived: " + die(arguments[0], other));
    }

    private static void change(Path library, String[] arguments) throws IOException {
        switch (arguments[CHANGE]) {
            case "keep" -> {}
            case "delete" -> Files.delete(library);
            case "replace" -> {
                Path copy = Files.copy(Path.of(arguments[OTHER]), library.resolveSibling("new"));
                Files.move(copy, library, StandardCopyOption.REPLACE_EXISTING);
            }
            case "truncate" -> truncate(library);
            default -> throw new IllegalArgumentException(arguments[CHANGE]);
        }
    }

    private static Object die(String way, String other) throws Throwable {
        return switch (way) {
            case "readNull" -> Ways.readInStatic(0);
            case "readUnmapped" -> Ways.readInStatic(UNMAPPED);
            case "readNotCanonical" -> Ways.readInStatic(NOT_CANONICAL);
            case "writeConstant" -> Ways.writeConstant();
            case "callNull" -> Ways.call(0);
            case "callUnmapped" -> Ways.call(UNMAPPED);
            case "callData" -> Ways.callData();
            case "callAnonymous" -> Ways.callAnonymous();
            case "callUnloaded" -> Ways.callUnloaded(other);
            case "copyFromNull" -> Ways.copyFrom(0);
            case "sortNulls" -> Ways.sortNulls();
            case "divideByZero" -> Ways.divide(0);
            case "illegal" -> Ways.illegal(0);
            case "linkThenTruncate" -> linkThenTruncate(Path.of(other));
            case "readMapped" -> Ways.readMapped(other);
            case "ruinFramePointer" -> Ways.ruinFramePointer(NOT_CANONICAL);
            case "returnToUnmapped" -> Ways.ruinReturnAddress(UNMAPPED);
            case "returnToNotCanonical" -> Ways.ruinReturnAddress(NOT_CANONICAL);
            case "ruinStackPointer" -> Ways.ruinStackPointer(UNMAPPED);
            case "overflowStack" -> Ways.overflowStack();
            case "overflowStackWithProbe" -> Ways.overflowStackWithProbe();
            case "readNullAndExit" -> Ways.readAndExit(0);
            case "readInThread" -> Ways.readInThread(0);
            case "lengthOfNull" -> Ways.lengthOfNull();
            case "abort" -> Ways.abort();
            case "freeStack" -> Ways.freeStack();
            case "unsafe" -> UnsafeWays.read(0);
            case "unsafeCompiled" -> UnsafeWays.readCompiled(UNMAPPED);
            case "ruinHeap" -> UnsafeWays.ruinHeap();
            case "fillHeap" -> fillHeap();
            case "killed" -> kill("SEGV");
            case "killedAtOnce" -> kill("KILL");
            default -> throw new IllegalArgumentException(way);
        };
    }

    /** Has code that was found, and that ran, lose its file: unlike {@code truncate}, which the dynamic linker notices first. */
    private static long linkThenTruncate(Path library) throws IOException {
        long survived = Ways.illegal(1);
        truncate(library);
        return survived + Ways.illegal(1);
    }

    private static void truncate(Path file) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(0);
        }
    }

    /** Allocates until there is no memory, or the system refuses to give it to the heap. */
    private static Object fillHeap() {
        List<byte[]> blocks = new ArrayList<>();
        while (blocks.size() < Integer.MAX_VALUE) {
            blocks.add(new byte[BLOCK_BYTES]);
        }
        return blocks;
    }

    /** Has somebody send a signal. */
    private static Object kill(String signal) throws IOException, InterruptedException {
        long self = ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + self).start();
        TimeUnit.MINUTES.sleep(1);
        return self;
    }
}
