// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code /proc/PID/maps}, read by a regular expression: slow, and of no kin to what it checks.
 *
 * @param start first address
 * @param end address behind the last byte
 * @param permissions four characters
 * @param offset file offset
 * @param device both numbers, as printed
 * @param inode inode number
 * @param name one char a byte, escapes left in
 */
public record MapsLine(long start, long end, String permissions, long offset, String device, long inode, String name) {

    private static final Pattern LINE = Pattern.compile(
            "([0-9a-f]+)-([0-9a-f]+) ([r-][w-][x-][sp]) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) ([0-9]+) *(.*)",
            Pattern.DOTALL);

    /** Reads those of a process: a pid, or {@code self}. */
    public static List<MapsLine> of(String process) {
        try {
            String text =
                    new String(Files.readAllBytes(Path.of("/proc", process, "maps")), StandardCharsets.ISO_8859_1);
            List<MapsLine> lines = new ArrayList<>();
            for (String line : text.split("\n", -1)) {
                if (!line.isEmpty()) {
                    lines.add(parse(line));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #of(String)}. */
    public static List<MapsLine> of(long pid) {
        return of(Long.toString(pid));
    }

    /** Reads a line, without its newline, one char a byte. */
    public static MapsLine parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a line of maps: " + line);
        }
        return new MapsLine(
                Long.parseUnsignedLong(matcher.group(1), 16),
                Long.parseUnsignedLong(matcher.group(2), 16),
                matcher.group(3),
                Long.parseUnsignedLong(matcher.group(4), 16),
                matcher.group(5),
                Long.parseUnsignedLong(matcher.group(6)),
                matcher.group(7));
    }

    /** Returns whether the kernel holds a file for it: not an inode, which a System V segment may have at 0. */
    public boolean hasFile() {
        return inode != 0 || !device.equals("00:00");
    }

    /** Returns whether it is the page of the kernel that only the text knows. */
    public boolean isVsyscall() {
        return name.equals("[vsyscall]");
    }
}
