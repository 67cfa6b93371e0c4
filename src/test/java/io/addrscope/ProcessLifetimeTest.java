// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.ProcessAccessException;
import io.addrscope.model.ProcessException;
import io.addrscope.model.ProcessGoneException;
import io.addrscope.model.ProcessReplacedException;
import io.addrscope.model.Source;
import io.addrscope.testing.Descriptors;
import io.addrscope.testing.HelperProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A handle tells of the process that it was opened for and of no other, whatever becomes of that. */
class ProcessLifetimeTest {

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void aPidThatNobodyHasIsGone(long pid) {
        assertThatThrownBy(() -> AddressSpace.of(pid))
                .isExactlyInstanceOf(ProcessGoneException.class)
                .hasMessage("there is no process " + pid);
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aZombieAndOneThatIsReapedAreGone(Source source) {
        try (HelperProcess helper = HelperProcess.start()) {
            long child = helper.run("fork");
            try (AddressSpace space = AddressSpace.of(child, source)) {
                Cursor cursor = space.cursor();
                long address = space.maps().mapping(0).start();
                assertThat(cursor.seek(address)).isEqualTo(Cursor.MAPPED);
                helper.run("kill " + child);
                assertEveryQuestionIsRefused(space, cursor, address, ProcessGoneException.class, "has exited");
                assertThatThrownBy(() -> AddressSpace.of(child, source))
                        .isExactlyInstanceOf(ProcessGoneException.class)
                        .hasMessageContaining("only its parent has not taken notice yet");
                helper.run("reap " + child);
                assertEveryQuestionIsRefused(space, cursor, address, ProcessGoneException.class, "has exited");
                assertThatThrownBy(() -> AddressSpace.of(child, source))
                        .isExactlyInstanceOf(ProcessGoneException.class);
            }
        }
    }

    /** The new process is a copy of the old one: a wrong answer would look right. */
    @ParameterizedTest
    @EnumSource(Source.class)
    void aProcessThatHasTakenOverThePidIsNotTalkedAbout(Source source) {
        try (HelperProcess helper = HelperProcess.start()) {
            long child = helper.run("fork");
            try (AddressSpace space = AddressSpace.of(child, source)) {
                Cursor cursor = space.cursor();
                long address = space.maps().mapping(0).start();
                helper.run("kill " + child);
                helper.run("reap " + child);
                waitForTheClockOfTheKernel();
                if (helper.tryRun("forkas " + child).isEmpty()) {
                    throw new AssertionError("this test sets /proc/sys/kernel/ns_last_pid, which takes root"
                            + " (CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE)");
                }
                assertThat(Files.exists(Path.of("/proc/" + child))).isTrue();
                assertEveryQuestionIsRefused(
                        space, cursor, address, ProcessGoneException.class, "another process has its pid by now");
                try (AddressSpace of = AddressSpace.of(child, source)) {
                    assertThat(of.locate(address).isMapped()).isTrue();
                }
            }
        }
    }

    /** Start times count in ticks of 10 ms. */
    private static void waitForTheClockOfTheKernel() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void afterExecTheOldAddressSpaceIsReplaced(Source source) {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace before = AddressSpace.of(helper.pid(), source)) {
            Cursor cursor = before.cursor();
            // [vsyscall] lies in every program: the old handle must not tell of the new one's.
            long vsyscall = 0xffff_ffff_ff60_0000L;
            before.locate(vsyscall);
            long address = before.maps().mapping(0).start();
            assertThat(helper.run("exec")).isEqualTo(helper.pid());
            for (long asked : new long[] {address, vsyscall, 0}) {
                assertEveryQuestionIsRefused(
                        before, cursor, asked, ProcessReplacedException.class, "process " + helper.pid());
            }
            try (AddressSpace after = AddressSpace.of(helper.pid(), source)) {
                assertThat(after.locate(after.maps().mapping(0).start()).isMapped())
                        .isTrue();
            }
        }
    }

    private static void assertEveryQuestionIsRefused(
            AddressSpace space, Cursor cursor, long address, Class<? extends ProcessException> type, String message) {
        List<Throwable> thrown = new ArrayList<>();
        thrown.add(catchThrowable(() -> space.locate(address)));
        thrown.add(catchThrowable(() -> space.locateAll(address, 0)));
        thrown.add(catchThrowable(space::maps));
        thrown.add(catchThrowable(() -> cursor.seek(address)));
        thrown.add(catchThrowable(() -> cursor.seekNamed(address)));
        thrown.add(catchThrowable(() -> cursor.seekAtOrAbove(address)));
        thrown.add(catchThrowable(() -> space.cursor().seek(address)));
        assertThat(thrown)
                .allSatisfy(e -> assertThat(e).isExactlyInstanceOf(type).hasMessageContaining(message));
    }

