// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.apps.ConsoleApp;
import io.addrscope.agent.testing.ChildJvm;
import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's libraries lie in a layer of their own, and their events still are in the recording of the JVM. */
class RecordingIT {

    private static final String LIBRARY = "/libjvm.so";

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aLibraryThatTheBeanWasAskedAboutIsAnEvent(Jdk jdk) throws IOException {
        Path recording = ChildJvm.workDirectory().resolve("recording.jfr");
        try (ChildJvm.Running app = ChildJvm.on(jdk)
                .jvm("-XX:StartFlightRecording:filename=" + recording)
                .agent("jmx=on")
                .mainClass(ConsoleApp.class)
                .start()) {
            app.awaitLine("ready"::equals);
            JmxIT.awaitRegistered(app, true);
            assertThat(app.ask("locate 0x" + Long.toHexString(codeOf(app.pid()))))
                    .contains(LIBRARY);
            app.send("stop");
            ChildJvm.Result result = app.await();
            assertThat(result.status()).as(result.toString()).isZero();
        }
        assertThat(RecordingFile.readAllEvents(recording))
                .filteredOn(event -> event.getEventType().getName().equals("io.addrscope.LibraryMapped"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("path")).endsWith(LIBRARY));
    }

    /** Returns the first address of the JVM's code, as the kernel's text has it. */
    private static long codeOf(long pid) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
            String line = maps.filter(text -> text.endsWith(LIBRARY) && text.contains(" r-xp "))
                    .findFirst()
                    .orElseThrow();
            return Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
        }
    }
}
