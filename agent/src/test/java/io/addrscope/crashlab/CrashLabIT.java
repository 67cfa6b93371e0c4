// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the laboratory does what it says: each JVM dies as its kind tells, and the witnesses see the functions that were called.
 *
 * <p>Some kinds in every build, all of them with {@code -Daddrscope.long=true}.
 */
class CrashLabIT {

    /** One of each sort of end, of place, and of witness. */
    private static final Set<CrashKind> SAMPLE = EnumSet.of(
            CrashKind.NULL_WITHOUT_FRAME_POINTERS,
            CrashKind.NULL_WITH_BUILD_ID,
            CrashKind.NULL_AT_IMPOSSIBLE_BASE,
            CrashKind.NULL_IN_CPP,
            CrashKind.LIBRARY_REPLACED,
            CrashKind.LIBRARY_UNLOADED,
            CrashKind.MAPPED_FILE_TRUNCATED,
            CrashKind.CALL_TO_DATA,
            CrashKind.CALL_TO_ANONYMOUS,
            CrashKind.IN_MEMCPY,
            CrashKind.UNSAFE_COMPILED,
            CrashKind.CALL_WITHOUT_RETURN,
            CrashKind.SENT_BY_KILL,
            CrashKind.STACK_OVERFLOW,
            CrashKind.IN_NATIVE_THREAD,
            CrashKind.CRASH_ON_OUT_OF_MEMORY,
            CrashKind.NATIVE_OUT_OF_MEMORY,
            CrashKind.ERROR_FILE_ODD,
            CrashKind.ERROR_FILE_TO_STDOUT,
            CrashKind.ABORT);

    /** Whose names gdb cannot read, or whose stack it cannot follow. */
    private static final Set<CrashKind> DARK = EnumSet.of(
            CrashKind.NULL_WITHOUT_DEBUG_INFO,
            CrashKind.NULL_IN_STRIPPED,
            CrashKind.LIBRARY_DELETED,
            CrashKind.LIBRARY_REPLACED,
            CrashKind.LIBRARY_TRUNCATED);

    @TempDir
    private Path directory;

    static Stream<Arguments> kinds() {
        Collection<CrashKind> kinds = Boolean.getBoolean("addrscope.long") ? Arrays.asList(CrashKind.values()) : SAMPLE;
        return Jdk.all().stream().flatMap(jdk -> kinds.stream().map(kind -> Arguments.of(kind, jdk)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void diesAsItsKindTells(CrashKind kind, Jdk jdk) throws IOException {
        CrashScene scene = Crash.of(kind, jdk)
                .command("parent", List.of("sh", "-c", "echo $PPID of $1", "sh", "%p"))
                .in(directory);
        Keepsake.of(kind, jdk, scene);
        Plan plan = kind.plan();
        assertThat(scene.result().status())
                .as("%s", scene)
                .isEqualTo(plan.ending().status());
        assertThat(scene.result().stdout()).doesNotContain("survived");
        leavesWhatItMay(kind, scene);
        if (!kind.isReported()) {
            assertThat(scene.report()).isEmpty();
            assertThat(scene.hadWindow()).isFalse();
            return;
        }
        assertThat(Reported.problem(scene.report()))
                .startsWith(requireNonNull(plan.ending().problem()));
        // A JVM without memory may not find any for a command either.
        if (plan.ending() != Ending.OUT_OF_MEMORY) {
            assertThat(scene.hadWindow()).isTrue();
        }
        if (scene.hadWindow()) {
            assertThat(place(scene)).isEqualTo(plan.place());
            functionsAreThose(plan, scene);
            if (!DARK.contains(kind)) {
                gdbSees(plan, scene);
            }
            assertThat(requireNonNull(scene.outputs().get("parent")).stdout()).endsWith(" of " + scene.pid() + "\n");
        }
    }

    /** No process, no core dump, and reports just where they should be. */
    private static void leavesWhatItMay(CrashKind kind, CrashScene scene) throws IOException {
        assertThat(ProcessHandle.of(scene.pid())).isEmpty();
        Path script = scene.directory().resolve("window.pid");
        if (Files.exists(script)) {
            assertThat(ProcessHandle.of(Long.parseLong(Files.readString(script).strip())))
                    .isEmpty();
        }
        List<String> files;
        try (Stream<Path> list = Files.list(scene.directory())) {
            files = list.map(file -> file.getFileName().toString()).toList();
        }
        assertThat(files).noneMatch(name -> name.startsWith("core"));
        String report = kind.plan().reportName(scene.pid());
        boolean hasFile = kind.isReported() && !report.equals(Plan.STANDARD_OUTPUT);
        assertThat(files.stream().filter(name -> name.endsWith(".log")).toList())
                .isEqualTo(hasFile ? List.of(report) : List.of());
        assertThat(scene.report().strip()).matches(text -> !kind.isReported() || text.contains("END."), "is whole");
    }

    private static Place place(CrashScene scene) {
        Long pc = Reported.pc(scene.report());
        if (pc == null) {
            return Place.UNTOLD;
        }
        Maps.Entry mapping = scene.maps().at(pc);
        if (mapping == null) {
            return Place.UNMAPPED;
        }
        if (Reported.problematicFrame(scene.report()).startsWith("J ")) {
            assertThat(mapping.file()).isEmpty();
            return Place.COMPILED;
        }
        Build.Library library = scene.library();
        return Place.of(
                mapping.permissions(),
                mapping.file(),
                library == null ? "" : library.file().toString());
    }

    /** The functions that HotSpot prints, or should, are some of those that were called, in their order. */
    private static void functionsAreThose(Plan plan, CrashScene scene) {
        List<Truth.Answer> inLibrary = scene.truth().answers().stream()
                .filter(answer -> !answer.linked().isEmpty() && answer.about().address() != pcOfData(plan, scene))
                .toList();
        List<String> functions = new ArrayList<>();
        long last = 0;
        for (Truth.Answer answer : inLibrary) {
            if (answer.about().address() != last) {
                answer.linked().forEach(frame -> functions.add(frame.function()));
            }
            last = answer.about().address();
        }
        if (plan.place() == Place.LIBRARY) {
            assertThat(functions).isNotEmpty();
        }
        List<String> unexpected = new ArrayList<>();
        int reached = 0;
        for (String function : functions) {
            int at = indexOf(plan.calls(), function, reached);
            if (at < 0) {
                unexpected.add(function);
            } else {
                reached = at;
            }
        }
        // What the standard library of Rust inlines is not in the plan.
        assertThat(unexpected).as("%s", functions).allMatch(function -> function.contains("read_volatile"));
    }

    /** The program counter, if it is not that of code; an address that no answer has, if it is. */
    private static long pcOfData(Plan plan, CrashScene scene) {
        return plan.place() == Place.DATA ? requireNonNull(Reported.pc(scene.report())) : 0;
    }

    private static int indexOf(List<String> calls, String function, int from) {
        for (int i = from; i < calls.size(); i++) {
            if (function.contains(calls.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The stack that gdb prints beyond the signal's handler has all the functions that were called, in their order. */
    private static void gdbSees(Plan plan, CrashScene scene) {
        int reached = 0;
        for (String line : scene.truth().stack()) {
            if (reached < plan.calls().size() && line.contains(plan.calls().get(reached))) {
                reached++;
            }
        }
        assertThat(reached)
                .as("%s in %s", plan.calls(), scene.truth().stack())
                .isEqualTo(plan.calls().size());
    }
}
