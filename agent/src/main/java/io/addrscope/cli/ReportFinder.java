// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.CrashReport;
import io.addrscope.crash.Word;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the report of a process that has just crashed: where {@code -XX:ErrorFile} says, else in its working directory, else in the
 * directory for temporary files (vmError.cpp). What lies there is believed only if it names the process, is younger than that, and
 * belongs to the same user.
 */
final class ReportFinder {

    private static final String ERROR_FILE = "-XX:ErrorFile=";

    /** Where the JVM and its launcher take options from, besides the command line. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=");

    /** Before the names of files with more options, for the launcher and for the JVM. */
    private static final List<String> OPTION_FILES = List.of("@", "-XX:VMOptionsFile=");

    /** Before the name of a file with flags, which are written there without this. */
    private static final String FLAGS = "-XX:";

    private static final String FLAG_FILE = "-XX:Flags=";

    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_CANDIDATES = 16;

    /** A process's start is known by the seconds of the boot, and hundredths since. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    private final long pid;
    private final Path process;

    ReportFinder(long pid) {
        this.pid = pid;
        this.process = Path.of("/proc", Long.toString(pid));
    }

    /**
     * Finds and reads the report.
     *
     * @throws UnreadableException if there is none; the message tells where it was looked for
     */
    CrashReport find() {
        Instant started = started();
        Path directory = directory();
        List<String> looked = new ArrayList<>();
        for (String candidate : candidates(directory)) {
            Path file = resolve(directory, candidate);
            if (file != null) {
                CrashReport report = read(file, started);
                if (report != null) {
                    return report;
                }
                looked.add(ProcessFiles.nameOf(file).printable());
            }
        }
        throw new UnreadableException(
                "no report of process " + pid + " was found; looked for " + String.join(", ", looked));
    }

    private Instant started() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .orElseThrow(() -> new UnreadableException("there is no process " + pid))
                .minus(CLOCKS_DIFFER);
    }

    private Path directory() {
        try {
            return Files.readSymbolicLink(process.resolve("cwd"));
        } catch (IOException e) {
            return Path.of("").toAbsolutePath();
        }
    }

    /**
     * Returns the path by its bytes, which the locale may have no characters for; null if there is none.
     *
     * @param candidate one character for each byte
     */
    private static @Nullable Path resolve(Path directory, String candidate) {
        String base = candidate.startsWith("/")
                ? ""
                : new String(ProcessFiles.nameOf(directory).bytes(), StandardCharsets.ISO_8859_1) + "/";
        byte[] bytes = (base + candidate).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return ProcessFiles.pathOf(MappingName.of(bytes));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Set<String> candidates(Path directory) {
        Set<String> candidates = new LinkedHashSet<>();
        for (String word : text(process.resolve("cmdline")).split("\0", -1)) {
            addOption(word, directory, candidates);
        }
        for (String variable : text(process.resolve("environ")).split("\0", -1)) {
            for (String name : OPTION_VARIABLES) {
                if (variable.startsWith(name)) {
                    addOptions(variable.substring(name.length()), directory, candidates);
                }
            }
        }
        String name = "hs_err_pid" + pid + ".log";
        candidates.add(name);
        candidates.add("/tmp/" + name);
        return candidates;
    }

    private void addOptions(String options, Path directory, Set<String> candidates) {
        for (String word : split(options)) {
            addOption(word, directory, candidates);
        }
    }

    /** Takes the option, or those in the file that it names. Such a file names no other. */
    private void addOption(String word, Path directory, Set<String> candidates) {
        for (String prefix : OPTION_FILES) {
            Path file = word.startsWith(prefix) ? resolve(directory, word.substring(prefix.length())) : null;
            if (file != null && Files.isRegularFile(file)) {
                split(text(file)).forEach(option -> addErrorFile(option, candidates));
            }
        }
        Path flags = word.startsWith(FLAG_FILE) ? resolve(directory, word.substring(FLAG_FILE.length())) : null;
        if (flags != null && Files.isRegularFile(flags)) {
            split(text(flags)).forEach(flag -> addErrorFile(FLAGS + flag, candidates));
        }
        addErrorFile(word, candidates);
    }

    private void addErrorFile(String word, Set<String> candidates) {
        if (word.startsWith(ERROR_FILE) && candidates.size() < MAX_CANDIDATES) {
            candidates.add(expand(word.substring(ERROR_FILE.length())));
        }
    }

    /** Splits options at blanks, but not within quotes, which are no part of them. */
    private static List<String> split(String options) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < options.length(); i++) {
            char c = options.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }

    /** Only {@code %p} and {@code %%} stand for something. */
    private String expand(String pattern) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : 0;
            if (c == '%' && (next == 'p' || next == '%')) {
                expanded.append(next == 'p' ? Long.toString(pid) : "%");
                i++;
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }

    /** Returns what a file holds, a character for each byte: paths are bytes. */
    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the report; null if there is none, or it is that of another process. */
    private @Nullable CrashReport read(Path file, Instant started) {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(started) || !isTheirs(file)) {
                return null;
            }
            CrashReport report = CrashReport.of(file);
            Word named = report.report().header().processId();
            return named != null && named.value() == pid ? report : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** In a directory that is everybody's, others may have put a report of this name. */
    private boolean isTheirs(Path file) throws IOException {
        Object owner = owner(file);
        return owner.equals(owner(process)) || owner.equals(owner(Path.of("/proc/self")));
    }

    private static Object owner(Path file) throws IOException {
        return Files.getAttribute(file, "unix:uid");
    }
}
