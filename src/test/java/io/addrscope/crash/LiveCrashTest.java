// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.crash.FrameAddress.Basis;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.MapsLine;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that crash while they are watched: their reports say what was seen. */
class LiveCrashTest {

    private static final int TIMEOUT_SECONDS = 120;

    @TempDir
    private Path directory;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    /** A JVM that is running, and that will leave a report. */
    private Process start(Jdk jdk, String... arguments) {
        return ChildJvm.of(jdk)
                .withoutJna()
                .options("-XX:ErrorFile=" + directory.resolve("report.log"), "-XX:-CreateCoredumpOnCrash")
                .start(CrashMain.class, arguments);
    }

    private HsErrReport report(Process child) throws IOException, InterruptedException {
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Path file = directory.resolve("report.log");
        assertThat(file).as(output).isRegularFile();
        byte[] bytes = Files.readAllBytes(file);
        HsErrReport report = ReportParser.parse(bytes);
        ReportChecks.check(bytes, report);
        assertThat(value(report.header().processId())).isEqualTo(child.pid());
        assertThat(report.structure().ending()).isEqualTo(Structure.Ending.END_MARK);
        assertThat(report.structure().missing()).isEmpty();
        assertThat(report.structure().errors()).isEmpty();
        assertThat(report.structure().cuts()).isEmpty();
        assertThat(report.process().mappings().isCut()).isFalse();
        assertThat(report.process().mappings().unreadable()).isZero();
        // HotSpot says the same in two places.
        assertThat(value(report.fault().pc())).isEqualTo(value(report.header().pc()));
        StackBounds stack = requireNonNull(report.fault().stack());
        assertThat(report.process().landmarks().at(valueOf(stack.pointer())))
                .extracting(Landmark::kind)
                .contains(Landmark.Kind.STACK);
        return report;
    }

    private static @Nullable Long value(@Nullable Word word) {
        return word == null ? null : word.value();
    }

    private static long valueOf(@Nullable Word word) {
        return requireNonNull(word).value();
    }

    private static Mapping mappingAt(HsErrReport report, long address) {
        MapsSnapshot snapshot = report.process().mappings().snapshot();
        return snapshot.mapping(snapshot.indexOf(address));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void killedBySomebody(Jdk jdk) throws IOException, InterruptedException {
        Process child = start(jdk, "wait");
        while (child.getInputStream().read() != '\n') {
            assertThat(child.isAlive()).isTrue();
        }
        final List<MapsLine> before = MapsLine.of(child.pid());
        Process killer = new ProcessBuilder("/bin/sh", "-c", "kill -SEGV " + child.pid()).start();
        killer.waitFor();
        HsErrReport report = report(child);
        assertThat(report.header().sentBy()).isNotNull();
        SignalInfo signal = requireNonNull(report.fault().signal());
        assertThat(value(signal.senderProcess())).isEqualTo(killer.pid());
        assertThat(value(signal.number())).isEqualTo(11);
        assertThat(report.fault().registers()).hasSizeGreaterThan(16);
        Mapping code = mappingAt(report, valueOf(report.header().pc()));
        assertThat(code.permissions().isExecutable()).isTrue();
        for (MapsLine line : before) {
            if (line.permissions().contains("x") && line.inode() != 0) {
                Mapping mapping = mappingAt(report, line.start());
                assertThat(mapping.start()).isEqualTo(line.start());
                assertThat(mapping.end()).isEqualTo(line.end());
                assertThat(mapping.offset()).isEqualTo(line.offset());
                assertThat(mapping.inode()).isEqualTo(line.inode());
                assertThat(mapping.name().text()).isEqualTo(line.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nullPointerOfUnsafe(Jdk jdk) throws IOException, InterruptedException {
        HsErrReport report = report(start(jdk, "unsafe"));
        SignalInfo signal = requireNonNull(report.fault().signal());
        assertThat(value(signal.address())).isZero();
        ThreadInfo thread = requireNonNull(report.fault().thread());
        assertThat(thread.name()).extracting(Text::text).isEqualTo("main");
        assertThat(thread.state()).extracting(Text::text).isEqualTo("_thread_in_vm");
        assertThat(report.process().threads())
                .extracting(other -> other.name() == null ? "" : other.name().text())
                .contains("main", "Reference Handler", "VM Thread");
        PrintedFrame frame = requireNonNull(report.header().frame());
        assertThat(frame.kind()).isEqualTo(PrintedFrame.Kind.VM);
        FrameAddresses addresses = new FrameAddresses(report);
        assertThat(addresses.of(frame).address())
                .isEqualTo(valueOf(report.header().pc()));
        assertThat(addresses.of(frame).basis()).isEqualTo(Basis.HEADER);
        for (PrintedFrame printed : report.fault().frames()) {
            FrameAddress address = addresses.of(printed);
            if (printed.module() != null) {
                assertThat(address.basis().isCertain()).as("%s", printed).isTrue();
                assertThat(mappingAt(report, address.address()).permissions().isExecutable())
                        .isTrue();
            }
        }
        assertThat(report.fault().registerDescriptions()).hasSizeGreaterThan(14);
        assertThat(report.fault().stackDescriptions()).hasSize(8);
        assertThat(report.stackWords()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(report.process().landmarks().named())
                .extracting(Landmark::kind)
                .contains(Landmark.Kind.HEAP, Landmark.Kind.CODE_HEAP, Landmark.Kind.POLLING_PAGE);
        assertThat(report.process().events()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nullPointerInLibrary(Jdk jdk) throws IOException, InterruptedException {
        Path library = directory.resolve("libcrash on purpose.so");
        Toolchain.compile(
                library,
                "gcc",
                List.of("-shared", "-fPIC", "-O0", "-fno-omit-frame-pointer"),
                List.of(Toolchain.source("crash.c", directory).toString()));
        HsErrReport report = report(start(jdk, "load", library.toString()));
        PrintedFrame frame = requireNonNull(report.header().frame());
        assertThat(frame.symbol()).extracting(Text::text).isEqualTo("crash_on_purpose");
        assertThat(requireNonNull(frame.module()).name().text()).isEqualTo("libcrash on purpose.so");
        assertThat(report.header().isOutsideVm()).isTrue();
        FrameAddresses addresses = new FrameAddresses(report);
        FrameAddress address = addresses.of(frame);
        assertThat(address.address()).isEqualTo(valueOf(report.header().pc()));
        LibraryImage image = requireNonNull(address.image());
        assertThat(address.address() - image.base() - valueOf(frame.symbolOffset()))
                .isEqualTo(symbol(library, "crash_on_purpose"));
        PrintedFrame caller = report.fault().frames().get(1);
        assertThat(caller.symbol()).extracting(Text::text).isEqualTo("call_crash_on_purpose");
        assertThat(report.stackWords())
                .extracting(word -> word.word().value())
                .as("the return address is on the stack")
                .contains(addresses.of(caller).address());
    }

    /** Returns the address of a symbol, as nm has it. */
    private static long symbol(Path library, String name) {
        for (String line : Toolchain.run("nm", "-D", library.toString()).split("\n", -1)) {
            if (line.endsWith(" T " + name)) {
                return Long.parseUnsignedLong(line.substring(0, line.indexOf(' ')), 16);
            }
        }
        throw new AssertionError("no " + name + " in " + library);
    }
}
