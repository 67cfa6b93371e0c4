// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compilers and binary tools of the machine.
 *
 * <p>A missing tool fails the test that needs it, with the name of the Debian package that has it. Safe to use from any
 * thread.
 */
public final class Toolchain {

    /** How long a tool may take, in seconds; it is there so that a tool that hangs is noticed. */
    private static final int TIMEOUT_SECONDS = 300;

    /** Debian packages by tool. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("gcc", "gcc"),
            Map.entry("g++", "g++"),
            Map.entry("clang", "clang"),
            Map.entry("clang++", "clang"),
            Map.entry("rustc", "rustc"),
            Map.entry("dwz", "dwz"),
            Map.entry("ld.lld", "lld"),
            Map.entry("ld.gold", "binutils"),
            Map.entry("readelf", "binutils"),
            Map.entry("objcopy", "binutils"),
            Map.entry("strip", "binutils"),
            Map.entry("nm", "binutils"),
            Map.entry("ld", "binutils"),
            Map.entry("objdump", "binutils"),
            Map.entry("powerpc64-linux-gnu-ld", "binutils-powerpc64-linux-gnu"),
            Map.entry("xz", "xz-utils"),
            Map.entry("eu-strip", "elfutils"),
            Map.entry("debuginfod-find", "debuginfod"),
            Map.entry("getconf", "libc-bin"),
            Map.entry("llvm-objcopy", "llvm"),
            Map.entry("llvm-objdump", "llvm"),
            Map.entry("llvm-readelf", "llvm"),
            Map.entry("llvm-strip", "llvm"),
            Map.entry("llvm-symbolizer", "llvm"),
            Map.entry("llvm-dwp", "llvm"),
            Map.entry("llvm-dwarfdump", "llvm"),
            Map.entry("eu-readelf", "elfutils"),
            Map.entry("eu-addr2line", "elfutils"),
            Map.entry("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
            Map.entry("zstd", "zstd"));

    private Toolchain() {}

    /** Returns whether a tool is on the path. */
    public static boolean has(String tool) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "/usr/bin" : path).split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    /**
     * Checks that a tool is on the path.
     *
     * @throws AssertionError if it is not; the message names the Debian package
     */
    public static void require(String tool) {
        if (!has(tool)) {
            String debianPackage = PACKAGES.getOrDefault(tool, tool);
            throw new AssertionError(
                    "This test needs " + tool + ": on Debian, apt-get install " + debianPackage + " provides it");
        }
    }

    /**
     * Runs a tool and returns its standard output and standard error, as they come.
     *
     * @param command name of the tool, and its arguments
     * @throws AssertionError if the tool is missing, fails, or does not end; the message holds the output
     */
    public static String run(List<String> command) {
        require(command.get(0));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + String.join(" ", command) + "\n" + output);
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(
                        "exit status " + process.exitValue() + ": " + String.join(" ", command) + "\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", command), e);
        }
    }

    /** As {@link #run(List)}. */
    public static String run(String... command) {
        return run(List.of(command));
    }

    /**
     * Compiles and links.
     *
     * @param output the file to make
     * @param compiler name of the compiler, such as {@code gcc}
     * @param flags options of the compiler, with {@code -Wl,} those of the linker
     * @param sources source files, or libraries to link with
     * @throws AssertionError as {@link #run(List)} does
     */
    public static void compile(Path output, String compiler, List<String> flags, List<String> sources) {
        List<String> command = new ArrayList<>();
        command.add(compiler);
        command.add("-o");
        command.add(output.toString());
        command.addAll(flags);
        command.addAll(sources);
        run(command);
    }

    /**
     * Copies a C source from the test resources.
     *
     * @param name file name in {@code fixtures/}
     * @param directory where the copy goes; made if it is missing
     * @return the copy
     */
    public static Path source(String name, Path directory) {
        try (InputStream in = Toolchain.class.getResourceAsStream("/fixtures/" + name)) {
            if (in == null) {
                throw new AssertionError("no test resource fixtures/" + name);
            }
            Path copy = Files.createDirectories(directory).resolve(name);
            Files.write(copy, in.readAllBytes());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a directory that is deleted when this JVM ends. */
    public static Path temporaryDirectory(String prefix) {
        try {
            // The kernel names mappings by real paths.
            Path directory = Files.createTempDirectory(prefix).toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + directory + ": " + e);
        }
    }
}
