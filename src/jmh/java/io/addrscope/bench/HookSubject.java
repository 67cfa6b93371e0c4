// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A JVM with or without the agent that does, for each line of standard input, what the line says, and answers by one line
 * of numbers:
 *
 * <pre>
 * look       makes a leased lookup, and with the agent waits for the hooks     0
 * turns N    maps and unmaps a page N times                                    ns of all
 * calls N    calls what hooks call N times; after look, with the agent         ns of all
 * unhooked   waits until the hooks are out                                     0
 * memory     collects garbage   bytes used by the JVM, bytes resident, ns of the collection
 * </pre>
 */
final class HookSubject {

    private final MappedFile file;
    private final boolean agent;
    private boolean hooked;

    private HookSubject(MappedFile file, boolean agent) {
        this.file = file;
        this.agent = agent;
    }

    /** Takes whether the agent is there, and a file to map. */
    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (MappedFile file = new MappedFile(Path.of(args[1]))) {
            HookSubject subject = new HookSubject(file, Boolean.parseBoolean(args[0]));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(subject.answer(words[0], words.length > 1 ? Integer.parseInt(words[1]) : 0));
            }
        }
    }

    private String answer(String command, int times) throws IOException, InterruptedException {
        return switch (command) {
            case "look" -> look();
            case "turns" -> String.valueOf(turns(times));
            case "calls" -> String.valueOf(Calls.run(times));
            case "unhooked" -> unhooked();
            case "memory" -> memory();
            default -> throw new IOException("unknown: " + command);
        };
    }

    private String look() throws InterruptedException {
        FedEpoch.look(agent);
        hooked = agent;
        return "0";
    }

    private String unhooked() throws InterruptedException {
        FedEpoch.awaitNone();
        hooked = false;
        return "0";
    }

    private long turns(int times) throws IOException {
        long before = FedEpoch.events();
        long begin = System.nanoTime();
        for (int i = 0; i < times; i++) {
            file.turn();
        }
        long nanos = System.nanoTime() - begin;
        FedEpoch.check(hooked, before, (long) times * MappedFile.EVENTS);
        return nanos;
    }

    /** Used is what heap, classes and compiled code take. */
    private static String memory() throws IOException {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        // What the first one finds to be cleaned up, the second one frees.
        memory.gc();
        long begin = System.nanoTime();
        memory.gc();
        long nanos = System.nanoTime() - begin;
        long used = memory.getHeapMemoryUsage().getUsed()
                + memory.getNonHeapMemoryUsage().getUsed();
        return used + " " + residentBytes() + " " + nanos;
    }

    private static long residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
            String line = lines.filter(candidate -> candidate.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no VmRSS"));
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
    }

    /** The hook's call: initialised when first used, as the class that it calls is there only after a lookup. */
    private static final class Calls {

        private static final MethodHandle MOVED = moved();

        private Calls() {}

        private static MethodHandle moved() {
            try {
                Class<?> dispatcher = Class.forName("java.lang.AddrScope", true, null);
                return MethodHandles.publicLookup().findStatic(dispatcher, "moved", MethodType.methodType(void.class));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        static long run(int times) {
            long before = FedEpoch.events();
            long begin = System.nanoTime();
            try {
                for (int i = 0; i < times; i++) {
                    MOVED.invokeExact();
                }
            } catch (Throwable t) {
                throw new IllegalStateException(t);
            }
            long nanos = System.nanoTime() - begin;
            FedEpoch.check(true, before, times);
            return nanos;
        }
    }
}
