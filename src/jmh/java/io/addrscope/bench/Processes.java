// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Whole processes from start to end: with the agent, and of the command line, each in turns with one that does nothing. */
final class Processes {

    private static final int SUBJECT_MAPPINGS = 300;

    /** Long enough for the agent's thread to have done all that it does unasked. */
    private static final String SETTLED_MILLIS = "400";

    private final Bench bench;
    private final List<Jdk> jdks;
    private final Path emptyJar;

    Processes(Bench bench, List<Jdk> jdks) throws IOException {
        this.bench = bench;
        this.jdks = jdks;
        this.emptyJar = emptyJar(bench);
        if (!Files.isReadable(bench.agentJar())) {
            throw new IOException(bench.agentJar() + " is missing");
        }
    }

    Row agentStart() throws IOException, InterruptedException {
        List<String> cells = new ArrayList<>();
        for (Jdk jdk : jdks) {
            Progress.say("start with the agent, " + jdk.name());
            Pairs start = new Pairs(bench.pick(5, 41), agent(jdk, emptyJar, "0"), agent(jdk, bench.agentJar(), "0"));
            Pairs settled = new Pairs(
                    bench.pick(3, 15),
                    agent(jdk, emptyJar, SETTLED_MILLIS),
                    agent(jdk, bench.agentJar(), SETTLED_MILLIS));
            cells.add(
                    String.format("%+.1f ms, %+.1f MiB", start.addedNanos() / 1e6, settled.addedKibibytes() / 1024.0));
        }
        return new Row(
                "start of a JVM with the agent: time, resident memory",
                "an agent that does nothing",
                cells,
                "≤ +10 ms, ≤ +4 MiB");
    }

    List<Row> commandLine() throws IOException, InterruptedException {
        List<String> resolve = new ArrayList<>();
        List<String> maps = new ArrayList<>();
        List<String> file = new ArrayList<>();
        for (Jdk jdk : jdks) {
            Progress.say("command line, " + jdk.name());
            Process subject = startSubject(jdk);
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(subject.getInputStream(), StandardCharsets.US_ASCII))) {
                String address = said.readLine();
                if (address == null) {
                    throw new IOException("the JVM to ask about did not start");
                }
                String pid = String.valueOf(subject.pid());
                resolve.add(command(jdk, "resolve", "-p", pid, address));
                maps.add(command(jdk, "maps", "-p", pid));
            } finally {
                subject.destroy();
                subject.waitFor();
            }
            String libjvm = jdk.libjvm();
            file.add(command(jdk, "resolve", "-e", libjvm, addressOf("JNI_CreateJavaVM", libjvm)));
        }
        String floor = "an empty `java -jar`";
        return List.of(
                new Row("`addrscope resolve -p PID ADDR`, whole process", floor, resolve, "≤ 3×"),
                new Row("`addrscope maps -p PID`, 300 mappings, whole process", floor, maps, "≤ 3×"),
                new Row("`addrscope resolve -e libjvm.so ADDR`, whole process", floor, file, "≤ 3×"));
    }

    /** Returns the ELF address of an exported function, as nm has it. */
    private static String addressOf(String function, String library) throws IOException, InterruptedException {
        for (String line : Commands.run(List.of("nm", "-D", "--defined-only", library))) {
            String[] fields = line.split("[ @]", -1);
            if (fields.length > 2 && fields[2].equals(function)) {
                return fields[0];
            }
        }
        throw new IOException("nm finds no " + function + " in " + library);
    }

    private String command(Jdk jdk, String... arguments) throws IOException, InterruptedException {
        List<String> asking = new ArrayList<>(jdk.commandLine(bench));
        asking.addAll(List.of(arguments));
        Pairs pairs = new Pairs(bench.pick(3, 21), jar(jdk, emptyJar), asking);
        return String.format("%s (%.2f×)", Row.time(pairs.nanos()), pairs.ratio());
    }

    private Process startSubject(Jdk jdk) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(jdk.java());
        command.addAll(jdk.quiet());
        command.addAll(List.of("-cp", bench.classPath(), Subject.class.getName(), String.valueOf(SUBJECT_MAPPINGS)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Returns the command that runs a jar. */
    static List<String> jar(Jdk jdk, Path jar) {
        return List.of(jdk.java(), "-jar", jar.toString());
    }

    private List<String> agent(Jdk jdk, Path agentJar, String millis) {
        return List.of(jdk.java(), "-javaagent:" + agentJar, "-jar", emptyJar.toString(), millis);
    }

    /** Makes the jar whose program, and whose agent, does nothing. */
    static Path emptyJar(Bench bench) throws IOException {
        Path emptyJar = bench.target().resolve("empty.jar");
        String entry = Empty.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Empty.class.getName());
        attributes.putValue("Premain-Class", Empty.class.getName());
        try (OutputStream file = Files.newOutputStream(emptyJar);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            Files.copy(bench.target().resolve("classes").resolve(entry), jar);
            jar.closeEntry();
        }
        return emptyJar;
    }

    /** Runs of two programs in turns. */
    private final class Pairs {

        private final List<Double> nanos = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private final List<Double> addedNanos = new ArrayList<>();
        private final List<Double> addedKibibytes = new ArrayList<>();

        Pairs(int rounds, List<String> base, List<String> measured) throws IOException, InterruptedException {
            // Once each before: both are read from disk the first time.
            run(base);
            run(measured);
            for (int round = 0; round < rounds; round++) {
                boolean baseFirst = round % 2 == 0;
                Cost first = run(baseFirst ? base : measured);
                Cost second = run(baseFirst ? measured : base);
                Cost floor = baseFirst ? first : second;
                Cost found = baseFirst ? second : first;
                nanos.add((double) found.nanos());
                ratios.add((double) found.nanos() / floor.nanos());
                addedNanos.add((double) found.nanos() - floor.nanos());
                addedKibibytes.add((double) found.kibibytes() - floor.kibibytes());
            }
        }

        private Cost run(List<String> program) throws IOException, InterruptedException {
            return Cost.of(bench, Cost.ANY_CPU, program);
        }

        double nanos() {
            return Samples.median(nanos);
        }

        double ratio() {
            return Samples.median(ratios);
        }

        double addedNanos() {
            return Samples.median(addedNanos);
        }

        double addedKibibytes() {
            return Samples.median(addedKibibytes);
        }
    }
}
