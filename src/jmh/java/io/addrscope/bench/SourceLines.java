// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Lines of addresses, whole processes that know nothing yet: {@code resolve -e} on every JDK beside llvm-symbolizer, addr2line and
 * elfutils' eu-addr2line, in turns.
 */
final class SourceLines {

    private static final long SEED = 20261125;
    private static final Path LIBC = Path.of("/lib/x86_64-linux-gnu/libc.so.6");

    /** The JVM of Debian, with the packages that have its debug file: of one version, that of the package sources. */
    private static final List<String> JVM_PACKAGES = List.of("openjdk-17-jre-headless", "openjdk-17-dbg");

    /** The peers, the first of which ratios are to. */
    private static final List<Peer> PEERS = List.of(
            new Peer("llvm-symbolizer", "llvm-symbolizer -e"),
            new Peer("addr2line", "addr2line -Cfipa -e"),
            // With functions it takes fifty times as long.
            new Peer("eu-addr2line, lines alone", "eu-addr2line -e"));

    /**
     * Another tool.
     *
     * @param command the tool with its options, to be followed by the file
     */
    private record Peer(String name, String command) {}

    /** How each JDK is asked: by the program, and with the options that a JVM has by itself. */
    private static final List<String> WAYS = List.of("", "`java -jar`: ");

    private final Bench bench;
    private final List<Jdk> jdks;

    SourceLines(Bench bench, List<Jdk> jdks) {
        this.bench = bench;
        this.jdks = jdks;
    }

