// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.ConsoleApp;
import io.addrscope.agent.apps.JnaApp;
import io.addrscope.agent.apps.LogManagerApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent at work: it answers over JMX, from its own JNA, beside whatever the application brings. */
class JmxIT {

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    static Stream<Arguments> jdksAndSources() {
        return Jdk.all().stream().flatMap(jdk -> Stream.of("ioctl", "text").map(s -> Arguments.of(jdk, s)));
    }

    @ParameterizedTest
    @MethodSource("jdksAndSources")
    void answersWithoutAWarningEvenWhereNativeAccessIsDenied(Jdk jdk, String source) {
        try (ChildJvm.Running app = ChildJvm.on(jdk)
                .jvm(deny(jdk))
                .agent("jmx=on,memory=2m,source=" + source)
                .mainClass(ConsoleApp.class)
                .start()) {
            app.awaitLine("ready"::equals);
            awaitRegistered(app, true);
            assertThat(app.ask("locate 0")).contains("\"" + source + "\"").doesNotContain("\n");
            assertThat(app.ask("attribute ObtainedBy")).isEqualTo(source);
            assertThat(app.ask("attribute ObtainedByReason"))
                    .matches(reason -> reason.isEmpty() == source.equals("ioctl"));
            assertThat(app.ask("attribute LocationCount")).isEqualTo("1");
            assertThat(app.ask("attribute Version")).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(app.ask("locate nonsense")).contains("IllegalArgumentException", "nonsense");
            assertThat(app.ask("locateAll 0 7f-8f 0x10"))
                    .contains("\"token\":\"7f-8f\"", "range")
                    .contains("\"" + source + "\"");
            assertThat(app.ask("attribute CacheCapacityBytes")).isEqualTo("2097152");
            assertThat(app.ask("attribute CacheHitCount")).isEqualTo("0");
            assertThat(app.ask("attribute Epoch")).isEqualTo("0");
            assertThat(app.ask("attribute EpochFed")).isEqualTo("false");
            assertThat(app.ask("attribute Hooks")).isEqualTo("[]");
            assertThat(app.ask("attribute MissingHooks")).isEqualTo("[]");
            assertThat(Integer.parseInt(app.ask("maps"))).isGreaterThan(50);
            app.send("stop");
            ChildJvm.Result result = app.await();
            assertThat(result.stderr()).as(result.toString()).isEmpty();
        }
    }

    static Stream<Arguments> jdksAndJnas() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("jna-old.jar", "jna-new.jar").map(j -> Arguments.of(jdk, j)));
    }

    @ParameterizedTest
    @MethodSource("jdksAndJnas")
    void anApplicationKeepsItsOwnJna(Jdk jdk, String jna) {
        String[] allowed = jdk.feature() >= 22 ? new String[] {"--enable-native-access=ALL-UNNAMED"} : new String[0];
        ChildJvm.Result result = ChildJvm.on(jdk)
                .jvm(allowed)
                .agent("jmx=on")
                .classPath(ChildJvm.application(jna))
                .mainClass(JnaApp.class)
                .run();
        assertThat(result.stdout().lines().toList())
                .as(result.toString())
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("agent: found");
                    assertThat(lines.get(1))
                            .startsWith(jna.equals("jna-old.jar") ? "JNA 5.17.0 " : "JNA 5.19.1 ")
                            .endsWith(" of the app loader");
                })
                .endsWith("pid right", "agent: found");
        assertThat(result.stderr()).as(result.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anApplicationStillChoosesItsLogManager(Jdk jdk) {
        for (String options : List.of("", "jmx=on")) {
            ChildJvm.Result result = ChildJvm.on(jdk)
                    .agent(options)
                    .mainClass(LogManagerApp.class)
                    .run();
            assertThat(result.stdout()).as(result.toString()).isEqualTo("Own\n");
        }
    }

    static String[] deny(Jdk jdk) {
        return jdk.feature() >= 24 ? new String[] {"--illegal-native-access=deny"} : new String[0];
    }

    static void awaitRegistered(ChildJvm.Running app, boolean wanted) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!app.ask("registered").equals(String.valueOf(wanted))) {
            assertThat(System.nanoTime()).as("%s", app.soFar()).isLessThan(deadline);
        }
    }
}
