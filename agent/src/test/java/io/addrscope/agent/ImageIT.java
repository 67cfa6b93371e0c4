// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.EpochApp;
import io.addrscope.agent.apps.HelloApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM made by jlink that has nothing but what an agent needs. */
class ImageIT {

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theAgentStartsWithoutManagementLoggingAndFlightRecorder(Jdk jdk) throws Exception {
        Path image = link(jdk);
        ChildJvm.Result alone = ChildJvm.on(image).mainClass(HelloApp.class).run();
        ChildJvm.Result result =
                ChildJvm.on(image).agent("").mainClass(HelloApp.class).run();
        assertThat(result.stdout()).as(result.toString()).isEqualTo(alone.stdout());
        assertThat(result.stderr()).as(result.toString()).isEqualTo(alone.stderr());

        try (ChildJvm.Running app =
                ChildJvm.on(image).agent("").mainClass(EpochApp.class).start()) {
            app.awaitLine("ready"::equals);
            assertThat(app.ask("want")).isEqualTo("true");
            assertThat(app.ask("map " + ChildJvm.jar())).isEqualTo("1");
            assertThat(app.soFar().stderr()).isEmpty();
        }

        result = ChildJvm.on(image).agent("jmx=on").mainClass(HelloApp.class).run();
        assertThat(result.stdout()).as(result.toString()).isEqualTo(alone.stdout());
        assertThat(result.agentLines())
                .singleElement()
                .asString()
                .contains("jmx=on needs the module java.management, which this JVM does not have");
    }

    private static Path link(Jdk jdk) throws IOException, InterruptedException {
        Path directory = ChildJvm.workDirectory();
        Path image = directory.resolve("image");
        Process jlink = new ProcessBuilder(
                        jdk.tool("jlink").toString(),
                        "--add-modules",
                        "java.base,java.instrument",
                        "--output",
                        image.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jlink.log").toFile())
                .start();
        assertThat(jlink.waitFor(2, TimeUnit.MINUTES)).as("jlink ended").isTrue();
        assertThat(jlink.exitValue())
                .as(Files.readString(directory.resolve("jlink.log")))
                .isZero();
        return image;
    }
}
