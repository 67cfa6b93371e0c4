// SPDX-License-Identifier: Apache-2.0
package io.addrscope.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recording tells of a library that comes and goes, and what is loaded without one. */
class LibraryEventsTest {

    private static final String FUNCTION = "addrscope_twin";
    private static final String BUILD_ID = "5c".repeat(20);

    /** How JFR prints a path with a newline in it is not left to chance: it has the text that people are shown. */
    private static final String FILE = "lib\nevents.so";

    private static final String PRINTABLE_FILE = "lib\\nevents.so";

    private static final Path DIRECTORY = Toolchain.temporaryDirectory("addrscope-events");
    private static final Path LIBRARY = build();

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    /** Code in pages of its own, so that its file offset is not 0. */
    private static Path build() {
        Path library = DIRECTORY.resolve(FILE);
        Toolchain.compile(
                library,
                "gcc",
                List.of("-shared", "-fPIC", "-Wl,-z,separate-code", "-Wl,--build-id=0x" + BUILD_ID),
                List.of(Toolchain.source("twin.c", DIRECTORY).toString()));
        return library;
    }

    /** With the JDK's own settings, which do not know of these events. */
    @ParameterizedTest
    @MethodSource("jdks")
    void aRecordingHoldsWhatCameAndWent(Jdk jdk) throws IOException {
        Path recording = Toolchain.temporaryDirectory("addrscope-recording").resolve("recording.jfr");
        Map<String, String> said = run(ChildJvm.of(jdk).options("-XX:StartFlightRecording:filename=" + recording));
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.addrscope."))
                .filter(event -> event.getString("path").endsWith("/" + PRINTABLE_FILE))
                .toList();
        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactly("io.addrscope.LibraryMapped", "io.addrscope.LibraryUnmapped");
        for (RecordedEvent event : events) {
            assertThat(event.getString("path"))
                    .isEqualTo(DIRECTORY.resolve(PRINTABLE_FILE).toString());
            assertThat(event.getLong("start")).isEqualTo(number(said, "start"));
            assertThat(event.getLong("end")).isEqualTo(number(said, "end"));
            assertThat(event.getLong("fileOffset"))
                    .isEqualTo(number(said, "offset"))
                    .isNotZero();
            assertThat(event.getString("buildId")).isEqualTo(BUILD_ID);
        }
        RecordedEvent unmapped = events.get(1);
        Instant goingAt = Instant.ofEpochMilli(number(said, "before"));
        Instant goneAt = Instant.ofEpochMilli(number(said, "after"));
        assertThat(unmapped.getInstant("lastSeen")).isBeforeOrEqualTo(goingAt);
        assertThat(unmapped.getInstant("firstMissed")).isAfterOrEqualTo(goneAt);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutARecordingNoEventIsLoadedAndJfrDoesNotBegin(Jdk jdk) {
        String unrecorded = output(ChildJvm.of(jdk).options("-Xlog:class+load"));
        assertThat(unrecorded)
                .contains("io.addrscope.jfr.LibraryEvents ")
                .doesNotContain("FlightRecorderEvents$", "jdk.jfr.internal.PlatformRecorder");
        assertThat(output(ChildJvm.of(jdk).options("-Xlog:class+load", "-XX:StartFlightRecording")))
                .as("the log would show them")
                .contains("FlightRecorderEvents$LibraryMapped", "jdk.jfr.internal.PlatformRecorder");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anImageWithoutJfrAnswers(Jdk jdk) {
        Path image = Toolchain.temporaryDirectory("addrscope-image").resolve("image");
        Toolchain.run(
                "env",
                jdk.home().resolve("bin/jlink").toString(),
                "--add-modules",
                "java.base,java.logging",
                "--output",
                image.toString());
        assertThat(run(ChildJvm.of(new Jdk(image))))
                .containsEntry("located", "true")
                .containsEntry("located again", "false")
                .containsEntry("unloaded", "1");
    }

    private static Map<String, String> run(ChildJvm jvm) {
        return output(jvm)
                .lines()
                .filter(line -> line.contains("="))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> second));
    }

    private static String output(ChildJvm jvm) {
        return jvm.run(LibraryComesAndGoes.class, LIBRARY.toString(), FUNCTION);
    }

    private static long number(Map<String, String> said, String name) {
        return Long.parseLong(said.getOrDefault(name, ""));
    }
}
