// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.addrscope.crash.FrameAddress.Basis;
import io.addrscope.crash.Landmark.Kind;
import io.addrscope.crash.PrintedFrame.JavaFrame;
import io.addrscope.crash.Structure.Ending;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of versions and systems that are not at hand, and what people do to reports. */
class ReportSnippetsTest {

    private static final String FATAL = "# A fatal error has been detected by the Java Runtime Environment:\n";

    private static HsErrReport parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        HsErrReport report = ReportParser.parse(bytes);
        ReportChecks.check(bytes, report);
        return report;
    }

    private static @Nullable PrintedFrame frame(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return FrameParser.parse(new Line(bytes, 0, bytes.length, 0, false));
    }

    private static PrintedFrame someFrame(String line) {
        PrintedFrame frame = requireNonNull(frame(line));
        return frame;
    }

    private static @Nullable String text(@Nullable Text text) {
        return text == null ? null : text.text();
    }

    private static @Nullable Long value(@Nullable Word word) {
        return word == null ? null : word.value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "C  [libc.so.6+0x9cb84]|libc.so.6|9cb84|-|-|-|-",
                "V  [libjvm.so+0x912390]  vm_exit(int)+0x0|libjvm.so|912390|vm_exit(int)|0|-|-",
                "C  [libn.so+0x11d7]  (nat.c:10)|libn.so|11d7|-|-|nat.c|10",
                "C  [l+0x1]  a::b<c (*)(d:1)> [clone .x]+0x12  (e f.cpp:77)|l|1|a::b<c (*)(d:1)> [clone .x]|12|e f.cpp|77",
                "C  [lib[x]+0x1y+0xab]  f+0x1|lib[x]+0x1y|ab|f|1|-|-",
                "C  [libsystem.dylib+0x3a24]  _sigtramp+0x38|libsystem.dylib|3a24|_sigtramp|38|-|-",
                "V  [jvm.dll+0x5abff0]  (sharedRuntime.cpp:553)|jvm.dll|5abff0|-|-|sharedRuntime.cpp|553",
                "C  [libx.so+0x10]  name without offset|libx.so|10|name without offset|-|-|-",
                "C  [linux-vdso.so.1+0xa20]  __vdso_gettimeofday+0x10|linux-vdso.so.1|a20|__vdso_gettimeofday|10|-|-",
            })
    void nativeFrames(
            String line,
            String module,
            String offset,
            @Nullable String symbol,
            @Nullable String symbolOffset,
            @Nullable String file,
            @Nullable Long sourceLine) {
        PrintedFrame frame = someFrame(line);
        PrintedFrame.ModuleOffset place = requireNonNull(frame.module());
        assertThat(text(place.name())).isEqualTo(module);
        assertThat(Long.toHexString(place.offset().value())).isEqualTo(offset);
        assertThat(text(frame.symbol())).isEqualTo(symbol);
        Word distance = frame.symbolOffset();
        assertThat(distance == null ? null : Long.toHexString(distance.value())).isEqualTo(symbolOffset);
        assertThat(text(frame.sourceFile())).isEqualTo(file);
        assertThat(value(frame.sourceLine())).isEqualTo(sourceLine);
        assertThat(frame.pc()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "J 570  a.B.c(J)J java.base@21.0.7 (0 bytes) @ 0x10 [0x8+0x8]|a.B.c(J)J|570|false|-|java.base@21.0.7|0|16",
                "J 7% c2 a.B.c()V (33 bytes) @ 0x10 [0x8+0x8]|a.B.c()V|7|true|c2|-|33|16",
                "J 7 jvmci a.B.c()V (33 bytes) @ 0x10 [0x18+0xfffffffffffffff8] (name)|a.B.c()V|7|false|jvmci|-|33|16",
                "J 12 C1 a.B$$Lambda+0x12.c()V (1 bytes) @ 0x10 [0x8+0x8]|a.B$$Lambda+0x12.c()V|12|false|C1|-|1|16",
                "J  a.B.c()V|a.B.c()V|-|false|-|-|-|-",
                "A 3 a.B.c()V (5 bytes)|a.B.c()V|3|false|-|-|5|-",
            })
    void compiledFrames(
            String line,
            String method,
            @Nullable Long id,
            boolean isOnStackReplacement,
            @Nullable String compiler,
            @Nullable String module,
            @Nullable Long size,
            @Nullable Long pc) {
        PrintedFrame frame = someFrame(line);
        JavaFrame java = requireNonNull(frame.java());
        assertThat(text(java.method())).isEqualTo(method);
        assertThat(value(java.compileId())).isEqualTo(id);
        assertThat(java.isOnStackReplacement()).isEqualTo(isOnStackReplacement);
        assertThat(text(java.compiler())).isEqualTo(compiler);
        assertThat(text(java.module())).isEqualTo(module);
        assertThat(value(java.size())).isEqualTo(size);
        assertThat(value(frame.pc())).isEqualTo(pc);
        if (pc != null && java.codeBegin() != null && java.codeOffset() != null) {
            assertThat(java.codeBegin().value() + java.codeOffset().value()).isEqualTo(pc);
        }
    }

    @Test
    void interpretedFramesAndStubs() {
        PrintedFrame interpreted = someFrame("j  a.B$DMH+0x0000007801030c00.invoke(La/B;)V+10 java.base@21");
        JavaFrame java = requireNonNull(interpreted.java());
        assertThat(text(java.method())).isEqualTo("a.B$DMH+0x0000007801030c00.invoke(La/B;)V");
        assertThat(value(java.bytecode())).isEqualTo(10);
        assertThat(text(java.module())).isEqualTo("java.base@21");
        PrintedFrame stub = someFrame("v  ~RuntimeStub::C2 Runtime new_array 0x00007f0000000010");
        assertThat(text(stub.symbol())).isEqualTo("RuntimeStub::C2 Runtime new_array");
        assertThat(value(stub.pc())).isEqualTo(0x7f0000000010L);
        assertThat(text(someFrame("v  ~StubRoutines::call_stub").symbol())).isEqualTo("StubRoutines::call_stub");
        assertThat(value(someFrame("v  blob 0x00007f0000000010").pc())).isEqualTo(0x7f0000000010L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "C ", "C  ", "Card table", "X  [a+0x1]", "  C  [a+0x1]"})
    void linesThatAreNoFrames(String line) {
        assertThat(frame(line)).isNull();
    }

    @Test
    void aNumberThatMayLackDigitsIsNotGiven() {
        HsErrReport cut = parse("#\n" + FATAL + "#\n#  SIGSEGV (0xb) at pc=0x00007f");
        assertThat(value(cut.header().signalNumber())).isEqualTo(11);
        assertThat(cut.header().pc()).isNull();
        HsErrReport interrupted = parse(
                "#\n" + FATAL
                        + "#\n#  SIGSEGV (0xb) at pc=0x00007f\n[timeout occurred during error reporting in step \"x\"] after 3 s.\n");
        assertThat(interrupted.header().pc()).isNull();
        assertThat(parse("#\n" + FATAL + "#\n#  SIGSEGV (0xb) at pc=0x00007f\n")
                        .header()
                        .pc())
                .isNotNull();
    }

    @Test
    void errorsInTheMiddleOfALine() {
        HsErrReport report = parse("siginfo: si_signo: 7 (SIGBUS), si_c[error occurred during error reporting, step 60,"
                + " id 0xb]\nRegisters:\nRAX=0x1[timeout occurred during error reporting in step \"a \"b\" c\"] after 30 s.\n"
                + "RBX=0x0000000000000002\n[stop reattempt (a (b)) reason: Step time limit reached]\n"
                + "[thread 17 also had an error]\n[error occurred during error reporting (a (b)), id 0xe0000000,"
                + " Internal Error (/x/y.cpp:49)]\n[Too many errors, abort]\n");
        List<SecondaryError> errors = report.structure().errors();
        assertThat(errors)
                .extracting(SecondaryError::kind, error -> text(error.step()))
                .containsExactly(
                        tuple(SecondaryError.Kind.ERROR, "60"),
                        tuple(SecondaryError.Kind.TIMEOUT, "a \"b\" c"),
                        tuple(SecondaryError.Kind.NOT_TRIED_AGAIN, "a (b)"),
                        tuple(SecondaryError.Kind.OTHER_THREAD, null),
                        tuple(SecondaryError.Kind.ERROR, "a (b)"),
                        tuple(SecondaryError.Kind.TOO_MANY, null));
        assertThat(text(errors.get(4).source())).isEqualTo("/x/y.cpp:49");
        assertThat(value(errors.get(4).id())).isEqualTo(0xe0000000L);
        assertThat(report.fault().registers())
                .extracting(register -> register.name().text())
                .containsExactly("RBX");
        assertThat(value(requireNonNull(report.fault().signal()).number())).isEqualTo(7);
        assertThat(report.structure().ending()).isEqualTo(Ending.GIVEN_UP);
    }

    /** Builds for debugging print the stack of an error, which is not that of the fault. */
    @Test
    void theStackOfAnErrorIsNotTheStack() {
        HsErrReport report = parse("""
                Native frames: (J=compiled Java code, C=native code)
                C  [a.so+0x1]

                [error occurred during error reporting (printing native stack), id 0xb, SIGSEGV (0xb) at pc=0x1]
                [siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000000]
                [stack: Native frames: (J=compiled Java code, C=native code)
                V  [libjvm.so+0x2]
                ]
                C  [b.so+0x3]
                """);
        assertThat(report.fault().frames())
                .extracting(frame ->
                        text(frame.module() == null ? null : frame.module().name()))
                .containsExactly("a.so", "b.so");
    }

    @Test
    void theHeaderHasAnotherPcThanTheFrame() {
        HsErrReport report = parse("#\n" + FATAL + "#\n#  SIGSEGV (0xb) at pc=0x0000000000001234, pid=1, tid=2\n#\n"
                + "# Problematic frame:\n# C  [libn.so+0x1006]  Java_Crash_badCall+0x6\n#\n\nDynamic libraries:\n"
                + "7f0000000000-7f0000002000 r-xp 00000000 fe:00 77                 /x/libn.so\n"
                + "Total number of mappings: 1\n");
        PrintedFrame frame = requireNonNull(report.header().frame());
        assertThat(value(report.header().pc())).isEqualTo(0x1234);
        FrameAddress address = new FrameAddresses(report).of(frame);
        assertThat(address.basis()).isEqualTo(Basis.ONLY_LIBRARY);
        assertThat(address.address()).isEqualTo(0x7f0000001006L);
    }

    @Test
    void librariesOfOneName() {
        String two = """
                Dynamic libraries:
                1000-3000 r-xp 00000000 fe:00 77                 /x/libn.so
                5000-7000 r-xp 00000000 fe:00 77                 /x/libn.so
                9000-b000 r--p 00000000 fe:00 78                 /y/libm.so
                b000-c000 r-xp 00002000 fe:00 78                 /y/libm.so
                c000-d000 r-xp 00000000 fe:00 80                 /y/libc-2.31.so
                e000-f000 r--p 00000000 fe:00 81                 /z/libm.so
                """;
        FrameAddresses addresses = new FrameAddresses(parse(two));
        FrameAddress several = addresses.of(someFrame("C  [libn.so+0x10]"));
        assertThat(several.basis()).isEqualTo(Basis.SEVERAL_LIBRARIES);
        assertThat(several.candidates()).extracting(LibraryImage::base).containsExactly(0x1000L, 0x5000L);
        assertThat(addresses.of(someFrame("C  [libm.so+0x2010]")).address())
                .as("data is no library")
                .isEqualTo(0xb010);
        assertThat(addresses.of(someFrame("C  [libm.so+0x9999]")).basis()).isEqualTo(Basis.NO_LIBRARY);
        FrameAddresses withStack = new FrameAddresses(
                parse("Top of Stack: (sp=0x00007f0000000000)\n0x00007f0000000000:   0000000000005010 0000000000000001\n"
                        + two));
        FrameAddress onStack = withStack.of(someFrame("C  [libn.so+0x10]"));
        assertThat(onStack.basis()).isEqualTo(Basis.WORD_OF_STACK);
        assertThat(onStack.address()).isEqualTo(0x5010);
        assertThat(withStack.of(someFrame("C  [libn.so+0x18]")).basis()).isEqualTo(Basis.SEVERAL_LIBRARIES);
        FrameAddresses withHeader = new FrameAddresses(parse("#\n" + FATAL
                + "#  SIGSEGV (0xb) at pc=0x0000000000005020, pid=1, tid=2\n# Problematic frame:\n# C  [libn.so+0x20]\n\n"
                + two));
        assertThat(withHeader.of(someFrame("C  [libn.so+0x20]")).address()).isEqualTo(0x5020);
        assertThat(withHeader.of(someFrame("C  [libn.so+0x18]")).basis())
                .as("the caller may be of the other one")
                .isEqualTo(Basis.SEVERAL_LIBRARIES);
        FrameAddress similar = addresses.of(someFrame("C  [libc.so.6+0x10]"));
        assertThat(similar.basis()).isEqualTo(Basis.SIMILAR_NAME);
        assertThat(similar.basis().isCertain()).isFalse();
        assertThat(similar.address()).isEqualTo(0xc010);
        assertThat(addresses.of(someFrame("C  [libz.so.1+0x10]")).basis()).isEqualTo(Basis.NO_LIBRARY);
        FrameAddresses cut = new FrameAddresses(parse(two + "f000-"));
        assertThat(cut.of(someFrame("C  [libm.so+0x2010]")).basis()).isEqualTo(Basis.ONLY_LISTED_LIBRARY);
    }

    @Test
    void otherSystemsListLibraries() {
        MappingSection windows = parse("""
                        Dynamic libraries:
                        0x00007ff7598b0000 - 0x00007ff759912000 \tC:\\a b\\java.exe
                        0x00007fff977e0000 - 0x00007fff979ce000 \tC:\\ntdll.dll

                        """).process().mappings();
        assertThat(windows.format()).isEqualTo(MappingSection.Format.WINDOWS);
        assertThat(windows.libraries())
                .extracting(library -> text(library.path()))
                .contains("C:\\a b\\java.exe");
        assertThat(windows.snapshot().size()).isZero();
        MappingSection bases = parse("Dynamic libraries:\n0xffffffff4a000000 \t/x/libjvm.so\n\n")
                .process()
                .mappings();
        assertThat(bases.format()).isEqualTo(MappingSection.Format.BASES);
        assertThat(parse("Dynamic libraries:\nCan not get library information for pid = 1\n\n")
                        .process()
                        .mappings()
                        .format())
                .isEqualTo(MappingSection.Format.OTHER);
    }

    @Test
    void mappingsThatAreCut() {
        String lines = "Dynamic libraries:\n1000-2000 r-xp 00000000 fe:00 1 /a b\n3000-4000 r-xp 00000000 fe:00 2 /c";
        MappingSection cut = parse(lines).process().mappings();
        assertThat(cut.snapshot().size()).as("the last name may lack its end").isEqualTo(1);
        assertThat(cut.isCut()).isTrue();
        assertThat(cut.reaches(0x1fff)).isTrue();
        assertThat(cut.reaches(0x2000)).isFalse();
        MappingSection interrupted = parse(
                        lines + "\n[error occurred during error reporting (printing dynamic libraries),"
                                + " id 0xb]\n\nVM Arguments:\n")
                .process()
                .mappings();
        assertThat(interrupted.snapshot().size()).isEqualTo(1);
        assertThat(interrupted.isCut()).isTrue();
        MappingSection interleaved = parse(
                        lines + "\nsome other output\n5000-6000 r--p 00000000 00:00 0 \n\nVM Arguments:\n")
                .process()
                .mappings();
        assertThat(interleaved.snapshot().size()).isEqualTo(3);
        assertThat(interleaved.unreadable()).isEqualTo(1);
        assertThat(interleaved.isCut()).isFalse();
        assertThat(interleaved.isComplete()).isFalse();
    }

    /** As people paste reports: each of these says the same. */
    @ParameterizedTest
    @ValueSource(strings = {"> ", "    ", "\t", "2026-11-24T10:11:12.123456789Z stderr F ", "[pod-1] > "})
    void decoration(String prefix) {
        String plain = new String(ReportSectionsTest.resource("modern.log"), StandardCharsets.UTF_8);
        String decorated = "Some words before\n# A heading of theirs\nOS: theirs\nMemory: theirs\n"
                + Arrays.stream(plain.split("\n", -1))
                        .map(line -> (prefix.endsWith("F ") ? prefix.replace("11:12", "11:59") : prefix) + line)
                        .collect(Collectors.joining("\r\n"));
        HsErrReport expected = parse(plain);
        HsErrReport report = parse(decorated);
        assertThat(value(report.header().pc()))
                .isEqualTo(value(expected.header().pc()));
        assertThat(report.fault().frames()).hasSameSizeAs(expected.fault().frames());
        assertThat(report.fault().registers()).hasSameSizeAs(expected.fault().registers());
        assertThat(report.process().mappings().snapshot().mappings())
                .isEqualTo(expected.process().mappings().snapshot().mappings());
        assertThat(report.process().threads()).hasSameSizeAs(expected.process().threads());
        assertThat(report.process().landmarks().named())
                .extracting(Landmark::kind, Landmark::start, Landmark::end)
                .isEqualTo(expected.process().landmarks().named().stream()
                        .map(mark -> tuple(mark.kind(), mark.start(), mark.end()))
                        .toList());
        assertThat(text(report.system().memory()))
                .isEqualTo(text(expected.system().memory()));
        assertThat(report.structure().missing()).isEmpty();
        assertThat(report.structure().sections().get(0).kind()).isEqualTo(SectionKind.BEFORE);
    }

    @Test
    void whatStandardOutputGotComesBeforeTheReport() {
        String head = "#\n" + FATAL + "#\n#  SIGSEGV (0xb) at pc=0x0000000000000001, pid=1, tid=2\n";
        HsErrReport report = parse("Some output\n" + head + "# An error report file is saved as:\n"
                + head.replace("pid=1", "pid=3") + "\n---------------  T H R E A D  ---------------\n");
        assertThat(value(report.header().processId())).isEqualTo(3);
        assertThat(report.structure().otherReportAt()).isNegative();
    }

    @Test
    void aSentenceAboutTheReportComesBeforeIt() {
        String plain = new String(ReportSectionsTest.resource("modern.log"), StandardCharsets.UTF_8);
        HsErrReport report = parse("It says: siginfo: si_signo: 7 (SIGBUS)\nsiginfo: si_signo: 8 (SIGFPE)\n"
                + "Registers:\nRAX=0x7 \n" + plain.replaceAll("(?m)^", "> "));
        assertThat(value(requireNonNull(report.fault().signal()).number())).isEqualTo(11);
        assertThat(report.fault().registers()).hasSize(11);
        assertThat(report.structure().missing()).isEmpty();
        assertThat(report.structure().sections().get(0).kind()).isEqualTo(SectionKind.BEFORE);
        HsErrReport headless = parse("  > siginfo: si_signo: 8 (SIGFPE)\n  > Registers:\n  > RAX=0x7 \n");
        assertThat(headless.fault().registers()).hasSize(1);
    }

    @Test
    void anotherReportIsLeftAlone() {
        String one = "#\n" + FATAL + "#\n#  SIGSEGV (0xb) at pc=0x0000000000000001, pid=1, tid=2\n#\n\n"
                + "---------------  T H R E A D  ---------------\n\n";
        HsErrReport report = parse(one + one.replace("pid=1", "pid=3"));
        assertThat(value(report.header().processId())).isEqualTo(1);
        assertThat(report.structure().otherReportAt()).isEqualTo(one.length() + 2);
        HsErrReport ended = parse(one + "END.\n" + one);
        assertThat(ended.structure().ending()).isEqualTo(Ending.END_MARK);
        assertThat(ended.structure().otherReportAt()).isEqualTo(one.length() + 5 + 2);
    }

    @Test
    void signalsOfOtherSenders() {
        SignalInfo sent = requireNonNull(
                parse("siginfo: si_signo: 11 (SIGSEGV), si_code: 0 (SI_USER), si_pid: 20 (current process),"
                                + " si_uid: 1000\n")
                        .fault()
                        .signal());
        assertThat(value(sent.senderProcess())).isEqualTo(20);
        assertThat(text(sent.senderNote())).isEqualTo("current process");
        assertThat(value(sent.senderUser())).isEqualTo(1000);
        SignalInfo windows = requireNonNull(
                parse("siginfo: EXCEPTION_ACCESS_VIOLATION (0xc0000005), writing address 0xffffffffffffffff\n")
                        .fault()
                        .signal());
        assertThat(text(windows.access())).isEqualTo("writing");
        assertThat(value(windows.address())).isEqualTo(-1);
        SignalInfo old = requireNonNull(parse("siginfo: ExceptionCode=0xc0000005, reading address 0x0000000000000008\n")
                .fault()
                .signal());
        assertThat(value(old.number())).isEqualTo(0xc0000005L);
        assertThat(text(old.access())).isEqualTo("reading");
        Header handshake = parse(
                        "#\n" + FATAL
                                + "#  SIGILL (0x4) at pc=0x0000000000000001 (sent by handshake timeout handler), pid=5, tid=6\n")
                .header();
        assertThat(text(handshake.sentBy())).isEqualTo("sent by handshake timeout handler");
        assertThat(value(handshake.processId())).isEqualTo(5);
    }

    @Test
    void registersOfOtherProcessors() {
        assertThat(registers(
                        " x0=0x0000000000000001  x1=0x00000000ffffffff\n fp=0x2  lr=0x3  sp=0x4\npc=0x5 cpsr=0x6\n"))
                .containsExactly("x0=1", "x1=ffffffff", "fp=2", "lr=3", "sp=4", "pc=5", "cpsr=6");
        assertThat(registers("pc =0x00007fffaa6c8d54  lr =0x2  ctr=0x3  \nr0 =0x4  r31=0x5  \n"))
                .containsExactly("pc=7fffaa6c8d54", "lr=2", "ctr=3", "r0=4", "r31=5");
        assertThat(registers("EAX=0x00000001, EBX=0xffffffff\nEIP=0xb7700000, EFLAGS=0x00010202\n"))
                .containsExactly("EAX=1", "EBX=ffffffff", "EIP=b7700000", "EFLAGS=10202");
        assertThat(registers("x1(ra)=0x01, x2(sp)=0x02\npc      =0x0000000000000003\n"))
                .containsExactly("x1(ra)=1", "x2(sp)=2", "pc=3");
    }

    private static List<String> registers(String lines) {
        return parse("Registers:\n" + lines).fault().registers().stream()
                .map(register -> register.name() + "="
                        + Long.toHexString(register.value().value()))
                .toList();
    }

    @Test
    void dumpsOfOtherUnits() {
        String bytes = "0x00007f0000000000:   01 02 03 04 05 06 07 08 ff 00 00 00 00 00 00 00   ................\n";
        HsErrReport little = parse("Top of Stack: (sp=0x00007f0000000000)\n" + bytes);
        assertThat(little.stackWords())
                .extracting(word -> word.word().value())
                .containsExactly(0x0807060504030201L, 0xffL);
        HsErrReport big = parse("#\n# JRE version: x\n# Java VM: x (25 mixed mode linux-s390x compressed oops)\n"
                + "Top of Stack: (sp=0x00007f0000000000)\n" + bytes);
        assertThat(big.stackWords())
                .extracting(word -> word.word().value())
                .containsExactly(0x0102030405060708L, 0xff00000000000000L);
        HsErrReport narrow =
                parse("Top of Stack: (sp=0xbf000000)\n0xbf000000:   b7700000 00000001 00000002 00000003\n");
        assertThat(narrow.stackWords())
                .extracting(word -> word.address())
                .containsExactly(0xbf000000L, 0xbf000004L, 0xbf000008L, 0xbf00000cL);
        HsErrReport code = parse("Instructions: (pc=0x00007fffaa6c8d54)\n0x00007fffaa6c8d14:   409e0028 48000078\n");
        assertThat(code.fault().instructions().lines().get(0).unitBytes()).isEqualTo(4);
    }

    @Test
    void internalErrors() {
        Header header = parse("#\n" + FATAL + "#\n#  Internal Error (debug.cpp:271), pid=7, tid=8\n"
                        + "#  fatal error: OutOfMemory encountered: Java heap space\n#\n# JRE version: x\n")
                .header();
        assertThat(header.problem()).isEqualTo(Header.Problem.INTERNAL_ERROR);
        assertThat(text(header.source())).isEqualTo("debug.cpp:271");
        assertThat(header.message())
                .extracting(Text::text)
                .containsExactly("fatal error: OutOfMemory encountered: Java heap space");
        assertThat(parse("#\n" + FATAL + "#  Internal Error (0xe0000001), pid=7, tid=8\n")
                        .header()
                        .source())
                .extracting(Text::text)
                .isEqualTo("0xe0000001");
    }

    @Test
    void aThreadThatHotSpotDoesNotKnow() {
        FaultThread fault = parse("Current thread is native thread\n\nStack: [0x0000000000001000,0x0000000000002000],"
                        + "  sp=0x0000000000001800,  free space=2k\n")
                .fault();
        assertThat(fault.isNative()).isTrue();
        assertThat(fault.thread()).isNull();
        HsErrReport worker = parse("Native frames: (x)\nV  [libjvm.so+0x1]\n\nJavaThread 0x00007f0000000010 (nid = 5)"
                + " was being processed\nJava frames: (x)\nj  a.B.c()V+1\n");
        assertThat(value(worker.fault().processedThread())).isEqualTo(0x7f0000000010L);
        assertThat(worker.fault().stacks())
                .extracting(PrintedStack::kind)
                .containsExactly(PrintedStack.Kind.NATIVE, PrintedStack.Kind.PROCESSED_THREAD);
    }

    @Test
    void codeThatARegisterPointsTo() {
        FaultThread fault = parse("""
                        Register to memory mapping:

                        R8 =0x10 is at code_begin+0 in an AdapterHandler
                        [CodeBlob (0x10)]
                        Framesize: 0
                        [MachCode]
                        R9 =0x11 is an unknown value

                        Top of Stack: (sp=0x10)
                        """).fault();
        assertThat(fault.registerDescriptions())
                .extracting(description -> text(description.register()))
                .containsExactly("R8", "R9");
    }

    @Test
    void namesOfHeapSpaces() {
        Landmarks landmarks = parse("""
                        ---------------  P R O C E S S  ---------------
                        Heap:
                         garbage-first heap   total reserved 524288K, committed 1K, used 2K [0x1000, 0x2000)
                         par new generation   total 92160K, used 28850K [0x2000, 0x3000, 0x4000)
                         - [0x5000, 0x6000)
                        """).process().landmarks();
        assertThat(landmarks.named())
                .extracting(Landmark::detail)
                .containsExactly("garbage-first heap", "par new generation", null);
    }

    @Test
    void codeBetweenStackSlots() {
        FaultThread fault = parse("""
                        Stack slot to memory mapping:

                        stack at sp + 0 slots: 0x1 is an unknown value
                        [MachCode]
                          0x10: 0001 0203
                        [/MachCode]
                        stack at sp + 1 slots: 0x2 is an unknown value
                        """).fault();
        assertThat(fault.stackDescriptions())
                .extracting(description -> value(description.slot()), description -> value(description.value()))
                .containsExactly(tuple(0L, 1L), tuple(1L, 2L));
    }

    @Test
    void rangesThatAreUpsideDownAreNone() {
        Landmarks landmarks = parse("""
                        ---------------  P R O C E S S  ---------------
                        Heap address: 0x0000000080000000, size: 0 MB, Compressed Oops mode: 32-bit

                        Compressed class space mapped at: 0x2000-0x1000, reserved size: 4096
                        Heap:
                         eden space 1K, 1% used [0x1000, 0x2000
                         to   space 1K, 1% used [0x3000, 0x5000)
                        """).process().landmarks();
        assertThat(landmarks.named()).extracting(Landmark::detail).containsExactly("to space");
        Landmarks top = parse("""
                        ---------------  P R O C E S S  ---------------
                        Compressed class space mapped at: 0xffffffff00000000-0x0000000000000000, reserved size: 1
                        """).process().landmarks();
        assertThat(top.at(-1)).extracting(Landmark::kind).containsExactly(Kind.CLASS_SPACE);
    }

    @Test
    void bytesOfAnyEncodingSurvive() {
        HsErrReport report = parse("""
                ---------------  P R O C E S S  ---------------
                Java Threads: ( => current thread )
                  0x00007f0000000010 JavaThread "\u00ff\0\u001b[31m" [_thread_blocked, id=1, stack(0x1000,0x2000)]
                """);
        Text name = requireNonNull(report.process().threads().get(0).name());
        assertThat(name.bytes()).startsWith(0xff, 0, 0x1b);
        assertThat(name.printable()).doesNotContain("\u001b");
    }
}
