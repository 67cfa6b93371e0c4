// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Another demangler, asked for many names at once. */
final class Reference {
    /** Names the llvm-cxxfilt to compare with; without it, the newest found is taken. */
    private static final String LLVM_PROPERTY = "addrscope.llvm-cxxfilt";

    /** The first LLVM that writes {@code >>} between template arguments as C++11 does. */
    private static final int LLVM_WITHOUT_SPACES = 15;

    private static final int FOLLOWED_LLVM = 22;
    private static final double SHARE_OF_OLDER_LLVM = 0.96;

    private final List<String> command;
    private final String version;

    /** Whether this writes {@code > >} at the end of nested template arguments. */
    private final boolean writesSpaces;

    private Reference(List<String> command, String version, boolean writesSpaces) {
        this.command = command;
        this.version = version;
        this.writesSpaces = writesSpaces;
    }

    static Reference of(String... command) {
        String version = Tools.run(List.of(command[0], "--version"), List.of()).get(0);
        return new Reference(List.of(command), version, true);
    }

    /** LLVM's demangler: the newest on the path or where Debian puts its versions. */
    static Reference llvm() {
        String chosen = System.getProperty(LLVM_PROPERTY);
        if (chosen != null) {
            return llvm(chosen);
        }
        List<Path> directories = Tools.directories().collect(Collectors.toCollection(ArrayList::new));
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib"))) {
            versions.filter(path -> path.getFileName().toString().startsWith("llvm-"))
                    .map(path -> path.resolve("bin"))
                    .filter(Files::isDirectory)
                    .forEach(directories::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Reference> found = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.getFileName().toString().matches("llvm-cxxfilt(-\\d+)?"))
                        .forEach(file -> found.add(llvm(file.toString())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found.stream()
                .max(Comparator.comparingInt(Reference::major))
                .orElseThrow(() -> new AssertionError("llvm-cxxfilt is needed: apt-get install llvm"));
    }

    static Reference llvm(String program) {
        String version = String.join(" ", Tools.run(List.of(program, "--version"), List.of()));
        return new Reference(List.of(program), version, major(version) < LLVM_WITHOUT_SPACES);
    }

    /** GNU binutils' demangler. */
    static Reference gnu() {
        return of(Tools.find("c++filt", "binutils"));
    }

    private int major() {
        return major(version);
    }

    /**
     * The share of names on which agreement can be asked for: the one given of the LLVM that is followed. Older ones put more
     * parentheses into expressions and know less of C++20; what the followed one says is in cxx-grammar.tsv, too.
     */
    double share(double ofFollowed) {
        return major() >= FOLLOWED_LLVM ? ofFollowed : SHARE_OF_OLDER_LLVM;
    }

    private static int major(String version) {
        Matcher matcher = Pattern.compile("LLVM version (\\d+)").matcher(version);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** What the tool makes of each name, with {@code >>} where it writes {@code > >}. */
    List<String> demangle(Collection<String> names) {
        List<String> demangled = Tools.run(command, names);
        assertThat(demangled).as("answers of %s", this).hasSameSizeAs(names);
        if (writesSpaces) {
            demangled.replaceAll(Reference::withoutSpaces);
        }
        return demangled;
    }

    private static String withoutSpaces(String name) {
        return name.replaceAll("(?<=[^-]>) (?=>)", "");
    }

    @Override
    public String toString() {
        return command.get(0) + " (" + version.replaceAll("\\s+", " ").trim() + ")";
    }
}
