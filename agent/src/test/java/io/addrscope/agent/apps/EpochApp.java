// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes its address space when told to: each line of standard input is an operation and a file, each line of standard
 * output says by how much the epoch moved meanwhile, or what else the answer is.
 */
public final class EpochApp {

    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** What keeps mappings alive. */
    private static final List<Object> KEPT = new ArrayList<>();

    /** Mapped before the hooks were in, and until the end: its unmapping, too, would be taken for what was told. */
    private static final List<Object> FIRST = new ArrayList<>();

    private EpochApp() {}

    /** An operation. */
    private interface Action {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        // What the JDK loads for itself at a first use must not be taken for what is told later.
        Path any = Path.of(System.getProperty("java.home"), "release");
        FIRST.add(map(any, Files.size(any)));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null && !line.equals("stop"); line = in.readLine()) {
            int blank = line.indexOf(' ');
            String operation = blank < 0 ? line : line.substring(0, blank);
            try {
                System.out.println(answer(operation, line.substring(blank + 1)));
            } catch (Exception e) {
                System.out.println(e);
            }
        }
    }

    private static Object answer(String operation, String argument) throws Exception {
        Path file = Path.of(argument);
        return switch (operation) {
            case "want" -> want();
            case "feeds" -> Epoch.feeds();
            case "epoch" -> Epoch.value();
            case "property" -> System.getProperty(argument);
            case "map" -> moves(() -> KEPT.add(map(file, Files.size(file))));
            case "mapTooMuch" -> moves(() -> expectFailure(() -> map(file, Files.size(file) + 1)));
            case "load" -> moves(() -> System.load(argument));
            case "loadInLoader" -> moves(() -> KEPT.add(loadInLoader(argument)));
            case "loadInArena" -> moves(() -> inArena().load(file));
            case "mapInArena" ->
                moves(() -> {
                    try (FileChannel channel = FileChannel.open(file)) {
                        inArena().map(channel);
                    }
                });
            case "loadRaw" -> moves(() -> KEPT.add(new RawLibrary(file)));
            case "drop" -> moves(() -> drop(argument));
            default -> OtherAgent.answer(operation, argument);
        };
    }

    /** Asks for the epoch, and waits until the agent has done what it does about it. */
    private static String want() throws Exception {
        Epoch.want();
        AgentWatch.awaitStart();
        return Epoch.feeds();
    }

    /** By how much the epoch moves. */
    private static long moves(Action action) throws Exception {
        long before = Epoch.value();
        action.run();
        return Epoch.value() - before;
    }

    private static void expectFailure(Action action) throws Exception {
        try {
            action.run();
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("did not fail");
    }

    private static Object map(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(MapMode.READ_ONLY, 0, size);
        }
    }

    private static Object loadInLoader(String library) throws Exception {
        URL[] classes = {LibraryUser.class.getProtectionDomain().getCodeSource().getLocation()};
        URLClassLoader loader = new URLClassLoader(classes, null);
        Constructor<?> user =
                Class.forName(LibraryUser.class.getName(), true, loader).getConstructor(String.class);
        ((Runnable) user.newInstance(library)).run();
        return loader;
    }

    private static ForeignMemory inArena() throws ReflectiveOperationException {
        ForeignMemory arena = new ForeignMemory();
        KEPT.add(arena);
        return arena;
    }

    /** Lets go of everything, and waits until the file is not mapped any more and the epoch has moved for it. */
    private static void drop(String file) throws Exception {
        long before = Epoch.value();
        for (Object kept : KEPT) {
            if (kept instanceof ForeignMemory arena) {
                arena.close();
            } else if (kept instanceof RawLibrary library) {
                library.unload();
            }
        }
        KEPT.clear();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        // The hook is behind the change.
        while (isMapped(file) || Epoch.value() == before) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(file + (isMapped(file) ? " stays mapped" : " went unnoticed"));
            }
            System.gc();
            Thread.sleep(10);
        }
    }

    private static boolean isMapped(String file) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.anyMatch(line -> line.endsWith(file));
        }
    }
}
