// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM that runs a main class of the tests and is waited for.
 *
 * <p>Its class path holds the library, the tests and JNA, in a directory that every user may read.
 */
public final class ChildJvm {

    private static final int TIMEOUT_SECONDS = 120;

    private static final class ClassPath {
        static final Path DIRECTORY = copy();

        private static Path copy() {
            Path directory = Toolchain.temporaryDirectory("addrscope-classes");
            try {
                Toolchain.run("chmod", "755", directory.toString());
                for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                    Path from = Path.of(entry);
                    if (Files.isDirectory(from)) {
                        copyTree(from, directory.resolve("classes"));
                    } else if (from.getFileName().toString().startsWith("jna-")) {
                        Files.copy(from, directory.resolve("jna.jar"));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return directory;
        }

        private static void copyTree(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = to.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }

    private final Jdk jdk;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private boolean hasJna = true;

    private ChildJvm(Jdk jdk) {
        this.jdk = jdk;
        // Small and quick to start; two cores serve everybody.
        options("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m");
    }

    /** A JVM of {@code jdk}. */
    public static ChildJvm of(Jdk jdk) {
        return new ChildJvm(jdk);
    }

    /** Starts it by another program, which is given the command of the JVM as its last arguments. */
    public ChildJvm startedBy(String... command) {
        prefix.addAll(0, Arrays.asList(command));
        return this;
    }

    /** Adds options of the JVM. */
    public ChildJvm options(String... more) {
        Collections.addAll(options, more);
        return this;
    }

    /** Leaves JNA out of the class path. */
    public ChildJvm withoutJna() {
        hasJna = false;
        return this;
    }

    /** Returns the command that runs {@code main}. */
    public List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(jdk.java());
        command.addAll(options);
        command.add("-cp");
        command.add(Stream.of("classes", hasJna ? "jna.jar" : "")
                .filter(name -> !name.isEmpty())
                .map(name -> ClassPath.DIRECTORY.resolve(name).toString())
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(main.getName());
        Collections.addAll(command, arguments);
        return command;
    }

    /** Starts {@code main} and returns at once; its standard output and error are one stream. */
    public Process start(Class<?> main, String... arguments) {
        try {
            return new ProcessBuilder(command(main, arguments))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs {@code main} to its end and returns what it printed.
     *
     * @throws AssertionError if its exit status is not 0; the message holds the output
     */
    public String run(Class<?> main, String... arguments) {
        Process process = start(main, arguments);
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + main.getName() + "\n" + output);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        main.getName() + " on " + jdk + ": exit status " + process.exitValue() + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