    List<Row> rows() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        rows.add(row(
                "lines of 100,000 addresses of libc, whole process",
                LIBC,
                List.of(addresses(LIBC, 100_000)),
                bench.pick(1, 11),
                "≤ 1×"));
        Path libjvm = debianJvm(bench.target().resolve("debian-jvm"));
        List<String> single = new ArrayList<>();
        for (String address : addresses(libjvm, bench.pick(2, 21)).split("\n", -1)) {
            single.add(address + "\n");
        }
        rows.add(row("line of one address of Debian's libjvm, whole process", libjvm, single, 1, "≤ 0.5×"));
        rows.add(row(
                "lines of 10,000 addresses of it, whole process",
                libjvm,
                List.of(addresses(libjvm, 10_000)),
                bench.pick(1, 3),
                "≤ 0.5×"));
        return rows;
    }

    /**
     * Measures all tools with each input in turns.
     *
     * @param inputs what is written to standard input, each in a process of its own
     */
    private Row row(String what, Path file, List<String> inputs, int rounds, String target)
            throws IOException, InterruptedException {
        Path input = bench.target().resolve("addresses");
        List<List<Cost>> costs = new ArrayList<>();
        List<String> commands = commands(file);
        for (int i = 0; i < commands.size(); i++) {
            costs.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int n = 0; n < inputs.size(); n++) {
                Progress.say(what + ": " + (round * inputs.size() + n + 1) + " of " + rounds * inputs.size());
                Files.writeString(input, inputs.get(n));
                for (int i = 0; i < costs.size(); i++) {
                    costs.get(i).add(cost(commands.get(i), input));
                }
            }
        }
        List<String> floors = new ArrayList<>();
        for (int i = 0; i < PEERS.size(); i++) {
            floors.add(PEERS.get(i).name() + ": " + told(costs.get(i), null));
        }
        List<String> cells = new ArrayList<>();
        for (int i = PEERS.size(); i < commands.size(); i += WAYS.size()) {
            List<String> cell = new ArrayList<>();
            for (int way = 0; way < WAYS.size(); way++) {
                cell.add(WAYS.get(way) + told(costs.get(i + way), costs.get(0)));
            }
            cells.add(String.join("; ", cell));
        }
        return new Row(what, String.join("; ", floors), cells, target);
    }

    /** @param base what ratios are to; null for none */
    private static String told(List<Cost> costs, @Nullable List<Cost> base) {
        List<Double> nanos = new ArrayList<>();
        List<Double> kibibytes = new ArrayList<>();
        List<Double> slower = new ArrayList<>();
        List<Double> larger = new ArrayList<>();
        for (int n = 0; n < costs.size(); n++) {
            Cost cost = costs.get(n);
            nanos.add((double) cost.nanos());
            kibibytes.add((double) cost.kibibytes());
            if (base != null) {
                slower.add((double) cost.nanos() / base.get(n).nanos());
                larger.add((double) cost.kibibytes() / base.get(n).kibibytes());
            }
        }
        String time = Row.time(Samples.median(nanos));
        String memory = Row.mebibytes(Samples.median(kibibytes));
        return base == null
                ? time + ", " + memory
                : String.format("%s (%.2f×), %s (%.2f×)", time, Samples.median(slower), memory, Samples.median(larger));
    }

    /** The peers, and then each JDK in all ways. */
    private List<String> commands(Path file) {
        List<String> commands = new ArrayList<>();
        for (Peer peer : PEERS) {
            commands.add(peer.command() + " " + file);
        }
        for (Jdk jdk : jdks) {
            String question = " resolve --offline --style llvm -e " + file;
            commands.add(String.join(" ", jdk.commandLine(bench)) + question);
            commands.add(String.join(" ", Processes.jar(jdk, bench.agentJar())) + question);
        }
        return commands;
    }

    private Cost cost(String command, Path input) throws IOException, InterruptedException {
        return Cost.of(bench, Cost.ANY_CPU, List.of("sh", "-c", "exec " + command + " <\"$0\"", input.toString()));
    }

    /** Addresses at random in a file's code, one a line. */
    private static String addresses(Path file, int count) throws IOException, InterruptedException {
        for (String line : Commands.run(List.of("readelf", "-SW", file.toString()))) {
            String[] fields = line.substring(line.indexOf(']') + 1).strip().split(" +", -1);
            if (fields[0].equals(".text")) {
                long start = Long.parseLong(fields[2], 16);
                long size = Long.parseLong(fields[4], 16);
                Random random = new Random(SEED);
                StringBuilder addresses = new StringBuilder();
                for (int i = 0; i < count; i++) {
                    long address = start + (long) (random.nextDouble() * size);
                    addresses.append(i == 0 ? "" : "\n").append("0x").append(Long.toHexString(address));
                }
                return addresses.toString();
            }
        }
        throw new IOException("readelf finds no .text in " + file);
    }

    /**
     * Returns the debug file of Debian's libjvm, which has all that is asked of it, so that no tool has to find it; downloaded if that
     * was not done before.
     */
    private static Path debianJvm(Path directory) throws IOException, InterruptedException {
        if (!Files.isDirectory(directory.resolve("usr/lib/debug"))) {
            Files.createDirectories(directory);
            for (String name : JVM_PACKAGES) {
                Progress.say("downloading " + name);
                Commands.run(List.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && apt-get download \"$1\" >&2 && dpkg -x \"$1\"_*.deb .",
                        directory.toString(),
                        name));
            }
        }
        try (DirectoryStream<Path> homes =
                Files.newDirectoryStream(directory.resolve("usr/lib/jvm"), "java-17-openjdk-*")) {
            for (Path home : homes) {
                Path libjvm = home.resolve("lib/server/libjvm.so");
                if (Files.isRegularFile(libjvm)) {
                    return debugFile(directory, libjvm);
                }
            }
        }
        throw new IOException("no libjvm.so in " + directory);
    }

    private static Path debugFile(Path directory, Path library) throws IOException, InterruptedException {
        for (String line : Commands.run(List.of("readelf", "-n", library.toString()))) {
            String[] words = line.strip().split(" +", -1);
            if (words.length == 3 && words[0].equals("Build")) {
                String id = words[2];
                return directory.resolve(
                        "usr/lib/debug/.build-id/" + id.substring(0, 2) + "/" + id.substring(2) + ".debug");
            }
        }
        throw new IOException(library + " has no build ID");
    }
}
