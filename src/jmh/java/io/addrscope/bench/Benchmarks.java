// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures everything and prints tables in Markdown. Started by the script {@code run}, which builds what this needs. */
final class Benchmarks {

    private static final String USAGE =
            "usage: run [--quick] [--only questions|lookups|symbols|lines|demangle|agent|hooks|commands|crash|pauses]..."
                    + " [--jdk DIRECTORY]...";

    private Benchmarks() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        // Decimal points whatever the user's language: the table is for all.
        Locale.setDefault(Locale.ROOT);
        boolean quick = false;
        List<String> only = new ArrayList<>();
        List<Jdk> jdks = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            String option = args[i];
            if (option.equals("--quick")) {
                quick = true;
            } else if (option.equals("--only") && i + 1 < args.length) {
                only.add(args[++i]);
            } else if (option.equals("--jdk") && i + 1 < args.length) {
                jdks.add(Jdk.of(Path.of(args[++i]).toRealPath()));
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
        Bench bench = new Bench(Path.of(args[0]).toRealPath(), quick);
        print(jdks.isEmpty() ? Jdk.installed() : jdks, bench, only);
    }

    private static void print(List<Jdk> jdks, Bench bench, List<String> only) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        if (only.isEmpty() || only.contains("questions")) {
            rows.addAll(new Questions(bench, jdks).rows());
        }
        if (only.isEmpty() || only.contains("lookups")) {
            rows.addAll(new Questions(bench, jdks).lookUps());
        }
        if (only.isEmpty() || only.contains("symbols")) {
            rows.addAll(new Questions(bench, jdks).symbols());
        }
        if (only.isEmpty() || only.contains("lines")) {
            rows.addAll(new Questions(bench, jdks).lines());
            rows.addAll(new SourceLines(bench, jdks).rows());
        }
        if (only.isEmpty() || only.contains("demangle")) {
            rows.add(new Demangling(bench, jdks).row());
        }
        if (only.isEmpty() || only.contains("agent")) {
            rows.add(new Processes(bench, jdks).agentStart());
        }
        if (only.isEmpty() || only.contains("hooks")) {
            rows.addAll(new HookHarm(bench, jdks).rows());
        }
        if (only.isEmpty() || only.contains("commands")) {
            rows.addAll(new Processes(bench, jdks).commandLine());
        }
        if (only.isEmpty() || only.contains("crash")) {
            rows.add(new CrashWindow(bench, jdks).row());
        }
        System.out.printf(
                "Medians%s; Linux %s, %s, %d CPUs.%n%n",
                bench.quick() ? " of a quick run (rough)" : "",
                System.getProperty("os.version"),
                cpuModel(),
                Runtime.getRuntime().availableProcessors());
        if (!rows.isEmpty()) {
            System.out.println(
                    jdks.stream().map(Jdk::name).collect(Collectors.joining(" | ", "| | floor | ", " | target |")));
            System.out.println("| --- ".repeat(jdks.size() + 3) + "|");
            rows.forEach(row -> System.out.println(row.markdown()));
            System.out.println();
        }
        if (only.isEmpty() || only.contains("pauses")) {
            new Pauses(bench, jdks).lines().forEach(System.out::println);
        }
    }

    private static String cpuModel() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
