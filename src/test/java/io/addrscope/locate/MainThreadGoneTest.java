// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Reason;
import io.addrscope.model.Source;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Toolchain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program's JVM goes on when the program's main thread has ended; {@code /proc/self} is empty then. */
final class MainThreadGoneTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void jvmAnswersForItself(Source source) throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Path host = directory.toRealPath().resolve("jvmhost");
        Toolchain.compile(
                host,
                "gcc",
                List.of("-O1", "-pthread", "-I" + home.resolve("include"), "-I" + home.resolve("include/linux")),
                List.of(Toolchain.source("jvmhost.c", directory).toString(), "-ldl"));
        Path library = Files.copy(Fixture.LLD_LIBRARY.file(), host.resolveSibling("library.so"));
        try (ChildJvm child = ChildJvm.hostedBy(host)) {
            child.ask("load " + library);
            String state = Files.readString(Path.of("/proc/" + child.pid() + "/stat"));
            String start = startOf(child, library);
            assertThat(state).as("the main thread has ended").contains(") Z ");
            ChildJvm.Answer answer = ChildJvm.Answer.parse(child.ask("locate self " + source + " " + start));
            assertThat(answer.elfAddress()).as("%s", answer).isEqualTo("0");
            assertThat(answer.buildId()).isEqualTo(Binutils.buildId(Fixture.LLD_LIBRARY.file()));
            // The file's headers are no symbol's.
            assertThat(answer.reasons()).containsExactly(Reason.Code.NO_SYMBOL);
            Files.delete(library);
            ChildJvm.Answer deleted = ChildJvm.Answer.parse(child.ask("locate self " + source + " " + start));
            assertThat(deleted.elfAddress()).as("%s", deleted).isEqualTo("0");
        }
    }

    private static String startOf(ChildJvm child, Path library) throws Exception {
        Path maps;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + child.pid() + "/task"))) {
            // Any other thread than the main one.
            maps = tasks.filter(task -> !task.endsWith(String.valueOf(child.pid())))
                    .findFirst()
                    .orElseThrow()
                    .resolve("maps");
        }
        return Files.readAllLines(maps).stream()
                .filter(line -> line.endsWith(library.toString()))
                .findFirst()
                .map(line -> line.substring(0, line.indexOf('-')))
                .orElseThrow();
    }
}
