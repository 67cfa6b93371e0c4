// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for reports of shells that wait for their input, with arguments as a JVM has them. */
class ReportFinderTest {

    @TempDir
    private Path temporary;

    private Path directory = Path.of("");
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void resolveLinks() throws IOException {
        directory = temporary.toRealPath();
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private long start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "echo ready; read line", "sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            builder.environment().remove(variable);
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        // It is the shell itself by then.
        assertThat(process.getInputStream().read()).isEqualTo('r');
        return process.pid();
    }

    private Path report(String name, long pid) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n"
                        + "#  SIGSEGV (0xb) at pc=0x00007f0000001000, pid=" + pid + ", tid=" + pid + "\n#\n");
    }

    private static void assertFound(Path expected, long pid) {
        assertThat(new ReportFinder(pid).find().path()).isEqualTo(expected.toString());
    }

    private static void assertNothingFound(long pid) {
        assertThatThrownBy(() -> new ReportFinder(pid).find())
                .isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("no report of process " + pid + " was found; looked for ");
    }

    @Test
    void reportOfAnotherUserIsNone() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("user, which must be root")
                .isEqualTo(0);
        long pid = start(Map.of());
        Path file = report("hs_err_pid" + pid + ".log", pid);
        assertFound(file, pid);
        Files.setAttribute(file, "unix:uid", 65534);
        assertNothingFound(pid);
    }

    @Test
    void inTheWorkingDirectory() throws IOException {
        long pid = start(Map.of());
        assertNothingFound(pid);
        assertFound(report("hs_err_pid" + pid + ".log", pid), pid);
    }

    @Test
    void whereTheCommandLineSays() throws IOException {
        long pid = start(Map.of(), "-XX:ErrorFile=logs/a b %p 100%% %t.log");
        assertFound(report("logs/a b " + pid + " 100% %t.log", pid), pid);
    }

    @Test
    void whereNothingCouldBeWrittenAnotherIsFound() throws IOException {
        long pid = start(Map.of(), "-XX:ErrorFile=/proc/no/such.log");
        assertFound(report("hs_err_pid" + pid + ".log", pid), pid);
    }

    @Test
    void whereTheEnvironmentSays() throws IOException {
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
            long pid = start(Map.of(variable, "-Da='x y' '-XX:ErrorFile=logs/of " + variable + ".log' -Db=c"));
            assertFound(report("logs/of " + variable + ".log", pid), pid);
        }
    }

    @Test
    void whereAFileOfOptionsSays() throws IOException {
        Files.writeString(directory.resolve("launcher"), "-Xmx1g\n\t\"-XX:ErrorFile=logs/by launcher.log\"\n");
        Files.writeString(directory.resolve("jvm"), "-XX:ErrorFile=logs/jvm.log");
        long launched = start(Map.of(), "-ea", "@launcher");
        assertFound(report("logs/by launcher.log", launched), launched);
        long told = start(Map.of(), "-XX:VMOptionsFile=" + directory.resolve("jvm"));
        assertFound(report("logs/jvm.log", told), told);
        Files.delete(directory.resolve("logs/by launcher.log"));
        long byEnvironment = start(Map.of("JDK_JAVA_OPTIONS", "-ea @launcher"));
        assertFound(report("logs/by launcher.log", byEnvironment), byEnvironment);
    }

    @Test
    void whereAFileOfFlagsSays() throws IOException {
        Files.writeString(directory.resolve("flags"), "+UseSerialGC\nErrorFile='logs/by flags.log' # there\n");
        long pid = start(Map.of(), "-XX:Flags=flags");
        assertFound(report("logs/by flags.log", pid), pid);
    }

    @Test
    void whatIsNoFileOfOptionsIsNotRead() throws Exception {
        long pid =
                start(Map.of(), "@", "@.", "@/dev/zero", "@fifo", "-XX:VMOptionsFile=/no/such", "-XX:Flags=/dev/zero");
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertNothingFound(pid);
    }

    @Test
    void thatOfAnotherProcessIsNotIt() throws IOException {
        long pid = start(Map.of());
        report("hs_err_pid" + pid + ".log", pid + 1);
        assertNothingFound(pid);
    }

    @Test
    void thatOfAProcessBeforeIsNotIt() throws IOException {
        long pid = start(Map.of());
        Path report = report("hs_err_pid" + pid + ".log", pid);
        Files.setLastModifiedTime(report, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
        assertNothingFound(pid);
    }

    @Test
    void whatIsNoFileIsNotIt() throws Exception {
        long pid = start(Map.of(), "-XX:ErrorFile=/dev/zero");
        Path place = directory.resolve("hs_err_pid" + pid + ".log");
        assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                .isZero();
        assertNothingFound(pid);
        Files.delete(place);
        Files.createSymbolicLink(place, place);
        assertNothingFound(pid);
        Files.delete(place);
        Files.createDirectory(place);
        assertNothingFound(pid);
    }

    @Test
    void thereMustBeAProcess() throws Exception {
        long pid = start(Map.of());
        report("hs_err_pid" + pid + ".log", pid);
        processes.get(0).destroyForcibly().waitFor();
        assertThatThrownBy(() -> new ReportFinder(pid).find())
                .isInstanceOf(UnreadableException.class)
                .hasMessage("there is no process " + pid);
    }
}
