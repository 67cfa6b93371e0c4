// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.Toolchain;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code readelf}, {@code llvm-readelf} and {@code eu-readelf} say of ELF files, in one form. */
final class Readelf {

    /**
     * What a tool says of one file.
     *
     * @param header the lines of the ELF header, by their labels
     * @param segments the program headers, each as {@link #line} writes them
     * @param buildId the first build ID in hexadecimal; empty if there is none
     */
    record Answer(Map<String, String> header, List<String> segments, String buildId) {}

    private static final Pattern FIELD = Pattern.compile("^  ([A-Z][A-Za-z ]+): +(.*?) *$", Pattern.MULTILINE);

    private static final Pattern SEGMENT = Pattern.compile(
            "^  (\\S.*?) +0x([0-9a-f]+) 0x([0-9a-f]+) 0x[0-9a-f]+ 0x([0-9a-f]+) 0x([0-9a-f]+) (...) +(?:0x)?([0-9a-f]+)$",
            Pattern.MULTILINE);

    private static final Pattern BUILD_ID = Pattern.compile("Build ID: ([0-9a-f]+)$", Pattern.MULTILINE);

    /** The types that all three tools call by one name; others are compared as one. */
    private static final Map<Integer, String> TYPES = Map.of(
            1,
            "LOAD",
            2,
            "DYNAMIC",
            3,
            "INTERP",
            4,
            "NOTE",
            6,
            "PHDR",
            7,
            "TLS",
            0x6474e550,
            "GNU_EH_FRAME",
            0x6474e551,
            "GNU_STACK",
            0x6474e552,
            "GNU_RELRO");

    private Readelf() {}

    /** Asks a tool about files. */
    static Map<Path, Answer> ask(String tool, List<Path> files) {
        Map<Path, Answer> answers = new LinkedHashMap<>();
        for (Path file : files) {
            answers.put(file, parse(Toolchain.run(tool, "-W", "-h", "-l", "-n", file.toString())));
        }
        return answers;
    }

    private static Answer parse(String text) {
        Map<String, String> header = new LinkedHashMap<>();
        for (Matcher m = FIELD.matcher(text); m.find(); ) {
            header.putIfAbsent(m.group(1), m.group(2));
        }
        List<String> segments = new ArrayList<>();
        for (Matcher m = SEGMENT.matcher(text); m.find(); ) {
            String type = TYPES.containsValue(m.group(1)) ? m.group(1) : "other";
            segments.add(line(type, m.group(6), hex(m, 2), hex(m, 3), hex(m, 4), hex(m, 5), hex(m, 7)));
        }
        Matcher buildId = BUILD_ID.matcher(text);
        return new Answer(header, segments, buildId.find() ? buildId.group(1) : "");
    }

    /** Writes our program header as {@link Answer#segments} has it. */
    static String line(ProgramHeader header) {
        String flags = ((header.flags() & ProgramHeader.PF_R) != 0 ? "R" : " ")
                + (header.isWritable() ? "W" : " ")
                + (header.isExecutable() ? "E" : " ");
        String type = TYPES.getOrDefault(header.type(), "other");
        return line(type, flags, header.offset(), header.vaddr(), header.filesz(), header.memsz(), header.align());
    }

    private static String line(
            String type, String flags, long offset, long vaddr, long filesz, long memsz, long align) {
        return String.format("%s %s %x %x %x %x %x", type, flags, offset, vaddr, filesz, memsz, align);
    }

    private static long hex(Matcher m, int group) {
        return Long.parseUnsignedLong(m.group(group), 16);
    }
}
