// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code attach} of the packaged jar, on every JDK, to JVMs that take it and to those that do not. */
class AttachIT {

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theAgentIsInAndSaysSo(Jdk jdk) {
        try (ChildJvm.Running target = start(jdk)) {
            Shell.Result first = attach(jdk, target.pid(), "log=info");
            assertThat(first.stderr()).isEmpty();
            assertThat(first.status()).isZero();
            assertThat(first.stdout())
                    .startsWith("process " + target.pid() + ": agent ")
                    .contains(" is in\n", "log=info");
            assertThat(first.stdout().contains("-XX:+EnableDynamicAgentLoading"))
                    .isEqualTo(target.soFar().stderr().contains("WARNING: A Java agent has been loaded dynamically"));

            Shell.Result second = attach(jdk, target.pid(), "log=error", "memory=64m");
            assertThat(second.status()).isEqualTo(1);
            assertThat(second.stdout()).contains("  refused  memory\n");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void whoAllowsAgentsIsNotToldOfAWarning(Jdk jdk) {
        try (ChildJvm.Running target = start(jdk, "-XX:+EnableDynamicAgentLoading")) {
            assertThat(attach(jdk, target.pid()).stdout()).doesNotContain("warning");
            assertThat(target.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void refusalsNameTheCauseAndTheWayOut(Jdk jdk) throws IOException {
        try (ChildJvm.Running target = start(jdk, "-XX:-EnableDynamicAgentLoading")) {
            assertRefused(
                    target,
                    attach(jdk, target.pid(), "jmx=on"),
                    "-XX:+EnableDynamicAgentLoading",
                    "addrscope.jar=jmx=on");
        }
        Path options =
                Files.writeString(ChildJvm.workDirectory().resolve("options"), "-XX:-EnableDynamicAgentLoading\n");
        try (ChildJvm.Running target = start(jdk, "@" + options)) {
            assertRefused(target, attach(jdk, target.pid()), "-XX:+EnableDynamicAgentLoading", "-javaagent:");
        }
        try (ChildJvm.Running target = start(jdk, "-XX:+DisableAttachMechanism")) {
            assertRefused(target, attach(jdk, target.pid()), "-XX:+DisableAttachMechanism", "-javaagent:");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aProcessThatIsNoJvmIsLeftAlone(Jdk jdk) throws IOException {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            Shell.Result result = attach(jdk, sleep.pid());
            assertThat(result.stderr()).contains("is not a HotSpot JVM");
            assertThat(result.status()).isEqualTo(3);
            assertThat(sleep.isAlive()).isTrue();
        } finally {
            sleep.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aStoppedJvmIsSaidToBeStopped(Jdk jdk) {
        try (ChildJvm.Running target = start(jdk)) {
            Shell.bash("kill -STOP $1", Long.toString(target.pid()));
            assertRefused(target, attach(jdk, target.pid(), "--timeout", "2"), "kill -CONT " + target.pid());
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anotherUsersJvmNamesTheUser(Jdk jdk) throws IOException {
        assumeTrue(CliIT.isRoot(), "only root can run this as another user");
        Path jar = CliIT.readableByAll(ChildJvm.jar());
        try (ChildJvm.Running target = start(jdk)) {
            List<String> command =
                    new ArrayList<>(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            command.addAll(command(jdk, jar, "attach", Long.toString(target.pid())));
            assertRefused(target, Shell.run(command), "user 0");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aJvmThatDoesNotSeeTheJarTakesACopy(Jdk jdk) throws IOException, InterruptedException {
        assumeTrue(CliIT.isRoot(), "only root can make a mount namespace here");
        Path jar = CliIT.readableByAll(ChildJvm.jar());
        Process target = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "bash",
                        "-c",
                        "mount -t tmpfs none \"$1\" && exec \"$2\" -cp \"$3\" \"$4\"",
                        "bash",
                        String.valueOf(jar.getParent()),
                        jdk.tool("java").toString(),
                        ChildJvm.testClasses().toString(),
                        TargetApp.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(target.inputReader().readLine()).isEqualTo("ready");
            Shell.Result blind = Shell.run(command(jdk, jar, "attach", Long.toString(target.pid())));
            assertThat(blind.stderr()).contains("does not see the jar at " + jar, "--copy");
            assertThat(blind.status()).isEqualTo(3);

            Shell.Result copied = Shell.run(command(jdk, jar, "attach", "--copy", Long.toString(target.pid())));
            assertThat(copied.stderr()).isEmpty();
            assertThat(copied.status()).isZero();
            Path copy = Path.of(copied.stdout().replaceAll("(?s).*The jar lies at (\\S+) in.*", "$1"));
            assertThat(copy).hasSameBinaryContentAs(jar);
            Files.delete(copy);
        } finally {
            target.destroyForcibly().waitFor();
        }
    }

    private static ChildJvm.Running start(Jdk jdk, String... jvm) {
        ChildJvm.Running target =
                ChildJvm.on(jdk).jvm(jvm).mainClass(TargetApp.class).start();
        target.awaitLine(line -> line.equals("ready"));
        return target;
    }

    private static Shell.Result attach(Jdk jdk, long pid, String... more) {
        List<String> command = command(jdk, ChildJvm.jar(), "attach", Long.toString(pid));
        command.addAll(List.of(more));
        return Shell.run(command);
    }

    private static List<String> command(Jdk jdk, Path jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk.tool("java").toString(), "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void assertRefused(ChildJvm.Running target, Shell.Result result, String... saying) {
        assertThat(result.stderr())
                .startsWith("addrscope: process ")
                .contains(saying)
                .doesNotContain("\tat ");
        assertThat(result.stderr().lines()).hasSize(1);
        assertThat(result.status()).isEqualTo(3);
        assertThat(target.soFar().status()).isEqualTo(-1);
    }
}
