// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged jar, run on every JDK against one living JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CliIT {

    private static final String EVIL_NAME = "evil \033[31m\\name\nof two lines";

    private ChildJvm.Running target;
    private String pid;
    private Path mapped;
    private String mappedAt;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeAll
    void startTarget() throws IOException {
        mapped = Files.write(ChildJvm.workDirectory().resolve(EVIL_NAME), new byte[8192]);
        target = ChildJvm.on(Jdk.all().get(0))
                .environment("LC_ALL", "C.UTF-8")
                .mainClass(TargetApp.class, mapped.toString())
                .start();
        target.awaitLine(line -> line.equals("ready"));
        pid = Long.toString(target.pid());
        mappedAt = startOf("evil");
    }

    @AfterAll
    void stopTarget() {
        target.close();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void answersAreComplete(Jdk jdk) throws IOException {
        String libc = startOf("libc.so.6");
        Shell.Result text = cli(jdk, "resolve", "-p", pid, libc, "0x" + mappedAt.toUpperCase(Locale.ROOT));
        assertThat(text.stderr()).isEmpty();
        assertThat(text.status()).isZero();
        assertThat(text.stdout())
                .contains("0x" + libc + "  ", "/libc.so.6\n", "evil \\x1b[31m\\\\name\\nof two lines\n")
                .doesNotContain("\033");

        for (String source : List.of("auto", "text", "ioctl")) {
            Shell.Result json =
                    cli(jdk, "resolve", "-p", pid, "--json", "--source", source, mappedAt, "0", "ffffffffffffffff");
            assertThat(json.stderr()).isEmpty();
            assertThat(json.status()).isZero();
            List<String> lines = json.stdout().lines().toList();
            assertThat(lines).hasSize(3);
            JsonObject location = JsonParser.parseString(lines.get(0)).getAsJsonObject();
            assertThat(location.get("obtainedBy").getAsString()).isEqualTo(source.equals("ioctl") ? "ioctl" : "text");
            assertThat(location.getAsJsonObject("mapping").get("name").getAsString())
                    .isEqualTo(mapped.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whatIsNoCrashReportIsRefused(Jdk jdk) {
        Shell.Result noReport = cli(jdk, "crash", mapped.toString());
        assertThat(noReport.status()).isEqualTo(3);
        assertThat(noReport.stdout()).isEmpty();
        assertThat(noReport.stderr()).endsWith(" holds no crash report of HotSpot\n");
        assertThat(cli(jdk, "crash", "/no/such/report").status()).isEqualTo(3);
        assertThat(cli(jdk, "crash").status()).isEqualTo(2);
        assertThat(cli(jdk, "crash", "-p", pid).stderr()).startsWith("addrscope: no report of process " + pid);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void badTokensAreNamedAndTheRestIsAnswered(Jdk jdk) {
        List<String> bad = List.of("zz", "-1", "0x", "1000-2000", "10000000000000000", "", "1.5", "\033[2J");
        List<String> arguments = new ArrayList<>(List.of("resolve", "-p", pid, "--json"));
        arguments.addAll(bad);
        arguments.add("0");
        Shell.Result result = cli(jdk, arguments.toArray(new String[0]));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.stdout().lines()).hasSize(1);
        assertThat(result.stderr()).doesNotContain("\033");
        List<String> complaints = result.stderr().lines().toList();
        assertThat(complaints).hasSameSizeAs(bad);
        for (int i = 0; i < bad.size(); i++) {
            assertThat(complaints.get(i))
                    .startsWith("addrscope: not an address: \"" + bad.get(i).replace("\033", "\\u001b") + "\" (");
        }
        assertThat(cli(jdk, "resolve", "-p", pid, "--decimal", "ff").status()).isEqualTo(1);
        assertThat(cli(jdk, "resolve", "-p", pid, "--decimal", "18446744073709551615")
                        .stdout())
                .startsWith("0xffffffffffffffff  not mapped");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void strictMakesAMissingAnswerAStatus(Jdk jdk) {
        assertThat(cli(jdk, "resolve", "-p", pid, "0").status()).isZero();
        assertThat(cli(jdk, "resolve", "-p", pid, "--strict", "0").status()).isEqualTo(1);
        assertThat(cli(jdk, "resolve", "-p", pid, "--strict", mappedAt).status())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(120)
    void standardInputIsAnsweredAsItComes(Jdk jdk) throws IOException, InterruptedException {
        List<String> command = command(jdk, "resolve", "-p", pid, "--json");
        Path complaints = ChildJvm.workDirectory().resolve("stderr");
        Process process =
                new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        Writer in = process.outputWriter(StandardCharsets.US_ASCII);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String address : List.of("1", "2")) {
                in.write(address + "\r\n");
                in.flush();
                // Answered while the input is still open, or this waits without end.
                assertThat(out.readLine()).contains("\"address\":\"0x" + address + "\"", "\"obtainedBy\":\"ioctl\"");
            }
            in.write("bad\u0001\n0x3 worse 4");
            in.close();
            assertThat(out.readLine()).contains("\"address\":\"0xbad\"");
            assertThat(out.readLine()).contains("\"address\":\"0x3\"");
            assertThat(out.readLine()).contains("\"address\":\"0x4\"");
            assertThat(out.readLine()).isNull();
        }
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readString(complaints)).startsWith("addrscope: line 4: not an address: \"worse\"");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void namesAreDemangled(Jdk jdk) {
        String vector = "_ZNKSt6vectorIiSaIiEE4sizeEv";
        String rust = "_RNvCs1234_7mycrate3foo";
        assertThat(cli(jdk, "demangle", vector, rust, "malloc"))
                .isEqualTo(new Shell.Result(
                        0, "std::vector<int, std::allocator<int>>::size() const\nmycrate::foo\nmalloc\n", ""));
        assertThat(cli(jdk, "demangle", "--style", "no-parameters", "--hash", vector, rust)
                        .stdout())
                .isEqualTo("std::vector<int, std::allocator<int>>::size\nmycrate[3c1c0]::foo\n");
        assertThat(cli(jdk, "demangle", "--style=no-template-arguments", vector).stdout())
                .isEqualTo("std::vector::size\n");
        assertThat(cli(jdk, "demangle")).isEqualTo(new Shell.Result(0, "", ""));
        assertUsage(jdk, "write one of full|no-parameters|no-template-arguments", "demangle", "--style", "short");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    @Timeout(120)
    void namesInStandardInputAreDemangledAsItComes(Jdk jdk) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(jdk, "demangle")).start();
        Writer in = process.outputWriter(StandardCharsets.US_ASCII);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.write("call <_ZN1A1bEi@plt>\n");
            in.flush();
            // Answered while the input is still open, or this waits without end.
            assertThat(out.readLine()).isEqualTo("call <A::b(int)@plt>");
            in.close();
            assertThat(out.readLine()).isNull();
        }
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aClosedPipeEndsItQuietly(Jdk jdk) {
        Shell.Result result = Shell.bash(
                "yes 0 | \"$@\" | head -n 1; echo \"${PIPESTATUS[1]}\"",
                command(jdk, "resolve", "--json", "-p", pid).toArray(new String[0]));

        assertThat(result.stderr().lines().filter(line -> !line.startsWith("yes:")))
                .isEmpty();
        assertThat(result.stdout().lines().toList()).hasSize(2).last().isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFullDiskIsNoClosedPipe(Jdk jdk) {
        Shell.Result result = Shell.bash(
                "\"$@\" >/dev/full; echo $?", command(jdk, "maps", "-p", pid).toArray(new String[0]));

        assertThat(result.stderr()).startsWith("addrscope: the output cannot be written: ");
        assertThat(result.stdout().strip()).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void wrongUsageSaysWhatIsRight(Jdk jdk) {
        assertUsage(jdk, "which command?");
        assertUsage(jdk, "did you mean resolve?", "resovle");
        assertUsage(jdk, "did you mean --json?", "maps", "-p", pid, "--jsn");
        assertUsage(jdk, "Say -p PID", "resolve", "1");
        assertUsage(jdk, "not a process number: \"x\"", "maps", "-p", "x");
        assertUsage(jdk, "use resolve", "maps", "-p", pid, "1");
        assertUsage(jdk, "has no JSON form", "maps", "-p", pid, "--json", "--summary");
        assertUsage(jdk, "write KEY=VALUE", "attach", pid, "jmx");
        assertUsage(jdk, "number of seconds", "attach", pid, "--timeout", "soon");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aTargetThatCannotBeReadIsSaidToBeThat(Jdk jdk) throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertUnreadable(
                cli(jdk, "resolve", "-p", Long.toString(ended.pid()), "0"), "there is no process " + ended.pid());
        assertUnreadable(cli(jdk, "maps", "-p", Long.toString(ended.pid())), "there is no process " + ended.pid());

        Path jar = readableByAll(ChildJvm.jar());
        assumeTrue(isRoot(), "only root can run this as another user");
        List<String> other = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        other.addAll(List.of(jdk.tool("java").toString(), "-jar", jar.toString(), "resolve", "-p", pid, "0"));
        assertUnreadable(Shell.run(other), "user 0");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aKernelThreadHasNoMappings(Jdk jdk) throws IOException {
        String thread = kernelThread();
        assumeTrue(thread != null, "this container shows no thread of the kernel");
        assertUnreadable(cli(jdk, "maps", "-p", String.valueOf(thread)), "kernel");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aProcessThatIsNoJvmIsReadToo(Jdk jdk) throws IOException {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            Shell.Result result = cli(jdk, "maps", "-p", Long.toString(sleep.pid()));
            assertThat(result.status()).isZero();
            assertThat(result.stdout()).contains("/sleep\n", "[stack]\n");
        } finally {
            sleep.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theListHasEveryMapping(Jdk jdk) throws IOException {
        List<String> kernel = Files.readAllLines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1);
        List<String> json =
                cli(jdk, "maps", "--json", "-p", pid).stdout().lines().toList();
        List<String> text = cli(jdk, "maps", "-p", pid).stdout().lines().toList();

        assertThat(json).hasSameSizeAs(text);
        // The JVM may map and unmap between the runs; most of it stays.
        assertThat(json.size()).isBetween(kernel.size() / 2, kernel.size() * 2);
        assertThat(cli(jdk, "maps", "--summary", "-p", pid).stdout())
                .contains("mappings      size  what\n", " of address space in all");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void textNeedsNothingNative(Jdk jdk) {
        List<String> command = command(jdk, "resolve", "-p", pid, mappedAt);
        command.add(1, "-Xlog:class+load");
        String classes = Shell.run(command).stdout();
        assertThat(classes).contains("io.addrscope.cli.Resolve").doesNotContain("com.sun.jna", "picocli");
        assertThat(classes).doesNotContainPattern("io\\.addrscope\\.(cli|render|model|maps)\\.\\S*\\$\\$Lambda");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void questionsAreAskedByWhatStartsSoonest(Jdk jdk) {
        List<String> command = command(jdk, "resolve", "--source", "ioctl", "-p", pid, mappedAt);
        command.add(1, "-Xlog:class+load");
        assertThat(Shell.run(command).stdout())
                .contains("io.addrscope.linux.JnaSyscalls ")
                .doesNotContain("io.addrscope.linux.ForeignSyscalls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "resolve", "maps", "debuginfo", "demangle", "attach", "completion"})
    void helpIsThere(String command) {
        Jdk jdk = Jdk.all().get(0);
        Shell.Result result = command.isEmpty() ? cli(jdk, "--help") : cli(jdk, command, "--help");
        assertThat(result.status()).isZero();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout())
                .startsWith(command.isEmpty() ? "Says" : "usage: java -jar addrscope.jar " + command);
        assertThat(cli(jdk, "help", command).stdout()).isEqualTo(result.stdout());
        assertThat(cli(jdk, "--version").stdout()).matches("addrscope [0-9].*\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 ma|maps",
                "2 resolve --st|--style --strict",
                "2 resolve --source-|--source-map",
                "3 resolve --source i|ioctl",
                "2 maps --su|--summary",
                "2 debuginfo --off|--offline",
                "3 debuginfo -e /etc/host|",
                "3 demangle --style no-p|no-parameters"
            })
    void bashCompletes(String question) {
        String words = question.substring(2, question.indexOf('|'));
        String script = cli(Jdk.all().get(0), "completion").stdout();
        Shell.Result result = Shell.bash(script + "COMP_WORDS=(addrscope " + words + ") COMP_CWORD="
                + question.charAt(0) + "; _addrscope; echo \"${COMPREPLY[*]}\"");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo(question.substring(question.indexOf('|') + 1) + "\n");
    }

    private void assertUsage(Jdk jdk, String saying, String... arguments) {
        Shell.Result result = cli(jdk, arguments);
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).startsWith("addrscope: ").contains(saying).doesNotContain("\tat ");
    }

    private static void assertUnreadable(Shell.Result result, String saying) {
        assertThat(result.stderr()).startsWith("addrscope: ").contains(saying).doesNotContain("\tat ");
        assertThat(result.stderr().lines()).hasSize(1);
        assertThat(result.status()).isEqualTo(3);
    }

    private static Shell.Result cli(Jdk jdk, String... arguments) {
        return Shell.run(command(jdk, arguments));
    }

    private static List<String> command(Jdk jdk, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(jdk.tool("java").toString(), "-jar", ChildJvm.jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private String startOf(String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1)) {
            String line = lines.filter(candidate -> candidate.contains(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is not mapped"));
            return line.substring(0, line.indexOf('-'));
        }
    }

    /** A copy in the shared directory of temporary files, since a build directory may be closed to others. */
    static Path readableByAll(Path jar) throws IOException {
        Path directory = Files.createTempDirectory("addrscope-jar");
        Path copy = Files.copy(jar, directory.resolve("addrscope.jar"));
        directory.toFile().deleteOnExit();
        copy.toFile().deleteOnExit();
        assertThat(directory.toFile().setExecutable(true, false)).isTrue();
        assertThat(directory.toFile().setReadable(true, false)).isTrue();
        assertThat(copy.toFile().setReadable(true, false)).isTrue();
        return copy;
    }

    static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private static @Nullable String kernelThread() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                Path statm = process.resolve("statm");
                if (Files.exists(statm)
                        && !Files.exists(process.resolve("task/../exe"))
                        && Files.readString(statm).startsWith("0 0 0 ")) {
                    return process.getFileName().toString();
                }
            }
        }
        return null;
    }
}
