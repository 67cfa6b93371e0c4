// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.HelloApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application must not be able to tell from its output that the agent is there. */
class AgentIsSilentIT {

    static Stream<Arguments> jdksAndOptions() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("", "jmx=on", "hooks=off,memory=64m").map(o -> Arguments.of(jdk, o)));
    }

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdksAndOptions")
    void outputIsThatOfTheApplicationAlone(Jdk jdk, String options) {
        assertSame(ChildJvm.on(jdk), ChildJvm.on(jdk).agent(options));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nothingIsSaidWhereNativeAccessIsDenied(Jdk jdk) {
        // The option came with the JDK that begins to deny.
        String[] deny = jdk.feature() >= 24 ? new String[] {"--illegal-native-access=deny"} : new String[0];
        assertSame(ChildJvm.on(jdk).jvm(deny), ChildJvm.on(jdk).jvm(deny).agent("jmx=on"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theJarTwiceIsTheJarOnce(Jdk jdk) throws IOException {
        Path copy = ChildJvm.workDirectory().resolve("a copy of it.jar");
        Files.copy(ChildJvm.jar(), copy);
        assertSame(ChildJvm.on(jdk), ChildJvm.on(jdk).agent("jmx=on").agent("jmx=on"));
        assertSame(ChildJvm.on(jdk), ChildJvm.on(jdk).agent("jmx=on").agent(copy, "jmx=on"));
        assertSame(ChildJvm.on(jdk), ChildJvm.on(jdk).agent("").agent("jmx=on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blanks", "100%25 percent", "Grüße", "a+b#c"})
    void theJarMayLieAnywhere(String directory) throws IOException {
        Path copy = Files.createDirectories(ChildJvm.workDirectory().resolve(directory))
                .resolve("addrscope.jar");
        Files.copy(ChildJvm.jar(), copy);
        for (Jdk jdk : Jdk.all()) {
            // The JVM itself opens the jar by a name in the locale's encoding.
            assertSame(
                    ChildJvm.on(jdk),
                    ChildJvm.on(jdk).environment("LC_ALL", "C.UTF-8").agent(copy, "jmx=on"));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void wrongOptionsAreOneLineEachAndNoMore(Jdk jdk) {
        ChildJvm.Result alone = ChildJvm.on(jdk).mainClass(HelloApp.class).run();
        ChildJvm.Result result = ChildJvm.on(jdk)
                .agent("jxm=on,memory=lots,,source=text,log")
                .environment("ADDRSCOPE_CRASH_PTRACER", "maybe")
                .mainClass(HelloApp.class)
                .run();
        assertThat(result.stdout()).isEqualTo(alone.stdout());
        assertThat(result.agentLines())
                .as(result.toString())
                .containsExactly(
                        "addrscope: unknown option 'jxm'; the nearest one is 'jmx'",
                        "addrscope: option 'memory' cannot be 'lots' (bytes, or a number with k, m or g); it is ignored",
                        "addrscope: option 'log' has no value; write log=VALUE (off|error|info|debug)",
                        "addrscope: environment variable ADDRSCOPE_CRASH_PTRACER cannot be 'maybe' (auto|on|off); it is"
                                + " ignored");
    }

    @Test
    void manyJvmsStartAndEnd() {
        List<Jdk> jdks = Jdk.all();
        int each = 100 / jdks.size();
        for (Jdk jdk : jdks) {
            List<ChildJvm.Running> running = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                running.add(ChildJvm.on(jdk)
                        .agent(i % 2 == 0 ? "" : "jmx=on")
                        .mainClass(HelloApp.class)
                        .start());
                if (running.size() == 4) {
                    finish(running);
                }
            }
            finish(running);
        }
    }

    private static void finish(List<ChildJvm.Running> running) {
        for (ChildJvm.Running one : running) {
            try (one) {
                ChildJvm.Result result = one.await();
                assertThat(result.status()).as(result.toString()).isZero();
            }
        }
        running.clear();
    }

    private static void assertSame(ChildJvm without, ChildJvm with) {
        ChildJvm.Result expected = without.mainClass(HelloApp.class).run();
        ChildJvm.Result actual = with.mainClass(HelloApp.class).run();
        assertThat(expected.status()).as(expected.toString()).isZero();
        assertThat(actual.status()).as(actual.toString()).isZero();
        assertThat(actual.stdout()).as(actual.toString()).isEqualTo(expected.stdout());
        assertThat(actual.stderr()).as(actual.toString()).isEqualTo(expected.stderr());
    }
}
