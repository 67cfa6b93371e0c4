// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address that a crash report holds, found without the project's own parser.
 *
 * @param line the line of the report
 * @param address the address that it tells, by the mappings
 * @param lookup what to ask about: one less where the address is that of a return
 */
public record Reported(String line, long address, long lookup) {

    private static final Pattern PC = Pattern.compile(" at pc=0x([0-9a-f]+)");
    private static final Pattern THREAD = Pattern.compile(", tid=([0-9]+)");
    private static final Pattern IN_FILE = Pattern.compile("[CV]  \\[(.+)\\+0x([0-9a-f]+)\\].*");
    private static final Pattern IN_NO_FILE = Pattern.compile("[CV]  0x([0-9a-f]+).*");

    /** The program counter, if the report tells it, and the native frames of which the mappings show the address. */
    public static List<Reported> in(String report, Maps maps) throws IOException {
        List<Reported> found = new ArrayList<>();
        Long pc = pc(report);
        if (pc != null) {
            found.add(new Reported(problem(report), pc, pc));
        }
        for (String line : nativeFrames(report)) {
            Long address = address(line, maps);
            if (address != null) {
                // The first frame is that of the signal, if it has a file at all; else it is its caller's.
                boolean isPc = address.equals(pc) && found.size() == 1;
                found.add(new Reported(line, address, isPc ? address : address - 1));
            }
        }
        return found;
    }

    public static @Nullable Long pc(String report) {
        Matcher matcher = PC.matcher(report);
        return matcher.find() ? Long.parseUnsignedLong(matcher.group(1), 16) : null;
    }

    /** The thread that crashed, as the kernel numbers it; 0 if the report does not tell. */
    public static long thread(String report) {
        Matcher matcher = THREAD.matcher(report);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** The line that says what happened; empty if there is none. */
    public static String problem(String report) {
        return report.lines()
                .filter(line -> line.startsWith("#  ") || line.startsWith("# There is insufficient memory"))
                .findFirst()
                .orElse("");
    }

    /** The frame that is named as the problem's; empty if there is none. */
    public static String problematicFrame(String report) {
        return report.lines()
                .dropWhile(line -> !line.equals("# Problematic frame:"))
                .skip(1)
                .findFirst()
                .map(line -> line.substring(2))
                .orElse("");
    }

    private static List<String> nativeFrames(String report) {
        return report.lines()
                .dropWhile(line -> !line.startsWith("Native frames:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }

    private static @Nullable Long address(String frame, Maps maps) throws IOException {
        Matcher matcher = IN_NO_FILE.matcher(frame);
        if (matcher.matches()) {
            return Long.parseUnsignedLong(matcher.group(1), 16);
        }
        matcher = IN_FILE.matcher(frame);
        String file = matcher.matches() ? maps.fileCalled(matcher.group(1)) : null;
        Long base = file == null ? null : maps.base(file);
        return base == null ? null : base + Long.parseUnsignedLong(matcher.group(2), 16);
    }
}
