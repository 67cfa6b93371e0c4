// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.addrscope.agent.apps.ConsoleApp;
import io.addrscope.agent.apps.EpochApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attaching to a JVM that runs: once, again, with other options, and with another version. */
class AttachIT {

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aSecondAttachChangesWhatCanBeChanged(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk))) {
            Properties first = attach(app, ChildJvm.jar(), "memory=64m,source=text");
            assertThat(first)
                    .containsEntry("state", "started")
                    .containsEntry("applied", "source=text,memory=64m")
                    .containsEntry("refused", "")
                    .containsEntry("message", "");
            assertThat(first.getProperty("version")).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(app.ask("registered")).isEqualTo("false");

            assertThat(attach(app, ChildJvm.jar(), "jmx=on"))
                    .containsEntry("state", "changed")
                    .containsEntry("applied", "jmx=on");
            assertThat(app.ask("registered")).isEqualTo("true");
            assertThat(app.ask("attribute ObtainedBy")).isEqualTo("text");

            assertThat(attach(app, ChildJvm.jar(), "")).containsEntry("state", "unchanged");
            assertThat(app.ask("registered")).isEqualTo("true");

            assertThat(attach(app, ChildJvm.jar(), "jmx=off")).containsEntry("applied", "jmx=off");
            assertThat(app.ask("registered")).isEqualTo("false");

            assertThat(attach(app, ChildJvm.jar(), "jmx=on")).containsEntry("state", "changed");
            assertThat(app.ask("registered")).isEqualTo("true");
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aSecondAttachRefusesTheRestByName(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk).agent("source=text"))) {
            Properties outcome = attach(app, ChildJvm.jar(), "source=ioctl,memory=1g,hooks=off");
            assertThat(outcome)
                    .containsEntry("state", "changed")
                    .containsEntry("applied", "hooks=off")
                    .containsEntry("refused", "source,memory");
            assertThat(outcome.getProperty("message"))
                    .isEqualTo("option 'source' is settled when the agent starts: it stays 'text'; "
                            + "option 'memory' is settled when the agent starts: it stays '32m'");
            assertThat(app.soFar().agentLines()).hasSize(2);

            assertThat(attach(app, ChildJvm.jar(), "source=ioctl"))
                    .containsEntry("state", "refused")
                    .containsEntry("refused", "source");
            assertThat(attach(app, ChildJvm.jar(), "source=text")).containsEntry("state", "unchanged");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anotherVersionIsRefused(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk).agent(""))) {
            Path copy = ChildJvm.workDirectory().resolve("newer.jar");
            Files.copy(ChildJvm.jar(), copy);
            Properties outcome = attach(app, copy, "version=99.0,jmx=on");
            assertThat(outcome).containsEntry("state", "refused").containsEntry("applied", "");
            assertThat(outcome.getProperty("message"))
                    .contains(outcome.getProperty("version") + " is in this JVM", "version 99.0 is refused");
            assertThat(app.ask("registered")).isEqualTo("false");

            assertThat(attach(app, copy, "version=" + outcome.getProperty("version") + ",jmx=on"))
                    .containsEntry("state", "changed");
            assertThat(app.ask("registered")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void hooksGoOutAndComeBack(Jdk jdk) throws Exception {
        String file = ChildJvm.jar().toString();
        try (ChildJvm.Running app = start(ChildJvm.on(jdk), EpochApp.class)) {
            attach(app, ChildJvm.jar(), "hooks=on");
            assertThat(app.ask("want")).isEqualTo("true");
            assertThat(app.ask("epoch")).isEqualTo("1");
            assertThat(app.ask("map " + file)).isEqualTo("1");

            assertThat(attach(app, ChildJvm.jar(), "hooks=off")).containsEntry("applied", "hooks=off");
            assertThat(app.ask("feeds")).isEqualTo("false");
            assertThat(app.ask("epoch")).isEqualTo("3");
            assertThat(app.ask("map " + file)).isEqualTo("0");
            assertThat(app.ask("want")).isEqualTo("false");

            assertThat(attach(app, ChildJvm.jar(), "hooks=on")).containsEntry("applied", "hooks=on");
            assertThat(app.ask("feeds")).isEqualTo("true");
            assertThat(app.ask("map " + file)).isEqualTo("1");
            assertThat(app.soFar().stderr()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void hooksThatWereWantedInVainComeWhenTheyMay(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk).agent("hooks=off"), EpochApp.class)) {
            assertThat(app.ask("want")).isEqualTo("absent");
            attach(app, ChildJvm.jar(), "hooks=on");
            assertThat(app.ask("feeds")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void hooksThatNobodyWantsStayOut(Jdk jdk) throws Exception {
        try (ChildJvm.Running app = start(ChildJvm.on(jdk), EpochApp.class)) {
            attach(app, ChildJvm.jar(), "hooks=on,jmx=on");
            assertThat(app.ask("feeds")).isEqualTo("absent");
        }
    }

    private static ChildJvm.Running start(ChildJvm jvm) {
        return start(jvm, ConsoleApp.class);
    }

    private static ChildJvm.Running start(ChildJvm jvm, Class<?> main) {
        // Without it, JDK 21 and later write warnings of their own.
        ChildJvm.Running app =
                jvm.jvm("-XX:+EnableDynamicAgentLoading").mainClass(main).start();
        app.awaitLine("ready"::equals);
        return app;
    }

    /** Attaches, and returns what the agent says came of it. */
    static Properties attach(ChildJvm.Running app, Path jar, String options)
            throws IOException, AttachNotSupportedException {
        VirtualMachine target = VirtualMachine.attach(String.valueOf(app.pid()));
        try {
            target.loadAgent(jar.toString(), options);
            Properties outcome = new Properties();
            outcome.load(new StringReader(target.getSystemProperties().getProperty("addrscope.agent", "")));
            return outcome;
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new AssertionError(app.soFar().toString(), e);
        } finally {
            target.detach();
        }
    }
}
