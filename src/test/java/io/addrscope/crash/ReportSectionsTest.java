// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.addrscope.crash.FrameAddress.Basis;
import io.addrscope.crash.Landmark.Kind;
import io.addrscope.crash.Structure.Ending;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every section of two reports that were written for this test, one in the words of JDK 25, one in those of JDK 8. */
class ReportSectionsTest {

    private final HsErrReport modern = ReportParser.parse(resource("modern.log"));
    private final HsErrReport jdk8 = ReportParser.parse(resource("jdk8.log"));

    static byte[] resource(String name) {
        try (InputStream in = ReportSectionsTest.class.getResourceAsStream("/crash/" + name)) {
            if (in == null) {
                throw new AssertionError("no test resource crash/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String text(@Nullable Text text) {
        return text == null ? null : text.text();
    }

    private static @Nullable Long value(@Nullable Word word) {
        return word == null ? null : word.value();
    }

    @Test
    void whatIsKeptStandsInTheInput() {
        ReportChecks.check(resource("modern.log"), modern);
        ReportChecks.check(resource("jdk8.log"), jdk8);
    }

    @Test
    void header() {
        Header header = modern.header();
        assertThat(header.problem()).isEqualTo(Header.Problem.SIGNAL);
        assertThat(text(header.signalName())).isEqualTo("SIGSEGV");
        assertThat(value(header.signalNumber())).isEqualTo(11);
        assertThat(value(header.pc())).isEqualTo(0x7f10000011d7L);
        assertThat(value(header.processId())).isEqualTo(4242);
        assertThat(value(header.threadId())).isEqualTo(4243);
        assertThat(text(header.jre())).isEqualTo("OpenJDK Runtime Environment (25.0.1+8) (build 25.0.1+8)");
        assertThat(text(header.coreDump())).startsWith("No core dump will be written.");
        assertThat(text(header.recording())).isEqualTo("/tmp/hs_err_pid4242.jfr");
        assertThat(header.isOutsideVm()).isTrue();
        assertThat(text(header.bugUrl())).isEqualTo("https://example.org/bugs");
        assertThat(modern.platform()).isEqualTo(new Platform(Platform.Family.LINUX, "amd64"));
        assertThat(modern.platform().isBigEndian()).isFalse();
    }

    @Test
    void headerWithoutMemory() {
        Header header = jdk8.header();
        assertThat(header.problem()).isEqualTo(Header.Problem.OUT_OF_MEMORY);
        assertThat(header.message())
                .extracting(Text::text)
                .containsExactly("Native memory allocation (malloc) failed to allocate 32744 bytes for"
                        + " ChunkPool::allocate");
        assertThat(text(header.source())).isEqualTo("allocation.cpp:272");
        assertThat(value(header.threadId())).isEqualTo(0x7f0000000700L);
        assertThat(header.pc()).isNull();
        assertThat(text(header.coreDump())).startsWith("Failed to write core dump.");
    }

    @Test
    void summaryKeepsOnlyThePlaceOfTheCommandLine() {
        Summary summary = modern.summary();
        Span commandLine = requireNonNull(summary.commandLine());
        assertThat(commandLine.length()).isEqualTo("-Dsecret=1 Main".length());
        assertThat(modern.toString()).doesNotContain("secret");
        assertThat(text(summary.time())).isEqualTo("Tue Nov 24 10:11:12 2026 UTC");
        assertThat(summary.elapsed()).extracting(Seconds::nanos).isEqualTo(1_250_001_000L);
        assertThat(text(jdk8.summary().time())).isEqualTo("Thu Dec 15 11:42:11 2022");
        assertThat(text(jdk8.summary().timeZone())).isEqualTo("GMT");
        assertThat(jdk8.summary().elapsed()).extracting(Seconds::nanos).isEqualTo(1_948_517_000L);
    }

    @Test
    void failingThread() {
        ThreadInfo thread = requireNonNull(modern.fault().thread());
        assertThat(text(thread.type())).isEqualTo("JavaThread");
        assertThat(text(thread.name())).isEqualTo("a \"quoted\" [x] name");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(text(thread.state())).isEqualTo("_thread_in_native");
        assertThat(value(thread.id())).isEqualTo(4243);
        assertThat(value(thread.stackHigh())).isEqualTo(0x7f1300100000L);
        StackBounds stack = requireNonNull(jdk8.fault().stack());
        assertThat(stack.isOutside()).isTrue();
        assertThat(value(stack.pointer())).isEqualTo(0x7f00fffff000L);
        assertThat(text(jdk8.fault().operation())).startsWith("VM_Operation (0x00007f0100000010): GenCollect");
    }

    @Test
    void frames() {
        List<PrintedStack> stacks = modern.fault().stacks();
        assertThat(stacks)
                .extracting(PrintedStack::kind)
                .containsExactly(PrintedStack.Kind.NATIVE, PrintedStack.Kind.JAVA);
        assertThat(stacks.get(0).hasMore()).isTrue();
        assertThat(modern.fault().frames())
                .extracting(PrintedFrame::kind)
                .containsExactly(
                        PrintedFrame.Kind.NATIVE,
                        PrintedFrame.Kind.NATIVE,
                        PrintedFrame.Kind.NATIVE,
                        PrintedFrame.Kind.COMPILED,
                        PrintedFrame.Kind.INTERPRETED,
                        PrintedFrame.Kind.STUB,
                        PrintedFrame.Kind.VM);
        assertThat(jdk8.fault().stacks().get(0).isInterrupted()).isTrue();
        assertThat(jdk8.fault().frames()).hasSize(3);
    }

    /** libnat.so.1 is the name of the loader, libnat-1.2.so that of the file; the header's pc joins the two. */
    @Test
    void addressesOfFrames() {
        FrameAddresses addresses = new FrameAddresses(modern);
        List<PrintedFrame> frames = modern.fault().frames();
        FrameAddress top = addresses.of(frames.get(0));
        assertThat(top.basis()).isEqualTo(Basis.HEADER);
        assertThat(top.address()).isEqualTo(0x7f10000011d7L);
        assertThat(addresses.of(frames.get(1)).address()).isEqualTo(0x7f10000011f0L);
        assertThat(addresses.of(frames.get(2)).basis()).isEqualTo(Basis.PRINTED);
        assertThat(addresses.of(frames.get(3)).address()).isEqualTo(0x7f1100000123L);
        assertThat(addresses.of(frames.get(4)).basis()).isEqualTo(Basis.NOTHING);
        FrameAddress vm = addresses.of(frames.get(6));
        assertThat(vm.basis()).isEqualTo(Basis.REPORTED_BASE);
        assertThat(vm.address()).isEqualTo(0x7f1500500010L);
        assertThat(new FrameAddresses(jdk8).of(jdk8.fault().frames().get(0)).basis())
                .isEqualTo(Basis.ONLY_LIBRARY);
    }

    @Test
    void signals() {
        SignalInfo signal = requireNonNull(modern.fault().signal());
        assertThat(value(signal.address())).isEqualTo(0x18);
        assertThat(value(signal.code())).isEqualTo(1);
        assertThat(text(signal.codeName())).isEqualTo("SEGV_MAPERR");
        SignalInfo old = requireNonNull(jdk8.fault().signal());
        assertThat(text(old.name())).isEqualTo("SIGSEGV");
        assertThat(value(old.error())).isZero();
        assertThat(value(old.address())).isEqualTo(0x10);
    }

    @Test
    void registersAndWhatTheyHold() {
        FaultThread fault = modern.fault();
        assertThat(fault.registers())
                .extracting(register -> register.name().text())
                .containsExactly("RAX", "RBX", "RCX", "RDX", "R8", "R9", "RIP", "EFLAGS", "TRAPNO", "XMM[0]", "MXCSR");
        assertThat(value(fault.pc())).isEqualTo(0x7f10000011d7L);
        Register wide = requireNonNull(fault.register("xmm[0]"));
        assertThat(wide.values()).extracting(Word::value).containsExactly(1L, 2L);
        assertThat(fault.registerDescriptions())
                .extracting(description -> text(description.register()))
                .containsExactly("RAX", "RBX", "RCX", "RDX", "R8", "R9");
        Description.LibraryPlace library =
                requireNonNull(fault.registerDescriptions().get(3).library());
        assertThat(library.path().text()).isEqualTo("/opt/jdk 25/lib/server/libjvm.so");
        assertThat(text(library.symbol())).isEqualTo("JVM_Halt");
        Description object = fault.registerDescriptions().get(5);
        assertThat(object.at().length()).isGreaterThan(140);
        assertThat(fault.stackDescriptions()).hasSize(3);
    }

    @Test
    void memory() {
        assertThat(modern.stackWords())
                .extracting(word -> word.address(), word -> word.word().value())
                .containsExactly(
                        tuple(0x7f13000ff000L, 0x7f10000011f0L),
                        tuple(0x7f13000ff008L, 1L),
                        tuple(0x7f13000ff010L, 0x7f1500500010L),
                        tuple(0x7f13000ff018L, 0xdeadbeef00000000L));
        HexDump instructions = modern.fault().instructions();
        assertThat(value(instructions.around())).isEqualTo(0x7f10000011d7L);
        assertThat(instructions.lines()).extracting(line -> line.isMarked()).containsExactly(false, true, false);
        assertThat(instructions.lines().get(1).units()).hasSize(16);
        assertThat(instructions.lines().get(2).units())
                .extracting(Word::value)
                .containsExactly(0x55L, 0x48L, 0x89L, 0xe5L);
    }

    @Test
    void threads() {
        ThreadTable threads = modern.process().threads();
        assertThat(threads).hasSize(4);
        assertThat(threads.javaThreads()).isEqualTo(2);
        assertThat(threads.get(0).isCurrent()).isTrue();
        assertThat(text(threads.get(3).state())).isEqualTo("terminated");
        ThreadInfo owner = requireNonNull(threads.ofStack(0x7f1301000010L));
        assertThat(text(owner.name())).isEqualTo("other");
        assertThat(threads.ofStack(0x7f1301100000L)).isNull();
        assertThat(threads.ofAddress(0x7f1200004000L)).isEqualTo(threads.get(2));
        assertThat(text(modern.process().vmState())).isEqualTo("not at safepoint (normal execution)");
        assertThat(text(jdk8.process().vmState())).isEqualTo("at safepoint (normal execution)");
    }

    @Test
    void landmarks() {
        Landmarks landmarks = modern.process().landmarks();
        assertThat(landmarks.at(0x80180000L))
                .extracting(Landmark::kind)
                .containsExactly(Kind.HEAP_REGION, Kind.HEAP, Kind.HEAP_SPACE);
        assertThat(landmarks.at(0x7f1600000800L))
                .extracting(Landmark::kind)
                .containsExactly(Kind.PROTECTION_ZONE, Kind.CDS_ARCHIVE);
        assertThat(landmarks.at(0x7f1640ffffffL)).extracting(Landmark::kind).containsExactly(Kind.CLASS_SPACE);
        assertThat(landmarks.at(0x7f1100000123L))
                .extracting(Landmark::kind, Landmark::detail)
                .containsExactly(
                        tuple(Kind.CODE, "(c2) 1234 77 %     4       a.B::c (33 bytes)"),
                        tuple(Kind.CODE_HEAP, "non-profiled nmethods"));
        assertThat(landmarks.at(0x7f1300003fffL))
                .extracting(Landmark::kind, Landmark::detail)
                .containsExactly(
                        tuple(Kind.GUARD, "a \"quoted\" [x] name"), tuple(Kind.STACK, "a \"quoted\" [x] name"));
        assertThat(landmarks.at(0x7f1301000000L)).extracting(Landmark::kind).containsExactly(Kind.STACK);
        assertThat(landmarks.at(0x7f1702000fffL)).extracting(Landmark::kind).containsExactly(Kind.POLLING_PAGE);
        assertThat(landmarks.at(0x7f1701000000L).get(0).usage().detail()).isEqualTo("Marking Bits");
        Landmarks old = jdk8.process().landmarks();
        assertThat(old.at(0x100000000L)).extracting(Landmark::kind).containsExactly(Kind.CLASS_SPACE);
        assertThat(old.at(0xf3500000L)).extracting(Landmark::detail).containsExactly("to space", "PSYoungGen", null);
        assertThat(old.at(0x7f021fffffffL)).extracting(Landmark::kind).containsExactly(Kind.CODE_HEAP);
    }

    @Test
    void events() {
        EventRing loads = requireNonNull(modern.process().events("Dll operation events"));
        assertThat(value(loads.declared())).isEqualTo(2);
        Event unload = loads.events().get(1);
        assertThat(unload.time()).extracting(Seconds::nanos).isEqualTo(1_000_000_000L);
        assertThat(text(unload.text()))
                .isEqualTo("Unloaded shared library \"/opt/lib/libgone.so\" [0x00007f1800000000]");
        EventRing compilations = requireNonNull(modern.process().events("Compilation events"));
        assertThat(compilations.events())
                .extracting(event -> value(event.id()), event -> value(event.thread()))
                .containsOnly(tuple(77L, 0x7f1200005000L));
        EventRing collections = requireNonNull(modern.process().events("GC Heap History"));
        assertThat(collections.events()).hasSize(1);
        assertThat(collections.events().get(0).at().length()).isGreaterThan(120);
        EventRing none = requireNonNull(modern.process().events("Classes unloaded"));
        assertThat(none.events()).isEmpty();
    }

    @Test
    void mappings() {
        MappingSection mappings = modern.process().mappings();
        assertThat(mappings.format()).isEqualTo(MappingSection.Format.LINUX);
        assertThat(mappings.lines()).isEqualTo(9);
        assertThat(mappings.isComplete()).isTrue();
        assertThat(mappings.reaches(-1)).isTrue();
        assertThat(jdk8.process().mappings().isComplete()).as("nobody counted").isFalse();
        assertThat(jdk8.process().mappings().isCut()).isFalse();
        Mapping code = mappings.snapshot().mapping(mappings.snapshot().indexOf(0x7f10000011d7L));
        assertThat(code.name().text()).isEqualTo("/opt/lib/libnat-1.2.so (deleted)");
        assertThat(code.deleted()).isTrue();
        assertThat(code.fileOffset(0x7f10000011d7L)).isEqualTo(0x11d7);
        SnapshotCursor cursor = new SnapshotCursor(mappings.snapshot(), ObtainedBy.REPORT);
        assertThat(cursor.seek(0x7f10000011d7L, 0, 0)).isTrue();
        assertThat(cursor.mapping()).isEqualTo(code);
        assertThat(cursor.obtainedBy().toString()).isEqualTo("report");
        assertThat(new FrameAddresses(modern).images())
                .extracting(LibraryImage::baseName)
                .containsExactly("libnat-1.2.so", "libjvm.so");
    }

    @Test
    void machine() {
        SystemInfo system = modern.system();
        assertThat(text(system.kernel())).isEqualTo("Linux 6.12.0 #1 SMP x86_64");
        assertThat(text(system.libc())).isEqualTo("glibc 2.41 NPTL 2.41");
        assertThat(value(system.maxMapCount())).isEqualTo(65530);
        assertThat(value(system.pageKibibytes())).isEqualTo(4);
        assertThat(system.meminfo()).hasSize(2);
        assertThat(system.processMemory()).hasSize(1);
        assertThat(system.container()).extracting(Text::text).contains("memory_limit_in_bytes: 524288 k");
        assertThat(text(jdk8.system().distribution())).isEqualTo("A system release 8");
        assertThat(text(jdk8.system().limits())).isEqualTo("STACK 8192k, CORE 0k");
    }

    @Test
    void structure() {
        Structure structure = modern.structure();
        assertThat(structure.ending()).isEqualTo(Ending.END_MARK);
        assertThat(structure.missing()).isEmpty();
        assertThat(structure.cuts()).isEmpty();
        assertThat(structure.errors()).hasSize(1);
        SecondaryError error = structure.errors().get(0);
        assertThat(text(error.step())).isEqualTo("printing register info");
        assertThat(error.within()).isEqualTo(SectionKind.REGISTER_MAPPING);
        assertThat(value(error.pc())).isEqualTo(0x7f1500500000L);
        assertThat(structure.sections())
                .filteredOn(Section::isInterrupted)
                .extracting(Section::kind)
                .containsExactly(SectionKind.REGISTER_MAPPING);
        assertThat(structure.first(SectionKind.ENVIRONMENT)).isNotNull();
        assertThat(jdk8.structure().ending()).isEqualTo(Ending.ELAPSED_TIME);
        assertThat(jdk8.structure().missing()).isEmpty();
    }
}
