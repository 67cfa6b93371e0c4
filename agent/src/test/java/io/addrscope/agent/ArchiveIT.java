// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.AgentWatch;
import io.addrscope.agent.apps.HelloApp;
import io.addrscope.agent.apps.IdleAgent;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jars;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs that make an archive of classes: all that the agent may change is what any agent changes.
 *
 * <p>What the JVM itself writes there names the agent's classes, which it leaves out: as many lines as for an agent of
 * one class that does nothing, since no more than one of ours is loaded.
 */
class ArchiveIT {

    private static final List<String> ARCHIVING_WITH_AGENTS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+AllowArchivingWithJavaAgent");

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    static Stream<Jdk> jdksWithAotCache() {
        return Jdk.between(25, Integer.MAX_VALUE).stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aDynamicArchive(Jdk jdk) {
        assertSame(jdk, "-XX:ArchiveClassesAtExit=archive");
    }

    @ParameterizedTest
    @MethodSource("jdksWithAotCache")
    void anAotCacheInOneStep(Jdk jdk) {
        assertSame(jdk, "-XX:AOTCacheOutput=archive");
    }

    @ParameterizedTest
    @MethodSource("jdksWithAotCache")
    void anAotConfiguration(Jdk jdk) {
        assertSame(jdk, "-XX:AOTMode=record", "-XX:AOTConfiguration=archive");
    }

    /** Options in a file are not seen from the command line: more of ours is loaded, but nothing of it acts. */
    @ParameterizedTest
    @MethodSource("jdks")
    void anArchiveThatTheCommandLineDoesNotShow(Jdk jdk) throws IOException {
        Path directory = ChildJvm.workDirectory();
        Path options = Files.writeString(directory.resolve("options"), "-XX:ArchiveClassesAtExit=archive\n");
        ChildJvm.Result result = run(jdk, directory, ChildJvm.jar(), "-XX:VMOptionsFile=" + options);
        assertThat(directory.resolve("archive")).isNotEmptyFile();
        assertThat(result.stdout()).startsWith("hello\nthreads beside main: 0\nbye\n");
        assertThat(result.agentLines()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdksWithAotCache")
    void aCacheMadeWithTheAgentServesWithTheAgent(Jdk jdk) {
        Path directory = ChildJvm.workDirectory();
        run(jdk, directory, ChildJvm.jar(), "-XX:AOTCacheOutput=cache");
        ChildJvm.Result result = run(jdk, directory, ChildJvm.jar(), "-XX:AOTCache=cache", "-XX:AOTMode=on");
        assertThat(result.stdout()).as(result.toString()).isEqualTo("hello\nthreads beside main: 0\nbye\n");
        assertThat(result.stderr()).isEqualTo("hello, error\n");
    }

    private static void assertSame(Jdk jdk, String... options) {
        Path idle = Jars.of(ChildJvm.workDirectory().resolve("idle.jar"), "Premain-Class", IdleAgent.class);
        Path idleDirectory = ChildJvm.workDirectory();
        Path directory = ChildJvm.workDirectory();
        ChildJvm.Result expected = run(jdk, idleDirectory, idle, options);
        ChildJvm.Result actual = run(jdk, directory, ChildJvm.jar(), options);
        assertThat(idleDirectory.resolve("archive")).isNotEmptyFile();
        assertThat(directory.resolve("archive")).isNotEmptyFile();
        assertThat(comparable(actual.stdout())).as("%s%n%s", expected, actual).isEqualTo(comparable(expected.stdout()));
        assertThat(comparable(actual.stderr())).as("%s%n%s", expected, actual).isEqualTo(comparable(expected.stderr()));
    }

    private static ChildJvm.Result run(Jdk jdk, Path directory, Path agent, String... options) {
        // Archives take classes from jars only.
        Path application =
                Jars.of(directory.resolve("application.jar"), "Main-Class", HelloApp.class, AgentWatch.class);
        ChildJvm.Result result = ChildJvm.on(jdk)
                .in(directory)
                .jvm(ARCHIVING_WITH_AGENTS.toArray(String[]::new))
                .jvm(options)
                .agent(agent, "jmx=on")
                .mainJar(application)
                .run();
        assertThat(result.status()).as(result.toString()).isZero();
        return result;
    }

    /** Without what differs from run to run, and between any two agents: times, sizes, and their names. */
    private static List<String> comparable(String output) {
        return output.lines()
                .map(line -> line.replaceAll("^\\[[0-9.]+s]", "")
                        .replaceAll("[0-9]+ bytes", "N bytes")
                        .replaceAll("-(javaagent:|Djava.class.path=)\\S+", "-$1JAR")
                        .replaceAll("io/addrscope/agent/(Agent|apps/IdleAgent):", "AGENT:"))
                .toList();
    }
}
