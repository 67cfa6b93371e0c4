// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.addrscope.agent.apps.CrashApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import io.addrscope.agent.testing.JdkCopy;
import io.addrscope.agent.testing.NativeLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JVM itself says of its flag, and what it does when it crashes. */
class ArmingIT {

    private static final String BEFORE_JAVA =
            "exec env -u JAVA_TOOL_OPTIONS -u JDK_JAVA_OPTIONS -u _JAVA_OPTIONS" + " -u LD_PRELOAD timeout -s KILL 20 ";

    private static final String JVM_OPTIONS = " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmx96m -Xlog:disable"
            + " -XX:-UsePerfData -XX:+SuppressFatalErrorMessage -XX:-CreateCoredumpOnCrash ";

    private static final int ABORTED = 128 + 6;

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    static Stream<Arguments> kindsOfJvms() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                                "-XX:+UseSerialGC -Xint",
                                "-XX:+UseParallelGC -XX:NativeMemoryTracking=detail",
                                "-XX:+UseG1GC -Xmx40g -XX:-UseCompressedOops",
                                "-XX:+UseZGC -Xmx4g",
                                "-XX:+UnlockDiagnosticVMOptions -Xshare:off -Xcomp -XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData -Dsun.jnu.encoding=UTF-8")
                        .map(options -> Arguments.of(jdk, options)));
    }

    private static String command(Path home, Path jar, String options) {
        return BEFORE_JAVA + "'" + home + "/bin/java'" + JVM_OPTIONS + "-jar '" + jar + "' crash -p %p" + options;
    }

    private static ChildJvm.Running start(ChildJvm jvm) {
        ChildJvm.Running app = jvm.mainClass(CrashApp.class).start();
        app.awaitLine("ready"::equals);
        return app;
    }

    private static String onError(ChildJvm jvm) {
        try (ChildJvm.Running app = start(jvm)) {
            return onError(app);
        }
    }

    private static String onError(ChildJvm.Running app) {
        return app.ask("flag").substring("OnError: ".length());
    }

    @ParameterizedTest
    @MethodSource("kindsOfJvms")
    void theFlagHoldsTheCommand(Jdk jdk, String options) {
        assertThat(onError(ChildJvm.on(jdk).jvm(options.split(" ", -1)).agent("")))
                .isEqualTo(command(jdk.home(), ChildJvm.jar(), ""));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theFlagIsLeftAloneWithout(Jdk jdk) {
        assertThat(onError(ChildJvm.on(jdk).agent("crash=off"))).isEmpty();
        assertThat(onError(
                        ChildJvm.on(jdk).jvm("-XX:OnError=a", "-XX:OnError=b").agent("crash=off")))
                .isEqualTo("a\\nb");
        assertThat(onError(
                        ChildJvm.on(jdk).environment("ADDRSCOPE_CRASH", "off").agent("")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theJarTwiceIsOneCommand(Jdk jdk) throws IOException {
        Path copy = Files.copy(ChildJvm.jar(), ChildJvm.workDirectory().resolve("copy.jar"));
        assertThat(onError(ChildJvm.on(jdk).agent("").agent("").agent(copy, "")))
                .isEqualTo(command(jdk.home(), ChildJvm.jar(), ""));
        String byFlag = command(jdk.home(), ChildJvm.jar(), " --dir -");
        try (ChildJvm.Running app =
                start(ChildJvm.on(jdk).jvm("-XX:OnError=" + byFlag).agent("log=info"))) {
            assertThat(onError(app)).isEqualTo(byFlag);
            assertThat(app.soFar().agentLines())
                    .containsExactly("addrscope: crashes will not be explained: OnError has the command already");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anAttachArmsIfItIsAskedTo(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk).jvm("-XX:+EnableDynamicAgentLoading"))) {
            attach(app, "jmx=off");
            assertThat(onError(app)).isEmpty();
        }
        ChildJvm users = ChildJvm.on(jdk).jvm("-XX:+EnableDynamicAgentLoading", "-XX:OnError=echo theirs");
        try (ChildJvm.Running app = start(users)) {
            attach(app, "crash=on,crash.dir=-");
            assertThat(onError(app)).isEqualTo(command(jdk.home(), ChildJvm.jar(), " --dir -") + ";echo theirs");
            attach(app, "crash=on");
            assertThat(onError(app)).isEqualTo(command(jdk.home(), ChildJvm.jar(), " --dir -") + ";echo theirs");
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    /** Returns what the agent says came of it. */
    private static String attach(ChildJvm.Running app, String options) throws Exception {
        VirtualMachine target = VirtualMachine.attach(String.valueOf(app.pid()));
        try {
            target.loadAgent(ChildJvm.jar().toString(), options);
            return target.getSystemProperties().getProperty("addrscope.agent", "");
        } finally {
            target.detach();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theCommandRunsBeforeTheUsersAndChangesNothingElse(Jdk jdk) throws IOException {
        Path alone = ChildJvm.workDirectory();
        ChildJvm.Result expected =
                crash(ChildJvm.on(withoutCore(jdk.home())).jvm("-Xint").in(alone));
        Path armed = ChildJvm.workDirectory().toRealPath();
        // The copy's launcher is replaced, so that it shows what was run, and how.
        JdkCopy copy = JdkCopy.make(jdk, ChildJvm.workDirectory().resolve("it's a 100% \"JDK\" of $HOME, `pwd` %p"));
        Path jars = Files.createDirectory(ChildJvm.workDirectory().resolve("d'or %%"));
        Path jar = Files.copy(ChildJvm.jar(), jars.resolve("addr scope.jar"));
        ChildJvm jvm = ChildJvm.on(withoutCore(copy.home()))
                .agent(jar, "crash.dir=there's 5%,debug.dirs=/a 'b';;/c;")
                .jvm("-Xint", "-XX:OnError=echo first > first-%p", "-XX:OnError=echo 2%% > second")
                .environment("LC_ALL", "C.UTF-8")
                .environment("JAVA_TOOL_OPTIONS", "-Dof=tool")
                .environment("JDK_JAVA_OPTIONS", "-Dof=launcher")
                .environment("_JAVA_OPTIONS", "-Dof=old")
                .environment("LD_PRELOAD", NativeLibrary.make("preloaded.so").toString())
                .in(armed);
        ChildJvm.Running app = start(jvm);
        copy.replaceJava("""
                printf '%s\\n' "$@" > arguments
                env > environment
                cat /proc/$PPID/comm > parent
                test -e first-* && echo too late >> arguments
                """);
        try (app) {
            app.send("crash");
            ChildJvm.Result result = app.await();
            assertThat(result.status())
                    .as(result.toString())
                    .isEqualTo(expected.status())
                    .isEqualTo(ABORTED);
            List<String> arguments = new ArrayList<>(List.of(JVM_OPTIONS.strip().split(" ", -1)));
            arguments.addAll(List.of("-jar", jar.toString(), "crash", "-p", String.valueOf(app.pid())));
            arguments.addAll(List.of("--dir", armed + "/there's 5%", "--debug-dirs", "/a 'b';/c"));
            assertThat(Files.readAllLines(armed.resolve("arguments")))
                    .as(result.toString())
                    .isEqualTo(arguments);
            assertThat(Files.readAllLines(armed.resolve("environment")))
                    .noneMatch(line -> line.matches("(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|LD_PRELOAD)=.*"))
                    .contains("LC_ALL=C.UTF-8");
            assertThat(armed.resolve("parent")).hasContent("timeout");
            assertThat(armed.resolve("first-" + app.pid())).hasContent("first");
            assertThat(armed.resolve("second")).hasContent("2%");
            assertThat(result.stdout().lines())
                    .filteredOn(line -> line.startsWith("# -XX:OnError="))
                    .hasSize(1);
            assertThat(frames(armed)).hasSizeGreaterThan(3).isEqualTo(frames(alone));
        }
    }

    /** A home whose JVMs leave no core file, whatever the limits of this machine are. */
    private static Path withoutCore(Path home) throws IOException {
        return wrapped(home, "ulimit -c 0\nexec ");
    }

    /** A home whose JVMs are started by a shell's lines, the last of which lacks the command. */
    private static Path wrapped(Path home, String lines) throws IOException {
        Path wrapper = ChildJvm.workDirectory();
        Files.createDirectory(wrapper.resolve("bin"));
        Files.createSymbolicLink(wrapper.resolve("real"), home);
        Path java = Files.writeString(
                wrapper.resolve("bin/java"), "#!/bin/sh\n" + lines + wrapper + "/real/bin/java \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return wrapper;
    }

    private static ChildJvm.Result crash(ChildJvm jvm) {
        try (ChildJvm.Running app = start(jvm)) {
            app.send("crash");
            return app.await();
        }
    }

    /** The stack in the only crash report of a directory, without the addresses that differ in each JVM. */
    private static List<String> frames(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> reports = files.filter(
                            file -> file.getFileName().toString().startsWith("hs_err_pid"))
                    .toList();
            assertThat(reports).hasSize(1);
            List<String> frames = new ArrayList<>();
            boolean isStack = false;
            for (String line : Files.readAllLines(reports.get(0), StandardCharsets.ISO_8859_1)) {
                isStack = line.startsWith("Native frames:")
                        || line.startsWith("Java frames:")
                        || (isStack && !line.isEmpty());
                if (isStack) {
                    frames.add(line.replaceAll("0x[0-9a-f]{9,}", "ADDRESS"));
                }
            }
            return frames;
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutTimeoutThereIsNone(Jdk jdk) throws IOException {
        Path programs = ChildJvm.workDirectory();
        ChildJvm jvm = ChildJvm.on(jdk).environment("PATH", "/nowhere::" + programs);
        assertRefused(jvm.agent("log=info"), "there is no program env");
        Files.createSymbolicLink(programs.resolve("env"), Path.of("/usr/bin/env"));
        assertThat(onError(ChildJvm.on(jdk)
                        .environment("PATH", "/nowhere::" + programs)
                        .agent("")))
                .startsWith("exec env ")
                .contains(" -u LD_PRELOAD '" + jdk.home() + "/bin/java' ");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nothingIsTouchedWhereItWouldNotWork(Jdk jdk) throws IOException {
        Path odd = Files.createDirectories(ChildJvm.workDirectory().resolve("a;b"));
        Path jar = Files.copy(ChildJvm.jar(), odd.resolve("addrscope.jar"));
        assertRefused(ChildJvm.on(jdk).agent(jar, "log=info"), "a path has a character that ends a command: " + jar);
        assertRefused(
                ChildJvm.on(jdk).agent("log=info,crash.dir=/a\nb"), "a path has a character that ends a command: /a b");
        assertRefused(ChildJvm.on(jdk).agent("log=info,crash.dir=/" + "d".repeat(1500)), "the paths are too long");
        assertRefused(
                ChildJvm.on(jdk).jvm("-XX:MaxDirectMemorySize=1k").agent("log=info"), "there is no direct memory: ");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anAttachTellsWhyItDoesNotArm(Jdk jdk) throws Exception {
        JdkCopy copy = JdkCopy.make(jdk, ChildJvm.workDirectory().resolve("embedded"));
        try (ChildJvm.Running app = start(ChildJvm.on(copy.home()).jvm("-XX:+EnableDynamicAgentLoading"))) {
            Files.delete(copy.home().resolve("bin/java"));
            assertThat(attach(app, "crash=on"))
                    .contains("message=crashes will not be explained: there is no " + copy.home() + "/bin/java\n");
            assertThat(onError(app)).isEmpty();
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void descendantsMayReadTheProcessWhereYamaAsksForLeave(Jdk jdk) throws Exception {
        Path scope = Path.of("/proc/sys/kernel/yama/ptrace_scope");
        boolean hasYama = Files.exists(scope);
        boolean isRestricted = hasYama && Files.readString(scope).startsWith("1");
        for (String option : List.of("on", "off", "auto")) {
            Path trace = ChildJvm.workDirectory().resolve("trace");
            ChildJvm jvm = ChildJvm.on(traced(jdk.home(), trace)).jvm("-XX:+EnableDynamicAgentLoading");
            try (ChildJvm.Running app = start(jvm)) {
                String pid = String.valueOf(app.pid());
                assertThat(attach(app, "crash=on,crash.ptracer=" + option + ",log=info"))
                        .contains("crash.ptracer=" + option);
                boolean isWanted = option.equals("on") || (option.equals("auto") && isRestricted);
                assertThat(namedTracers(trace)).isEqualTo(isWanted ? List.of(pid) : List.of());
                assertThat(app.soFar().agentLines())
                        .isEqualTo(
                                isWanted && !hasYama
                                        ? List.of("addrscope: crash.ptracer has no effect here: there is no Yama")
                                        : List.of());
            }
        }
    }

    /** Not at once, since the application starts at that time. */
    @ParameterizedTest
    @MethodSource("jdks")
    void descendantsMayReadTheProcessFromItsStartOn(Jdk jdk) throws Exception {
        Path trace = ChildJvm.workDirectory().resolve("trace");
        try (ChildJvm.Running app = start(ChildJvm.on(traced(jdk.home(), trace)).agent("crash.ptracer=on"))) {
            while (app.soFar().status() == -1 && namedTracers(trace).isEmpty()) {
                onError(app);
            }
            assertThat(namedTracers(trace)).containsExactly(String.valueOf(app.pid()));
        }
    }

    /** A home whose JVMs are watched by strace, which is not their parent, and writes their calls of prctl. */
    private static Path traced(Path home, Path trace) throws IOException {
        return wrapped(home, "exec strace -D -f -qq -e signal=none -e trace=prctl -o " + trace + " ");
    }

    /** The processes that were named to Yama as those who may read. */
    private static List<String> namedTracers(Path trace) throws IOException {
        Pattern named = Pattern.compile("\\d+ +prctl\\(PR_SET_PTRACER, (\\d+)[,)].*");
        return Files.readAllLines(trace).stream()
                .map(named::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    private static void assertRefused(ChildJvm jvm, String reason) {
        try (ChildJvm.Running app = start(jvm.jvm("-XX:OnError=echo theirs"))) {
            // The agent is not always done when the application thinks so: it may wait for memory.
            while (app.soFar().status() == -1 && app.soFar().agentLines().isEmpty()) {
                onError(app);
            }
            assertThat(onError(app)).isEqualTo("echo theirs");
            assertThat(app.soFar().agentLines())
                    .singleElement()
                    .asString()
                    .startsWith("addrscope: crashes will not be explained: " + reason);
        }
    }
}
