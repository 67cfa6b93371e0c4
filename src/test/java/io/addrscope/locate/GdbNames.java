// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Symbol;
import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Idle;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what is said of random addresses in every library of a running JVM with what {@code gdb} says of them, which stops
 * the process and reads the same symbol tables by code of its own.
 */
final class GdbNames {

    private static final long SEED = 20261125;
    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-gdb");
    private static final Pattern ANSWER = Pattern.compile("(\\S.*?)(?: \\+ (\\d+))? in section (\\S+)(?: of (.*))?");
    private static final String NONE = "-";

    /** How an answer compares. */
    enum Verdict {
        /** The same symbol, or both have none. */
        SAME,
        /** Another name of the same address. */
        ALIAS,
        /** gdb makes up symbols for slots of the global offset table; the table's own name, if there is one, is ours. */
        GOT_SLOT,
        /** gdb takes a symbol that does not lie in its section, as libjsvml.so has them. */
        MISPLACED,
        /** None of these. */
        OTHER
    }

    private final Map<Verdict, Integer> counts = new TreeMap<>();
    private final StringBuilder others = new StringBuilder();

    private GdbNames() {}

    /**
     * Starts a JVM, asks about addresses of its libraries, prints the counts, and fails if more than one in 1,000 differs in
     * another way than those of {@link Verdict}.
     *
     * @param each how many addresses of each library
     */
    static void check(Jdk jdk, int each) throws IOException {
        Process process = ChildJvm.of(jdk).start(Idle.class);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("idle");
            new GdbNames().compare(jdk, process.pid(), each);
        } finally {
            process.destroyForcibly();
        }
    }

    private void compare(Jdk jdk, long pid, int each) throws IOException {
        Map<Long, String> ours = new LinkedHashMap<>();
        try (AddressSpace space = AddressSpace.of(pid)) {
            long[] addresses = addresses(space, each);
            for (Location location : space.locateAll(addresses)) {
                ours.put(location.address(), describe(location));
            }
        }
        Map<Long, String> theirs = gdb(pid, List.copyOf(ours.keySet()));
        ours.forEach((address, answer) -> {
            Verdict verdict = verdict(answer, String.valueOf(theirs.get(address)));
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.OTHER && others.length() < 4_000) {
                others.append("\n    ")
                        .append(Address.format(address))
                        .append(" ours ")
                        .append(answer)
                        .append(", gdb ")
                        .append(theirs.get(address));
            }
        });
        System.out.println(jdk + ": " + ours.size() + " addresses against gdb: " + counts + others);
        assertThat(counts.getOrDefault(Verdict.OTHER, 0) * 1000L)
                .as("disagreements with gdb:%s", others)
                .isLessThanOrEqualTo(ours.size());
    }

    private static Verdict verdict(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return Verdict.SAME;
        }
        boolean isTable = ours.startsWith("_GLOBAL_OFFSET_TABLE_ + ");
        if (theirs.contains("@got.plt + ") ? isTable || ours.equals(NONE) : isTable && theirs.equals(NONE)) {
            return Verdict.GOT_SLOT;
        }
        if (ours.equals(NONE) && theirs.startsWith(".eh_frame_seg + ")) {
            return Verdict.MISPLACED;
        }
        String offset = ours.substring(ours.lastIndexOf(' ') + 1);
        return !ours.equals(NONE) && theirs.endsWith(" " + offset) ? Verdict.ALIAS : Verdict.OTHER;
    }

    private static String describe(Location location) {
        Symbol symbol = location.symbol();
        return symbol == null ? NONE : symbol.raw() + " + " + symbol.offset();
    }

    /** Random addresses of each file that is mapped executable somewhere, in any of its mappings. */
    private static long[] addresses(AddressSpace space, int each) {
        Map<String, List<Mapping>> files = new LinkedHashMap<>();
        for (Mapping mapping : space.maps().mappings()) {
            if (mapping.isFileBacked()) {
                files.computeIfAbsent(mapping.name().text(), key -> new ArrayList<>())
                        .add(mapping);
            }
        }
        files.values()
                .removeIf(mappings ->
                        mappings.stream().noneMatch(m -> m.permissions().isExecutable()));
        assertThat(files).hasSizeGreaterThan(5);
        Random random = new Random(SEED);
        List<Long> addresses = new ArrayList<>();
        for (List<Mapping> mappings : files.values()) {
            for (int i = 0; i < each; i++) {
                Mapping mapping = mappings.get(random.nextInt(mappings.size()));
                addresses.add(mapping.start() + random.nextLong(mapping.end() - mapping.start()));
            }
        }
        return addresses.stream().mapToLong(Long::longValue).toArray();
    }

    private static Map<Long, String> gdb(long pid, List<Long> addresses) throws IOException {
        StringBuilder script = new StringBuilder();
        for (long address : addresses) {
            String hex = Long.toHexString(address);
            script.append("echo \\n@")
                    .append(hex)
                    .append("@\ninfo symbol 0x")
                    .append(hex)
                    .append('\n');
        }
        Path commands = Files.writeString(Files.createTempFile(DIRECTORY, "commands", ".gdb"), script);
        String output = Toolchain.run(
                "gdb",
                "-nx",
                "-batch",
                "-iex",
                "set debuginfod enabled off",
                "-iex",
                "set auto-load off",
                "-ex",
                "set print demangle off",
                "-p",
                Long.toString(pid),
                "-x",
                commands.toString());
        Map<Long, String> answers = new LinkedHashMap<>();
        Matcher block =
                Pattern.compile("^@([0-9a-f]+)@(.*)$", Pattern.MULTILINE).matcher(output);
        while (block.find()) {
            Matcher answer = ANSWER.matcher(block.group(2));
            answers.put(
                    Long.parseUnsignedLong(block.group(1), 16),
                    answer.matches()
                            ? answer.group(1) + " + " + (answer.group(2) == null ? "0" : answer.group(2))
                            : NONE);
        }
        assertThat(answers)
                .as(output.substring(0, Math.min(2_000, output.length())))
                .hasSameSizeAs(addresses);
        return answers;
    }
}
