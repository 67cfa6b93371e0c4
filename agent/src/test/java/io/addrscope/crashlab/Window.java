// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import io.addrscope.agent.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The moment in which a JVM has written its report and waits for the command of {@code -XX:OnError}. That command is a script of
 * ours: it copies the mappings, runs commands one after another, and then keeps the window open until it is closed, or the test's
 * JVM is gone.
 */
final class Window {

    private static final String SCRIPT = "window";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;

    private Window(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the script in the working directory of a JVM to be.
     *
     * @param commands by name; an argument {@code %p} is the process
     */
    static Window make(Path directory, Map<String, List<String>> commands) throws IOException {
        StringBuilder script = new StringBuilder("echo $$ > window.pid\ncat \"/proc/$1/maps\" > maps\n");
        commands.forEach((name, command) ->
                script.append(command.stream().map(Window::quoted).collect(Collectors.joining(" ")) + " > " + name
                        + ".stdout 2> " + name + ".stderr < /dev/null\necho $? > " + name + ".status\n"));
        script.append(": > open\nwhile [ ! -e close ] && kill -0 "
                + ProcessHandle.current().pid() + " 2> /dev/null; do sleep 0.02; done\n");
        Files.writeString(directory.resolve(SCRIPT), script);
        return new Window(directory);
    }

    private static String quoted(String argument) {
        return argument.equals("%p") ? "\"$1\"" : "'" + argument.replace("'", "'\\''") + "'";
    }

    /** The option that has a JVM run the script. */
    static String option() {
        return "-XX:OnError=sh " + SCRIPT + " %p";
    }

    /** Waits until the commands have run; returns false if the JVM ends without. */
    boolean await(ChildJvm.Running jvm) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            // Asked first: a window that was open before the end must not be missed.
            boolean isAlive = jvm.isAlive();
            if (Files.exists(directory.resolve("open"))) {
                return true;
            }
            if (!isAlive) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("neither a crash nor an end\n" + jvm.soFar());
            }
            pause();
        }
    }

    /** Lets the JVM end. */
    void close() throws IOException {
        Files.createFile(directory.resolve("close"));
    }

    /** The mappings of the JVM when the window opened; none if it never did. */
    Maps maps() throws IOException {
        Path copy = directory.resolve("maps");
        return new Maps(Files.exists(copy) ? Files.readAllLines(copy) : List.of());
    }

    /** What the commands wrote, by name; those that did not run are missing. */
    Map<String, CommandOutput> outputs(Map<String, List<String>> commands) throws IOException {
        Map<String, CommandOutput> outputs = new LinkedHashMap<>();
        for (String name : commands.keySet()) {
            Path status = directory.resolve(name + ".status");
            if (Files.exists(status)) {
                outputs.put(
                        name,
                        new CommandOutput(
                                Integer.parseInt(Files.readString(status).strip()),
                                Files.readString(directory.resolve(name + ".stdout")),
                                Files.readString(directory.resolve(name + ".stderr"))));
            }
        }
        return outputs;
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
