// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonParser;
import io.addrscope.agent.apps.CrashApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import io.addrscope.agent.testing.JdkCopy;
import io.addrscope.crashlab.Crash;
import io.addrscope.crashlab.CrashKind;
import io.addrscope.crashlab.CrashScene;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The window between a crash and the end of the JVM, where the agent has armed it: what is written there and what is left behind.
 *
 * <p>Twenty crashes in every build, a thousand with {@code -Daddrscope.long=true}.
 */
class CrashWindowIT {

    private static final int CRASHES = Boolean.getBoolean("addrscope.long") ? 1000 : 20;

    private static final String OWN_PID = String.valueOf(ProcessHandle.current().pid());

    private static final int ABORTED = 128 + 6;

    private static final String TEXT = "hs_err.addrscope.txt";
    private static final String JSON = "hs_err.addrscope.json";

    @TempDir
    private Path directory;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    private static Crash armed(Jdk jdk, String options) {
        return Crash.of(CrashKind.NULL_IN_CPP, jdk).agent(options).withoutWindow();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns what runs in a directory. */
    private static List<ProcessHandle> processesIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                                .startsWith(folder);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    /** Returns the lines of the native and Java frames without numbers that differ in each JVM. */
    private static List<String> frames(CrashScene scene) {
        return scene.report()
                .lines()
                .dropWhile(line -> !line.startsWith("Native frames:"))
                .takeWhile(line -> !line.startsWith("Registers:") && !line.startsWith("siginfo:"))
                .map(line -> line.replaceAll("0x[0-9a-f]{9,}", "ADDRESS"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void everyCrashIsExplainedAndNothingElseIsLeft(Jdk jdk) throws IOException {
        CrashScene unarmed = armed(jdk, "crash=off").in(directory);
        assertThat(frames(unarmed)).hasSizeGreaterThan(3);
        assertThat(names(unarmed.directory())).contains("hs_err.log").doesNotContain(TEXT, JSON);
        int crashes = (CRASHES + jdks().size() - 1) / jdks().size();
        for (int i = 0; i < crashes; i++) {
            CrashScene scene = armed(jdk, "").in(directory);
            assertThat(processesIn(scene.directory())).isEmpty();
            assertThat(scene.result().status())
                    .as("%s", scene.result())
                    .isEqualTo(ABORTED)
                    .isEqualTo(unarmed.result().status());
            assertThat(scene.result().agentLines()).isEmpty();
            assertThat(frames(scene)).isEqualTo(frames(unarmed));
            assertThat(names(scene.directory()).stream().filter(name -> name.contains("hs_err")))
                    .containsExactly(JSON, TEXT, "hs_err.log");
            for (String name : List.of(TEXT, JSON)) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(scene.directory().resolve(name))))
                        .isEqualTo("rw-------");
            }
            String text = Files.readString(scene.directory().resolve(TEXT));
            assertThat(text).startsWith("null pointer: ").contains("\nlibraries\n");
            String json = Files.readString(scene.directory().resolve(JSON));
            assertThat(JsonParser.parseString(json)
                            .getAsJsonObject()
                            .getAsJsonObject("verdict")
                            .get("kind")
                            .getAsString())
                    .isEqualTo("NULL_POINTER");
        }
    }

    /** What gdb finds in it, as far as it does not differ in each JVM. */
    @ParameterizedTest
    @MethodSource("jdks")
    void theCoreDumpIsTheSame(Jdk jdk) throws Exception {
        String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));
        assumeThat(pattern)
                .as("kernel.core_pattern, which must let core dumps be written into the working directory")
                .startsWith("core");
        List<String> unarmed = coreFrames(armed(jdk, "crash=off").withCore().in(directory));
        assertThat(unarmed)
                .anyMatch(frame -> frame.contains("signal handler called"))
                .hasSizeGreaterThan(10);
        CrashScene scene = armed(jdk, "").withCore().in(directory);
        assertThat(names(scene.directory())).contains(TEXT);
        assertThat(coreFrames(scene)).isEqualTo(unarmed);
    }

    /** Returns the functions on the stack of the thread that crashed. */
    private static List<String> coreFrames(CrashScene scene) throws IOException, InterruptedException {
        List<Path> cores;
        try (Stream<Path> files = Files.list(scene.directory())) {
            cores = files.filter(file -> file.getFileName().toString().startsWith("core"))
                    .toList();
        }
        assertThat(cores).as("%s", scene.result()).hasSize(1);
        String program = scene.result().command().stream()
                .filter(word -> word.endsWith("/bin/java"))
                .findFirst()
                .orElseThrow();
        Process gdb = new ProcessBuilder(
                        "gdb",
                        "-nx",
                        "-batch",
                        "-ex",
                        "bt",
                        program,
                        cores.get(0).toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gdb.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        gdb.waitFor();
        Files.delete(cores.get(0));
        return said.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceAll("0x[0-9a-f]+|[0-9]{3,}", "NUMBER"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void linksInTheWayAreReplaced(Jdk jdk) throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        Path output = Files.createDirectory(directory.resolve("output"));
        Files.createSymbolicLink(output.resolve(TEXT), precious);
        Files.createSymbolicLink(output.resolve(JSON), directory.resolve("nowhere"));
        CrashScene scene = armed(jdk, "crash.dir=" + output).in(directory);
        assertThat(scene.result().status()).isEqualTo(ABORTED);
        assertThat(precious).hasContent("precious");
        assertThat(directory.resolve("nowhere")).doesNotExist();
        assertThat(names(output)).containsExactly(JSON, TEXT);
        for (String name : names(output)) {
            assertThat(Files.isRegularFile(output.resolve(name), LinkOption.NOFOLLOW_LINKS))
                    .as(name)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatCannotBeWrittenIsSaid(Jdk jdk) throws IOException {
        CrashScene scene = armed(jdk, "crash.dir=" + directory.resolve("none")).in(directory);
        assertThat(scene.result().status()).isEqualTo(ABORTED);
        assertThat(scene.result().agentLines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("addrscope: the explanation cannot be written to " + directory.resolve("none"))
                        .endsWith(": no such file"));
        assertThat(scene.result().stderr()).contains("\nnull pointer: ");
    }

    /** Names of files are bytes; a service often runs in the C locale. */
    @ParameterizedTest
    @MethodSource("jdks")
    void aDirectoryThatTheLocaleCannotSpellIsOne(Jdk jdk) throws IOException {
        Path named = Files.createDirectory(ProcessFiles.pathOf(MappingName.of(directory.toRealPath() + "/größe")));
        // The tests' own locale may be such a one.
        Path work = Files.createSymbolicLink(directory.resolve("work"), named);
        ChildJvm jvm = ChildJvm.on(jdk)
                .limit("-c 0")
                .environment("LC_ALL", "C")
                .agent("")
                .in(work)
                .mainClass(CrashApp.class);
        try (ChildJvm.Running app = jvm.start()) {
            app.awaitLine("ready"::equals);
            app.send("crash");
            ChildJvm.Result result = app.await();
            String name = "hs_err_pid" + app.pid();
            assertThat(names(named))
                    .as("%s", result)
                    .containsExactly(name + ".addrscope.json", name + ".addrscope.txt", name + ".log");
            assertThat(Files.readString(work.resolve(name + ".addrscope.txt"))).contains("/größe/" + name + ".log, ");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutAReportThereIsALine(Jdk jdk) throws IOException {
        CrashScene scene = Crash.of(CrashKind.ERROR_FILE_TO_STDOUT, jdk)
                .agent("")
                .withoutWindow()
                .in(directory);
        assertThat(scene.result().status()).isEqualTo(ABORTED);
        assertThat(scene.result().agentLines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("addrscope: no report of process " + scene.pid() + " was found; looked for "));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theCommandIsQuietWithoutAPlaceForItsLibrary(Jdk jdk) {
        ChildJvm.Result result = ChildJvm.on(jdk)
                .jvm("-Djna.tmpdir=/proc/none")
                .mainJar(ChildJvm.jar(), "resolve", "-p", OWN_PID, "0x1000")
                .run();
        assertThat(result.status()).as("%s", result).isZero();
        assertThat(result.stderr()).isEmpty();
    }

    /** It would take as long as the rest. */
    @ParameterizedTest
    @MethodSource("jdks")
    void theExplainerLoadsNothingNative(Jdk jdk) throws IOException {
        CrashScene scene = armed(jdk, "crash=off").in(directory);
        Path report = scene.directory().resolve("hs_err.log");
        ChildJvm.Result result = ChildJvm.on(jdk)
                .jvm("-Xlog:class+load")
                .mainJar(ChildJvm.jar(), "crash", "-p", OWN_PID, report.toString())
                .run();
        assertThat(result.status()).as("%s", result).isZero();
        assertThat(names(scene.directory())).contains(TEXT, JSON);
        assertThat(result.stdout())
                .contains("io.addrscope.crash.explain.Explainer ")
                .doesNotContain("com.sun.jna", "java.lang.runtime.ObjectMethods ");
    }

    static List<Jdk> jdksThatTellTheLaunchMechanismLate() {
        return Jdk.between(17, 17);
    }

    /** No other program starts while somebody waits. */
    @ParameterizedTest
    @MethodSource("jdksThatTellTheLaunchMechanismLate")
    void theCommandStartsNoOther(Jdk jdk) {
        ChildJvm.Result result = ChildJvm.on(jdk)
                .jvm("-Djdk.lang.Process.launchMechanism=NONE")
                .mainJar(ChildJvm.jar(), "resolve", "-p", OWN_PID, "0x1000")
                .run();
        assertThat(result.status()).as("%s", result).isZero();
        assertThat(result.stderr()).isEmpty();
    }

    static Stream<Arguments> jdksAndBadExplainers() {
        return jdks().stream()
                .flatMap(jdk -> Stream.of("kill -KILL $$", "kill -SEGV $$", "exit 1", "sleep 999")
                        .filter(script -> Boolean.getBoolean("addrscope.long") || !script.startsWith("sleep"))
                        .map(script -> Arguments.of(jdk, script)));
    }

    /** A program in the place of the JVM that explains, which dies, or never ends by itself. */
    @ParameterizedTest
    @MethodSource("jdksAndBadExplainers")
    void whateverBecomesOfTheExplainerTheJvmEndsAsItWould(Jdk jdk, String script) throws IOException {
        JdkCopy copy = JdkCopy.make(jdk, ChildJvm.workDirectory().resolve("jdk"));
        Path work = Files.createDirectory(directory.resolve("work"));
        ChildJvm jvm = ChildJvm.on(copy.home()).limit("-c 0").agent("").in(work).mainClass(CrashApp.class);
        try (ChildJvm.Running app = jvm.start()) {
            app.awaitLine("ready"::equals);
            copy.replaceJava(script);
            app.send("crash");
            ChildJvm.Result result = app.await();
            assertThat(result.status()).as("%s", result).isEqualTo(ABORTED);
            assertThat(names(work)).containsExactly("hs_err_pid" + app.pid() + ".log");
        }
        assertThat(processesIn(work)).isEmpty();
    }
}