    private static final long LEAST_NANOS = 1_500_000_000L;

    private static final long MOST_NANOS = 60_000_000_000L;

    /** Opening, too, may fall into an exec; a layout that is chosen at random marks each program. */
    @ParameterizedTest
    @EnumSource(Source.class)
    void whileAProcessExecutesOverAndOverEveryAnswerIsOfOneProgram(Source source) {
        int answers = 0;
        int refusals = 0;
        try (HelperProcess helper = HelperProcess.start()) {
            long child = helper.run("storm");
            long start = System.nanoTime();
            // A busy machine may run program after program before one question is asked.
            while (System.nanoTime() - start < (answers == 0 || refusals == 0 ? MOST_NANOS : LEAST_NANOS)) {
                try (AddressSpace space = AddressSpace.of(child, source)) {
                    answers += askUntilReplaced(space);
                } catch (ProcessReplacedException | ProcessGoneException | ProcessAccessException e) {
                    refusals++;
                }
            }
            helper.run("kill " + child);
        }
        System.out.printf("exec storm by %s: %d answers, %d refusals%n", source, answers, refusals);
        assertThat(answers).isPositive();
        assertThat(refusals).isPositive();
    }

    private static int askUntilReplaced(AddressSpace space) {
        List<Mapping> mappings = space.maps().mappings();
        Mapping vdso = mappings.stream()
                .filter(mapping -> mapping.name().text().equals("[vdso]"))
                .findFirst()
                .orElse(null);
        if (vdso == null) {
            // The kernel maps it late in exec.
            return 0;
        }
        Cursor cursor = space.cursor();
        int answers = 0;
        try {
            for (int i = 0; i < 20; i++) {
                assertThat(cursor.seekNamed(vdso.start())).isEqualTo(Cursor.MAPPED);
                assertThat(cursor.mapping().name()).isEqualTo(vdso.name());
                Location location = space.locate(vdso.start() + 1);
                assertThat(Objects.requireNonNull(location.mapping()).start()).isEqualTo(vdso.start());
                assertThat(space.maps().indexOf(vdso.start())).isNotNegative();
                answers++;
            }
        } catch (ProcessReplacedException | ProcessGoneException | ProcessAccessException e) {
            return answers;
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aProcessThatIsKilledDuringAStormOfQuestionsIsGone(Source source) {
        try (HelperProcess helper = HelperProcess.start()) {
            for (int round = 0; round < 10; round++) {
                long child = helper.run("fork");
                try (AddressSpace space = AddressSpace.of(child, source)) {
                    long address = space.maps().mapping(0).start();
                    Thread killer = new Thread(() -> helper.run("kill " + child));
                    killer.start();
                    assertThatThrownBy(() -> {
                                while (true) {
                                    assertThat(space.locate(address).isMapped()).isTrue();
                                }
                            })
                            .isExactlyInstanceOf(ProcessGoneException.class);
                    join(killer);
                    helper.run("reap " + child);
                }
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void anInterruptedThreadGetsItsAnswersAndKeepsItsFlag(Source source) {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace foreign = AddressSpace.of(helper.pid(), source);
                AddressSpace own = AddressSpace.self(source)) {
            for (AddressSpace space : List.of(foreign, own)) {
                Cursor cursor = space.cursor();
                List<Mapping> mappings = space.maps().mappings();
                try {
                    Thread.currentThread().interrupt();
                    for (Mapping mapping : mappings) {
                        if (mapping.name().kind() == io.addrscope.model.MappingName.Kind.PATH) {
                            assertThat(space.locate(mapping.start()).isMapped()).isTrue();
                            assertThat(cursor.seek(mapping.start())).isEqualTo(Cursor.MAPPED);
                        }
                    }
                    assertThat(space.maps().size()).isGreaterThan(10);
                    try (AddressSpace opened = AddressSpace.of(helper.pid(), source)) {
                        assertThat(opened.maps().size()).isGreaterThan(10);
                    }
                } finally {
                    assertThat(Thread.interrupted())
                            .as("the flag is still there")
                            .isTrue();
                }
                assertThat(space.locate(mappings.get(0).start()).isMapped()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aThreadOfTheKernelHasNoAddressSpace(Source source) throws IOException {
        long kthreadd = 2;
        Path name = Path.of("/proc/" + kthreadd + "/comm");
        if (!Files.exists(name) || !Files.readString(name).strip().equals("kthreadd")) {
            System.out.println("not covered, for /proc shows no thread of the kernel here (a PID namespace)");
            return;
        }
        assertThatThrownBy(() -> AddressSpace.of(kthreadd, source))
                .isExactlyInstanceOf(ProcessAccessException.class)
                .hasMessageContaining("is a thread of the kernel");
    }

    /** As a program may do whose main function ends its thread. */
    @ParameterizedTest
    @EnumSource(Source.class)
    void aProcessWhoseMainThreadHasEndedIsNotSaidToHaveExited(Source source) throws IOException {
        try (HelperProcess helper = HelperProcess.start()) {
            AddressSpace opened = AddressSpace.of(helper.pid(), source);
            long address = opened.maps().mapping(0).start();
            helper.run("leave");
            Path status = Path.of("/proc/" + helper.pid() + "/status");
            while (!Files.readString(status).contains("State:\tZ")) {
                Thread.onSpinWait();
            }
            assertThat(opened.locate(address).isMapped())
                    .as("its memory is still there")
                    .isTrue();
            opened.close();
            Throwable refused = catchThrowable(() -> AddressSpace.of(helper.pid(), source));
            assertThat(refused)
                    .isExactlyInstanceOf(ProcessException.class)
                    .hasMessageContaining("the main thread of process");
            String message = String.valueOf(refused.getMessage());
            long thread = Long.parseLong(message.substring(message.lastIndexOf(' ') + 1));
            try (AddressSpace byThread = AddressSpace.of(thread, source)) {
                assertThat(byThread.locate(address).isMapped()).isTrue();
            }
        }
    }

    @Test
    void theIdOfAThreadStandsForItsProcess() throws IOException {
        long tid = Long.parseLong(Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString());
        try (AddressSpace space = AddressSpace.of(tid)) {
            Mapping first = AddressSpace.self().maps().mapping(0);
            assertThat(Objects.requireNonNull(space.locate(first.start()).mapping())
                            .start())
                    .isEqualTo(first.start());
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aClosedHandleAnswersNothing(Source source) {
        try (HelperProcess helper = HelperProcess.start();
                HelperProcess other = HelperProcess.start()) {
            for (long pid : new long[] {helper.pid(), ProcessHandle.current().pid()}) {
                AddressSpace space = AddressSpace.of(pid, source);
                Cursor cursor = space.cursor();
                long address = space.maps().mapping(0).start();
                space.locate(address);
                space.close();
                // Their files take the numbers that have become free.
                try (AddressSpace next = AddressSpace.of(other.pid(), source)) {
                    assertThat(next.maps().size()).isPositive();
                    assertThatThrownBy(() -> cursor.seek(address)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> space.cursor().seek(address)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> space.locate(address)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> space.locateAll(address)).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(space::maps).isInstanceOf(IllegalStateException.class);
                    space.close();
                    assertThat(next.maps().size())
                            .as("closing twice closes nobody else's file")
                            .isPositive();
                    assertThat(next.cursor().seek(address)).isBetween(Cursor.UNMAPPED, Cursor.MAPPED);
                }
            }
        }
    }

    @Test
    void theSharedHandleOnThisProcessStaysOpen() {
        AddressSpace.self().close();
        assertThat(AddressSpace.self().maps().size()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void openingAndClosingTenThousandTimesLeavesNothingOpen(Source source) throws IOException {
        try (HelperProcess helper = HelperProcess.start()) {
            AddressSpace.of(helper.pid(), source).close();
            AddressSpace.self(source).close();
            int before = openFilesOfProcesses().size();
            for (int i = 0; i < 10_000; i++) {
                try (AddressSpace space = AddressSpace.of(helper.pid(), source)) {
                    if (i % 100 == 0) {
                        space.locate(space.maps().mapping(1).start());
                    }
                }
                AddressSpace.self(source).close();
            }
            assertThat(openFilesOfProcesses()).hasSizeLessThanOrEqualTo(before);
        }
    }

    /** Whatever fails while a handle is being opened. */
    @Test
    void handlesThatCouldNotBeOpenedLeaveNothingOpen() throws IOException {
        try (HelperProcess helper = HelperProcess.start()) {
            int before = openFilesOfProcesses().size();
            long child = helper.run("storm");
            int failed = 0;
            for (int i = 0; i < 3_000; i++) {
                try {
                    AddressSpace.of(child, Source.IOCTL).close();
                } catch (ProcessException e) {
                    failed++;
                }
            }
            helper.run("kill " + child);
            System.out.println("handles that could not be opened on a process that executes: " + failed + " of 3000");
            assertThat(openFilesOfProcesses()).hasSizeLessThanOrEqualTo(before);
        }
    }

    /** What this process has open of what handles hold: what else opens or closes files here has no part in it. */
    private static SortedMap<Integer, String> openFilesOfProcesses() throws IOException {
        return Descriptors.leadingTo(target -> target.startsWith("/proc/") || target.contains("pidfd"));
    }
}
