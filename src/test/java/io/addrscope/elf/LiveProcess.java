// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running fixture: what it printed of its symbols, and its mappings. Ends when it is closed. */
final class LiveProcess implements AutoCloseable {

    /** Where a symbol lies, as the loader says. */
    record Located(Path file, String symbol, long address) {}

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) (\\d+) *(.*)");

    private final Process process;
    private final List<Located> symbols = new ArrayList<>();
    private final List<Mapping> mappings = new ArrayList<>();

    /** Starts a program that loads libraries, and waits until it has. */
    LiveProcess(Path program, List<Path> libraries) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        libraries.forEach(library -> command.add(library.toString()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); !"ready".equals(line); line = output.readLine()) {
            if (line == null) {
                throw new AssertionError(program + " ended before it was ready");
            }
            String[] words = line.split(" ", -1);
            symbols.add(new Located(Path.of(words[0]), words[1], Long.parseUnsignedLong(words[2].substring(2), 16)));
        }
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "maps"))) {
            mappings.add(mapping(line));
        }
    }

    private static Mapping mapping(String line) {
        Matcher m = LINE.matcher(line);
        if (!m.matches()) {
            throw new AssertionError(line);
        }
        String access = m.group(3);
        int bits = (access.charAt(0) == 'r' ? Permissions.READ : 0)
                | (access.charAt(1) == 'w' ? Permissions.WRITE : 0)
                | (access.charAt(2) == 'x' ? Permissions.EXECUTE : 0)
                | (access.charAt(3) == 's' ? Permissions.SHARED : 0);
        return new Mapping(
                hex(m.group(1)),
                hex(m.group(2)),
                new Permissions(bits),
                hex(m.group(4)),
                new Device((int) hex(m.group(5)), (int) hex(m.group(6))),
                Long.parseLong(m.group(7)),
                MappingName.of(m.group(8)),
                false,
                0,
                null);
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    long pid() {
        return process.pid();
    }

    List<Located> symbols() {
        return symbols;
    }

    List<Mapping> mappingsOf(Path file) {
        return mappings.stream()
                .filter(mapping -> mapping.name().text().equals(file.toString()))
                .toList();
    }

    /** Whether the file is mapped wherever the load bias says. */
    boolean confirms(Path file, List<LoadSegments.FirstPage> pages) {
        return pages.stream()
                .allMatch(page -> mappingsOf(file).stream()
                        .anyMatch(mapping -> mapping.contains(page.address())
                                && mapping.fileOffset(page.address()) == page.fileOffset()
                                && mapping.permissions().isExecutable()
                                        == page.segment().isExecutable()));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
    }
}
