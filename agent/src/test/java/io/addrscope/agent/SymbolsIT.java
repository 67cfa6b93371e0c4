// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.apps.ConsoleApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of addresses of a JVM, as its own agent tells them over JMX and the command line from outside. */
class SymbolsIT {

    private static final Pattern FUNCTION =
            Pattern.compile("^ *\\d+: ([0-9a-f]{16}) +(\\d+) FUNC +\\w+ +\\w+ +\\d+ (\\S+)$", Pattern.MULTILINE);
    private static final Pattern ANSWER = Pattern.compile("^(\\S+?)(?: \\+ \\d+)? in section ", Pattern.MULTILINE);

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    /** A function of a library's symbol table. */
    private record Function(String name, long value, long size) {}

    @ParameterizedTest
    @MethodSource("jdks")
    void beanAndCommandLineNameFunctionsAsGdbDoes(Jdk jdk) throws Exception {
        Path jvm = jdk.home().resolve("lib/server/libjvm.so").toRealPath();
        List<Function> functions = functions(jvm);
        Collections.shuffle(functions, new Random(20261125));
        try (ChildJvm.Running app = start(jdk, "jmx=on")) {
            long base = startOf(app, jvm);
            List<String> addresses = functions.stream()
                    .limit(40)
                    .map(function -> "0x" + Long.toHexString(base + function.value() + function.size() / 2))
                    .toList();
            List<String> fromGdb = gdb(app.pid(), addresses);
            List<String> command = new ArrayList<>(
                    List.of(jdk.tool("java").toString(), "-jar", ChildJvm.jar().toString(), "resolve", "--json", "-p"));
            command.add(Long.toString(app.pid()));
            command.addAll(addresses);
            List<String> fromOutside = run(command).lines().toList();
            assertThat(fromGdb).hasSameSizeAs(addresses);
            assertThat(fromOutside).hasSameSizeAs(addresses);
            int same = 0;
            for (int i = 0; i < addresses.size(); i++) {
                JsonObject symbol = symbol(fromOutside.get(i));
                assertThat(symbol).isEqualTo(symbol(app.ask("locate " + addresses.get(i))));
                same += raw(symbol).equals(fromGdb.get(i)) ? 1 : 0;
            }
            // The rest are other names of the same function.
            assertThat(same).isGreaterThan(addresses.size() * 8 / 10);
            app.send("stop");
            assertThat(app.await().stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void debugDirectoriesAreThoseOfTheOption(Jdk jdk) throws Exception {
        Path work = ChildJvm.workDirectory().toRealPath();
        Path source = Files.writeString(work.resolve("split.c"), """
            __attribute__((noinline)) static int hidden(int a) { return a * 7; }
            int shown(int a) { return hidden(a) + hidden(a + 1); }
            """);
        Path full = work.resolve("full.so");
        run(List.of(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-Wl,--build-id=0x0123456789",
                "-o",
                full.toString(),
                source.toString()));
        Path debug =
                Files.createDirectories(work.resolve("second/.build-id/01")).resolve("23456789.debug");
        run(List.of("objcopy", "--only-keep-debug", full.toString(), debug.toString()));
        Path library = work.resolve("libsplit.so");
        run(List.of("objcopy", "--strip-all", full.toString(), library.toString()));
        Function hidden = functions(full).stream()
                .filter(function -> function.name().equals("hidden"))
                .findFirst()
                .orElseThrow();
        String directories = work.resolve("first") + ";" + work.resolve("second");
        for (String options : List.of("jmx=on,debug.dirs=" + directories, "jmx=on", "jmx=on,debug.dirs=relative")) {
            try (ChildJvm.Running app = ChildJvm.on(jdk)
                    .environment("LD_PRELOAD", library.toString())
                    .jvm(JmxIT.deny(jdk))
                    .agent(options)
                    .mainClass(ConsoleApp.class)
                    .start()) {
                app.awaitLine("ready"::equals);
                JmxIT.awaitRegistered(app, true);
                String location = app.ask("locate " + Long.toHexString(startOf(app, library) + hidden.value()));
                if (options.endsWith("/second")) {
                    assertThat(raw(symbol(location))).isEqualTo("hidden");
                    assertThat(symbol(location).get("debugFile").getAsString()).isEqualTo(debug.toString());
                } else {
                    assertThat(JsonParser.parseString(location)
                                    .getAsJsonObject()
                                    .get("symbol")
                                    .isJsonNull())
                            .isTrue();
                    assertThat(location).contains("\"STRIPPED\"");
                }
                app.send("stop");
                ChildJvm.Result result = app.await();
                if (options.endsWith("relative")) {
                    assertThat(result.agentLines()).hasSize(1);
                    assertThat(result.stderr()).hasLineCount(1).contains("debug.dirs", "relative");
                } else {
                    assertThat(result.stderr()).isEmpty();
                }
            }
        }
    }

    private static ChildJvm.Running start(Jdk jdk, String options) {
        ChildJvm.Running app = ChildJvm.on(jdk)
                .jvm(JmxIT.deny(jdk))
                .agent(options)
                .mainClass(ConsoleApp.class)
                .start();
        app.awaitLine("ready"::equals);
        JmxIT.awaitRegistered(app, true);
        return app;
    }

    private static JsonObject symbol(String location) {
        JsonObject json = JsonParser.parseString(location).getAsJsonObject();
        assertThat(json.get("symbol").isJsonObject()).as(location).isTrue();
        return json.getAsJsonObject("symbol");
    }

    private static String raw(JsonObject symbol) {
        return symbol.get("raw").getAsString();
    }

    private static long startOf(ChildJvm.Running app, Path library) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + app.pid() + "/maps"))) {
            if (line.endsWith(" " + library)) {
                return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
            }
        }
        throw new AssertionError(library + " is not mapped");
    }

    private static List<Function> functions(Path library) {
        List<Function> functions = new ArrayList<>();
        Matcher matcher = FUNCTION.matcher(run(List.of("readelf", "-sW", library.toString())));
        while (matcher.find()) {
            long size = Long.parseLong(matcher.group(2));
            if (size > 0) {
                functions.add(new Function(matcher.group(3), Long.parseUnsignedLong(matcher.group(1), 16), size));
            }
        }
        return functions;
    }

    private static List<String> gdb(long pid, List<String> addresses) {
        List<String> command = new ArrayList<>(
                List.of("gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off", "-iex", "set auto-load off"));
        command.addAll(List.of("-p", Long.toString(pid), "-ex", "set print demangle off"));
        for (String address : addresses) {
            command.add("-ex");
            command.add("info symbol " + address);
        }
        List<String> names = new ArrayList<>();
        Matcher matcher = ANSWER.matcher(run(command));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Returns what a command prints; what it complains of goes to our own standard error. */
    private static String run(List<String> command) {
        try {
            Path output = Files.createTempFile(ChildJvm.workDirectory(), "output", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", command).isTrue();
            assertThat(process.exitValue()).as("%s", command).isZero();
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(command.get(0) + " is not there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
