// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.FrameAgreement.Difference;
import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of addresses on which we and llvm-symbolizer differ who is right: whom {@code eu-addr2line} agrees with, and whom {@code
 * gdb} does where that agrees with neither. Both are read for innermost function and line, since what they say of callers
 * is their own: eu-addr2line leaves out those of a function without its own name, gdb tells none of a file that does not run.
 */
final class Arbiter {

    /** What {@code gdb} says of a line. */
    private static final Pattern GDB_LINE = Pattern.compile("Line (\\d+) of ");

    private Arbiter() {}

    /** Returns how many differences of each kind were decided for whom. */
    static Map<String, Integer> judge(Path file, List<Difference> differences) throws IOException {
        Map<String, Integer> verdicts = new TreeMap<>();
        for (Difference difference : differences) {
            verdicts.merge(difference.kind() + ": " + verdict(file, difference), 1, Integer::sum);
        }
        return verdicts;
    }

    private static String verdict(Path file, Difference difference) throws IOException {
        int line = elfutilsLine(file, difference.address());
        int ours = line(difference.ours());
        int theirs = line(difference.theirs());
        if (ours == theirs) {
            return "the same line";
        }
        if (line == ours || line == theirs) {
            return "eu-addr2line agrees with " + (line == ours ? "us" : "llvm-symbolizer");
        }
        int byGdb = gdbLine(file, difference.address());
        if (byGdb == ours || byGdb == theirs) {
            return "gdb agrees with " + (byGdb == ours ? "us" : "llvm-symbolizer");
        }
        return "eu-addr2line has line " + line + ", gdb " + byGdb;
    }

    private static int line(List<Frame> frames) {
        return frames.isEmpty() ? 0 : frames.get(0).line();
    }

    private static int elfutilsLine(Path file, long address) {
        String text = Toolchain.run("eu-addr2line", "-e", file.toString(), "0x" + Long.toHexString(address));
        Matcher place = Pattern.compile(":(\\d+)(:\\d+)?\\s*$").matcher(text);
        return place.find() ? Integer.parseInt(place.group(1)) : 0;
    }

    private static int gdbLine(Path file, long address) throws IOException {
        Path script = Files.createTempFile("line", ".gdb");
        try {
            Files.writeString(script, "info line *0x" + Long.toHexString(address) + "\n");
            List<String> command = new ArrayList<>(List.of("gdb", "-batch", "-nx", "-q", "-x"));
            command.add(script.toString());
            command.add(file.toString());
            Matcher line = GDB_LINE.matcher(Toolchain.run(command));
            return line.find() ? Integer.parseInt(line.group(1)) : 0;
        } finally {
            Files.delete(script);
        }
    }
}
