// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.EpochApp;
import io.addrscope.agent.apps.OtherAgent;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jars;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents that change the classes that have hooks: theirs works, and so does ours. */
class OtherAgentsIT {

    private static final String HOOKED = "sun.nio.ch.FileChannelImpl";
    private static final String FILE = ChildJvm.jar().toString();

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    static Stream<Arguments> jdksAndOrders() {
        return Jdk.all().stream().flatMap(jdk -> Stream.of(true, false).map(first -> Arguments.of(jdk, first)));
    }

    @ParameterizedTest(name = "{0}, before ours: {1}")
    @MethodSource("jdksAndOrders")
    void anotherByteBuddy(Jdk jdk, boolean first) {
        ChildJvm jvm = ChildJvm.on(jdk)
                // So that the other Byte Buddy does without sun.misc.Unsafe, which warns on JDK 24 and later.
                .jvm("-Dnet.bytebuddy.nexus.disabled=true")
                .classPath(ChildJvm.application("byte-buddy.jar"))
                .agent(otherAgent(), first ? "hook " + HOOKED : "")
                .agent("");
        try (ChildJvm.Running app = start(jvm)) {
            assertThat(app.ask("want")).isEqualTo("true");
            if (!first) {
                assertThat(app.ask("hook " + HOOKED)).isEqualTo("done");
            }
            assertThat(app.ask("map " + FILE)).isEqualTo("1");
            assertThat(app.ask("property " + HOOKED + ".mapInternal")).isEqualTo("called");
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, before ours: {1}")
    @MethodSource("jdksAndOrders")
    void jacoco(Jdk jdk, boolean first) throws IOException {
        Path coverage = ChildJvm.workDirectory().resolve("jacoco.exec");
        String options =
                "inclbootstrapclasses=true,includes=sun.nio.ch.*:io.addrscope.agent.apps.*,destfile=" + coverage;
        ChildJvm jvm = ChildJvm.on(jdk);
        Path jacoco = ChildJvm.application("jacoco.jar");
        try (ChildJvm.Running app = start(
                first ? jvm.agent(jacoco, options).agent("") : jvm.agent("").agent(jacoco, options))) {
            assertThat(app.ask("want")).isEqualTo("true");
            assertThat(app.ask("map " + FILE)).isEqualTo("1");
            app.send("stop");
            ChildJvm.Result result = app.await();
            assertThat(result.stderr()).as(result.toString()).isEmpty();
        }
        assertThat(Files.readString(coverage, StandardCharsets.ISO_8859_1))
                .contains(HOOKED.replace('.', '/'), EpochApp.class.getName().replace('.', '/'));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void oneThatRedefinesAHookedClass(Jdk jdk) {
        try (ChildJvm.Running app =
                start(ChildJvm.on(jdk).agent(otherAgent(), "").agent(""))) {
            assertThat(app.ask("want")).isEqualTo("true");
            assertThat(app.ask("redefine " + HOOKED)).isEqualTo("done");
            assertThat(app.ask("map " + FILE)).isEqualTo("1");
            assertThat(app.ask("feeds")).isEqualTo("true");
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, before ours: {1}")
    @MethodSource("jdksAndOrders")
    void oneThatKeepsAClassFromBeingHooked(Jdk jdk, boolean first) {
        String spoil = "spoil " + HOOKED;
        ChildJvm jvm = ChildJvm.on(jdk);
        try (ChildJvm.Running app = start(
                first ? jvm.agent(otherAgent(), spoil).agent("") : jvm.agent("").agent(otherAgent(), spoil))) {
            assertThat(app.ask("want")).isEqualTo("false");
            assertThat(app.soFar().agentLines())
                    .singleElement()
                    .asString()
                    .startsWith("addrscope: no hook for file map: ");
            assertThat(app.ask("map " + FILE)).isEqualTo("0");
            // All others are in.
            assertThat(app.ask("drop " + FILE)).isEqualTo("1");
        }
    }

    private static Path otherAgent() {
        return Jars.agent(ChildJvm.workDirectory().resolve("other.jar"), OtherAgent.class);
    }

    private static ChildJvm.Running start(ChildJvm jvm) {
        ChildJvm.Running app = jvm.mainClass(EpochApp.class).start();
        app.awaitLine("ready"::equals);
        return app;
    }
}
