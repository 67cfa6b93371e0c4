// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.HelloApp;
import io.addrscope.agent.apps.SightApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jars;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong in the agent's start, the application runs, and one line says what it was. */
class FaultIT {

    private static final String INNER = "inst/io.addrscope.agent.jar";

    static Stream<Arguments> faults() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "no index", without("inst/index"), "has no inst/index"),
                        Arguments.of(jdk, "half an index", halved("inst/index"), "inst/index"),
                        Arguments.of(
                                jdk, "no inner module", without(INNER), "has no io/addrscope/agent/inner/Inner.class"),
                        Arguments.of(jdk, "half an inner module", halved(INNER), INNER + ": it has no directory"),
                        Arguments.of(jdk, "another version", otherVersion(), "has become version 9.9.9"),
                        Arguments.of(jdk, "no nested class", without("inst/io"), "Inner")));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("faults")
    void theApplicationRunsOn(Jdk jdk, String name, Jars.Change fault, String message) {
        Path broken = Jars.copy(ChildJvm.jar(), ChildJvm.workDirectory().resolve("broken.jar"), fault);
        ChildJvm.Result alone = ChildJvm.on(jdk).mainClass(HelloApp.class).run();
        ChildJvm.Result result = ChildJvm.on(jdk)
                .agent(broken, "jmx=on")
                .mainClass(HelloApp.class)
                .run();
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.stdout()).as(result.toString()).isEqualTo(alone.stdout());
        assertThat(result.stderr().lines()).as(result.toString()).hasSize(2);
        assertThat(result.agentLines()).singleElement().asString().contains("addrscope: not in effect:", message);
    }

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theApplicationRunsOnWithoutHooks(Jdk jdk) {
        Path broken = Jars.copy(
                ChildJvm.jar(), ChildJvm.workDirectory().resolve("broken.jar"), without("inst/net.bytebuddy"));
        ChildJvm.Result result = ChildJvm.on(jdk)
                .agent(broken, "jmx=on")
                .jvm("-Depoch")
                .mainClass(SightApp.class, "java.lang.AddrScope")
                .run();
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.stdout()).as(result.toString()).startsWith("java.lang.AddrScope hidden\n");
        assertThat(result.stderr().lines()).as(result.toString()).hasSize(1);
        assertThat(result.agentLines()).singleElement().asString().contains("addrscope: no hooks:", "bytebuddy");
    }

    static Stream<Arguments> securityManagers() {
        return Jdk.between(17, 23).stream()
                .flatMap(jdk ->
                        Stream.of(Arguments.of(jdk, grant(ChildJvm.jar().toString()), 0), Arguments.of(jdk, "", 1)));
    }

    @ParameterizedTest
    @MethodSource("securityManagers")
    void theApplicationLivesUnderASecurityManager(Jdk jdk, String grants, int agentLines) throws IOException {
        // The application's own rights: those that it needs to look for the agent's thread.
        String application = grant(ChildJvm.testClasses() + "/-");
        Path policy = Files.writeString(ChildJvm.workDirectory().resolve("policy"), application + grants);
        String[] manager = {"-Djava.security.manager", "-Djava.security.policy==" + policy};
        ChildJvm.Result alone =
                ChildJvm.on(jdk).jvm(manager).mainClass(HelloApp.class).run();
        ChildJvm.Result result = ChildJvm.on(jdk)
                .jvm(manager)
                .agent("jmx=on")
                .mainClass(HelloApp.class)
                .run();
        assertThat(alone.status()).as(alone.toString()).isZero();
        assertThat(result.status()).as(result.toString()).isZero();
        assertThat(result.stdout()).as(result.toString()).isEqualTo(alone.stdout());
        assertThat(result.agentLines()).as(result.toString()).hasSize(agentLines);
        assertThat(result.stderr().lines().filter(line -> !line.startsWith("addrscope:")))
                .containsExactlyElementsOf(alone.stderr().lines().toList());
    }

    private static String grant(String place) {
        return "grant codeBase \"file:" + place + "\" { permission java.security.AllPermission; };\n";
    }

    private static Jars.Change without(String prefix) {
        return (name, content) -> name.startsWith(prefix) ? null : content;
    }

    private static Jars.Change halved(String file) {
        return (name, content) -> name.equals(file) ? Arrays.copyOf(content, content.length / 2) : content;
    }

    private static Jars.Change otherVersion() {
        return (name, content) ->
                name.equals("inst/index") ? "version 9.9.9\n".getBytes(StandardCharsets.UTF_8) : content;
    }
}
