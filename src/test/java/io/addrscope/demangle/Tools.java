// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Runs the programs that tests compare with or make names with. */
final class Tools {
    private Tools() {}

    /** A program on the path, or a failure that names the Debian package that has it. */
    static String find(String program, String debianPackage) {
        return find(program)
                .orElseThrow(() -> new AssertionError(program + " is needed: apt-get install " + debianPackage));
    }

    static Optional<String> find(String program) {
        return directories()
                .map(directory -> directory.resolve(program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static java.util.stream.Stream<Path> directories() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isDirectory);
    }

    /** Runs a command to its end and returns the lines of its standard output. Fails if the command does. */
    static List<String> run(List<String> command, Collection<String> input) {
        try {
            Path in = Files.createTempFile("addrscope", ".in");
            Path out = Files.createTempFile("addrscope", ".out");
            Path err = Files.createTempFile("addrscope", ".err");
            try {
                Files.write(in, input);
                int status = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();
                if (status != 0) {
                    return fail("%s: status %d: %s", command, status, Files.readString(err));
                }
                // Not readAllLines: what tools make of damaged names need not be UTF-8.
                return new String(Files.readAllBytes(out), StandardCharsets.UTF_8)
                        .lines()
                        .collect(Collectors.toCollection(ArrayList::new));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The names in both symbol tables of ELF files, without versions, that begin with {@code prefix}. */
    static List<String> symbols(Collection<Path> files, String prefix) {
        String nm = find("nm", "binutils");
        TreeSet<String> names = new TreeSet<>();
        for (Path file : files) {
            for (String table : List.of("-D", "-a")) {
                for (String line : run(List.of(nm, table, "--no-demangle", file.toString()), List.of())) {
                    String name = line.substring(line.lastIndexOf(' ') + 1).replaceFirst("@.*", "");
                    if (name.startsWith(prefix)) {
                        names.add(name);
                    }
                }
            }
        }
        return new ArrayList<>(names);
    }

    /** Compiles a source file that is a test resource, and returns the object or executable. */
    static Path compile(Path directory, String resource, String output, List<String> compiler) {
        try (var source = Tools.class.getResourceAsStream(resource)) {
            if (source == null) {
                return fail("no test resource %s", resource);
            }
            Path file = directory.resolve(resource);
            Files.write(file, source.readAllBytes());
            Path object = directory.resolve(output);
            List<String> command = new ArrayList<>(compiler);
            command.addAll(List.of("-o", object.toString(), file.toString()));
            run(command, List.of());
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
