// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JVM to be started for a test, described step by step:
 *
 * <pre>{@code
 * ChildJvm.Result result = ChildJvm.on(jdk).agent("jmx=on").mainClass(HelloApp.class).run();
 * try (ChildJvm.Running app = ChildJvm.on(jdk).mainClass(WaitingApp.class).start()) {
 *     app.awaitLine(line -> line.startsWith("ready"));
 *     ...
 * }
 * }</pre>
 *
 * <p>The child has a clean environment as far as Java goes, a class path of the test classes only, and a temporary
 * directory of its own to run in. It is killed when it takes too long, and when a {@link Running} is closed. Not safe
 * for several threads.
 */
public final class ChildJvm {

    /** Generous: the machine may be busy. What takes longer hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> VARIABLES_OF_JAVA =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "JDK_AOT_VM_OPTIONS");

    private final Path java;
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final List<String> program = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> limits = new ArrayList<>();
    private @Nullable Path directory;

    private ChildJvm(Path java) {
        this.java = java;
        classPath.add(testClasses());
    }

    public static ChildJvm on(Jdk jdk) {
        return new ChildJvm(jdk.tool("java"));
    }

    /** On an image made by jlink, or whatever else has a {@code bin/java}. */
    public static ChildJvm on(Path home) {
        return new ChildJvm(home.resolve("bin/java"));
    }

    /** The jar under test. */
    public static Path jar() {
        return Path.of(setting("addrscope.test.jar"));
    }

    /** Where the main classes of the children are. */
    public static Path testClasses() {
        return Path.of(setting("addrscope.test.classes"));
    }

    /** Where tests may leave files: below the build directory. A fresh directory each time. */
    public static Path workDirectory() {
        try {
            Path work = Files.createDirectories(Path.of(setting("addrscope.test.work")));
            return Files.createTempDirectory(work, "run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the libraries that the build has put beside the tests as an application's, such as an old JNA. */
    public static Path application(String fileName) {
        return Path.of(setting("addrscope.test.applications"), fileName);
    }

    private static String setting(String key) {
        String value = System.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("the build sets the system property " + key + " for these tests");
        }
        return value;
    }

    /** With the jar under test as an agent. */
    public ChildJvm agent(String options) {
        return agent(jar(), options);
    }

    /** With an agent. */
    public ChildJvm agent(Path jar, String options) {
        return jvm("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
    }

    /** With arguments for the JVM. */
    public ChildJvm jvm(String... arguments) {
        jvmArguments.addAll(List.of(arguments));
        return this;
    }

    /** With one more entry at the front of the class path. */
    public ChildJvm classPath(Path entry) {
        classPath.add(0, entry);
        return this;
    }

    public ChildJvm environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Under a limit of the shell's {@code ulimit}, such as {@code -c 0}. */
    public ChildJvm limit(String option) {
        limits.add(option);
        return this;
    }

    /** In this directory, instead of a new one. */
    public ChildJvm in(Path workingDirectory) {
        directory = workingDirectory;
        return this;
    }

    /** What to run: a class of the test tree. */
    public ChildJvm mainClass(Class<?> main, String... arguments) {
        program.addAll(List.of(
                "-cp",
                String.join(
                        File.pathSeparator,
                        classPath.stream().map(Path::toString).toList()),
                main.getName()));
        program.addAll(List.of(arguments));
        return this;
    }

    /** What to run: a jar. */
    public ChildJvm mainJar(Path jar, String... arguments) {
        program.addAll(List.of("-jar", jar.toString()));
        program.addAll(List.of(arguments));
        return this;
    }

    /** Runs it to its end. Fails if it does not end. */
    public Result run() {
        try (Running running = start()) {
            return running.await();
        }
    }

    /** Starts it. */
    public Running start() {
        List<String> command = new ArrayList<>();
        if (!limits.isEmpty()) {
            String script = String.join(
                    "", limits.stream().map(limit -> "ulimit " + limit + " && ").toList());
            command.addAll(List.of("sh", "-c", script + "exec \"$0\" \"$@\""));
        }
        command.add(java.toString());
        command.addAll(jvmArguments);
        command.addAll(program);
        try {
            Path work = workDirectory();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory((directory == null ? work : directory).toFile())
                    .redirectOutput(work.resolve("stdout").toFile())
                    .redirectError(work.resolve("stderr").toFile());
            VARIABLES_OF_JAVA.forEach(builder.environment()::remove);
            builder.environment().putAll(environment);
            return new Running(command, builder.start(), work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What became of a child.
     *
     * @param stdout all of it, byte for byte (ISO 8859-1)
     * @param stderr likewise
     */
    public record Result(List<String> command, int status, String stdout, String stderr) {

        /** Says everything that one needs to know when a test fails. */
        @Override
        public String toString() {
            return String.join(" ", command) + "\nstatus " + status + "\nstdout: " + stdout + "\nstderr: " + stderr;
        }

        /** The lines of standard error that the agent wrote. */
        public List<String> agentLines() {
            return stderr.lines().filter(line -> line.startsWith("addrscope:")).toList();
        }
    }

    /** A child that runs; closing it kills it. */
    public static final class Running implements AutoCloseable {

        private final List<String> command;
        private final Process process;
        private final Path work;

        private Running(List<String> command, Process process, Path work) {
            this.command = command;
            this.process = process;
            this.work = work;
        }

        public long pid() {
            return process.pid();
        }

        public boolean isAlive() {
            return process.isAlive();
        }

        /** Waits until the child has written a whole line that is wanted, and returns it. */
        public String awaitLine(Predicate<String> wanted) {
            return awaitLine(0, wanted);
        }

        /** Sends a line, and returns the next line that the child writes. */
        public String ask(String question) {
            long written = read("stdout").lines().count();
            send(question);
            return awaitLine(written, line -> true);
        }

        private String awaitLine(long skipped, Predicate<String> wanted) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                // Asked first: what the child wrote before it ended must not be missed.
                boolean alive = process.isAlive();
                String written = read("stdout");
                String line = written.substring(0, written.lastIndexOf('\n') + 1)
                        .lines()
                        .skip(skipped)
                        .filter(wanted)
                        .findFirst()
                        .orElse(null);
                if (line != null) {
                    return line;
                }
                if (!alive || System.nanoTime() > deadline) {
                    throw new AssertionError("the child never wrote the line that was waited for\n" + soFar());
                }
                sleep();
            }
        }

        /** Writes a line to the child's standard input. */
        public void send(String line) {
            try {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                throw new UncheckedIOException(soFar().toString(), e);
            }
        }

        /** Waits for its end. */
        public Result await() {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    Result result = soFar();
                    close();
                    throw new AssertionError("the child did not end in " + PATIENCE + "\n" + result);
                }
                return soFar();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }

        /** What it wrote up to now; its status is -1 as long as it runs. */
        public Result soFar() {
            return new Result(command, process.isAlive() ? -1 : process.exitValue(), read("stdout"), read("stderr"));
        }

        @Override
        public void close() {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private String read(String file) {
            try {
                return Files.readString(work.resolve(file), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void sleep() {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
