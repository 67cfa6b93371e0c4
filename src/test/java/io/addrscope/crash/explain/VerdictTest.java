// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.addrscope.crash.explain.Verdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of small reports, each of one kind of crash. Real crashes are in the tests of the packaged jar. */
class VerdictTest {

    private static final String RIP = "RIP=0x00007f0000001010, EFLAGS=0x0000000000010246\n";

    @TempDir
    private Path directory;

    private Explanation explain(SmallReport report) {
        return report.explain(directory);
    }

    private void assertVerdict(SmallReport report, Kind kind, String sentence) {
        Verdict verdict = explain(report).verdict();
        assertThat(verdict.sentence()).isEqualTo(sentence);
        assertThat(verdict.kind()).isEqualTo(kind);
    }

    @Test
    void nullPointerWithAnOffset() {
        Explanation explanation = explain(new SmallReport());
        assertThat(explanation.verdict().sentence())
                .isEqualTo("null pointer + 0x18: read in libfoo.so at file offset 0x1010, called from Java `Foo.bar`");
        assertThat(explanation.verdict().kind()).isEqualTo(Kind.NULL_POINTER);
        assertThat(explanation.owner()).isEqualTo(new Owner(Owner.Kind.NATIVE_LIBRARY, "/opt/app/libfoo.so"));
        assertThat(explanation.signature()).isEqualTo("SIGSEGV null-pointer: libfoo.so!? < Foo.bar < Foo.main");
        assertThat(explanation.notes()).noneMatch(note -> note.contains("caller"));
    }

    /** By the error code of the page fault: bit 1 is a write, bit 4 the fetch of an instruction. */
    @ParameterizedTest
    @CsvSource({"0x4, read", "0x6, write", "0x14, execution", "0x5, read", "0x7, write"})
    void accessIsWhatTheProcessorSays(String error, String access) {
        SmallReport report = new SmallReport().registers(RIP + "ERR=" + error + ", TRAPNO=0x000000000000000e\n");
        assertThat(explain(report).verdict().sentence()).startsWith("null pointer + 0x18: " + access + " in ");
    }

    @Test
    void accessIsUnknownWithoutErrorCode() {
        assertThat(explain(new SmallReport().registers(RIP)).verdict().sentence())
                .startsWith("null pointer + 0x18: access in ");
    }

    @Test
    void pointerToNothing() {
        assertVerdict(
                new SmallReport()
                        .signal("si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x00007f0000003008"),
                Kind.BAD_POINTER,
                "bad pointer: read at 0x7f0000003008, which is not mapped, in libfoo.so at file offset 0x1010,"
                        + " called from Java `Foo.bar`");
    }

    @Test
    void writeToConstants() {
        assertVerdict(
                new SmallReport()
                        .signal("si_signo: 11 (SIGSEGV), si_code: 2 (SEGV_ACCERR), si_addr: 0x00007f2000000010")
                        .registers(RIP + "ERR=0x7, TRAPNO=0x000000000000000e\n"),
                Kind.PROTECTED_MEMORY,
                "write at 0x7f2000000010, which lies in constants (r--p), in libfoo.so at file offset 0x1010, called from Java"
                        + " `Foo.bar`");
    }

    @Test
    void callThroughANullPointer() {
        Explanation explanation = explain(calls("0x0000000000000000"));
        assertThat(explanation.verdict().kind()).isEqualTo(Kind.NULL_CALL);
        assertThat(explanation.verdict().sentence())
                .isEqualTo("call through a null pointer, called by libfoo.so at file offset 0x100f,"
                        + " called from Java `Foo.bar`");
        assertThat(explanation.stack()).hasSize(4);
        assertThat(explanation.stack().get(0).printed()).isNull();
        assertThat(explanation.notes()).anyMatch(note -> note.contains("its caller"));
    }

    @Test
    void callToNothing() {
        assertVerdict(
                calls("0x00007f0000003000"),
                Kind.BAD_CALL,
                "call through a bad pointer: 0x7f0000003000 is not mapped, called by libfoo.so at file offset 0x100f,"
                        + " called from Java `Foo.bar`");
    }

    @Test
    void callToData() {
        assertVerdict(
                calls("0x00007f0000002008"),
                Kind.BAD_CALL,
                "call through a bad pointer: 0x7f0000002008 lies in libfoo.so (rw-p) and is no code, called by"
                        + " libfoo.so at file offset 0x100f, called from Java `Foo.bar`");
    }

    /** Nothing is said of what the report does not tell. */
    @Test
    void withoutMappingsNoCallIsBad() {
        assertVerdict(
                calls("0x00007f0000003000").maps(""),
                Kind.BAD_POINTER,
                "bad pointer: execution at 0x7f0000003000 in libfoo.so+0x1010, called from Java `Foo.bar`");
    }

    @Test
    void libraryThatTheJvmUnloadedIsTold() {
        SmallReport report = calls("0x00007f0000003000").process("""
                        Dll operation events (2 events):
                        Event: 0.005 Loaded shared library /opt/app/libbar.so
                        Event: 10.100 Unloaded shared library "/opt/app/libbar.so" [0x00007f1111111110]

                        """);
        assertThat(explain(report).verdict().evidence())
                .contains("the JVM logged: Unloaded shared library \"/opt/app/libbar.so\" [0x00007f1111111110],"
                        + " 0.400 s before the crash");
    }

    /** HotSpot does not find the caller of what is in a mapping; the word that a call leaves on the stack shows it. */
    @Test
    void wordAtTheStackPointerIsTold() {
        Verdict verdict = explain(calls("0x00007f0000002008")
                        .problem("SIGSEGV (0xb) at pc=0x00007f0000002008, pid=41, tid=42", "C  [libfoo.so+0x2008]")
                        .frames("C  [libfoo.so+0x2008]\nj  Foo.bar(J)V+0\n"))
                .verdict();
        assertThat(verdict.sentence())
                .isEqualTo(
                        "jump or return through a bad pointer: 0x7f0000002008 lies in libfoo.so (rw-p) and is no code,"
                                + " called from Java `Foo.bar`");
        assertThat(verdict.evidence())
                .contains(
                        "the word at the stack pointer leads into libfoo.so at file offset 0x101f: who called, if that was"
                                + " a call");
    }

    /** A function of JNI does with its arguments what it is told to. */
    @Test
    void whoCallsJniWithABadArgumentIsTheOwner() {
        Explanation explanation = explain(new SmallReport().frames("""
                V  [libjvm.so+0x1010]  AccessInternal::foo()+0x10
                V  [libjvm.so+0x1020]  jni_GetArrayLength+0x84
                C  [libfoo.so+0x1020]  Java_Foo_bar+0x10
                j  Foo.bar(J)V+0
                """));
        assertThat(explanation.owner()).isEqualTo(new Owner(Owner.Kind.NATIVE_LIBRARY, "/opt/app/libfoo.so"));
        assertThat(explanation.verdict().sentence()).contains(", called by libfoo.so `Java_Foo_bar`, called from Java");
    }

    /** HotSpot looks into whatever lies at the path. */
    @Test
    void nameFromAFileThatMayHaveBeenReplacedIsNotBelieved() {
        SmallReport report = new SmallReport()
                .problem("SIGSEGV (0xb) at pc=0x00007f0000001010, pid=41, tid=42", "C  [libfoo.so+0x1010]  wrong+0x10")
                .frames("C  [libfoo.so+0x1010]  wrong+0x10\n");
        assertThat(explain(report).verdict().sentence()).contains("libfoo.so `wrong`");
        Explanation deleted = explain(report.maps("""
                7f0000000000-7f0000001000 r--p 00000000 08:01 11 /opt/app/libfoo.so (deleted)
                7f0000001000-7f0000002000 r-xp 00001000 08:01 11 /opt/app/libfoo.so (deleted)
                """));
        assertThat(deleted.verdict().sentence()).doesNotContain("wrong");
        assertThat(deleted.signature()).doesNotContain("wrong");
        assertThat(deleted.verdict().evidence())
                .contains("/opt/app/libfoo.so was deleted, or replaced, while it was mapped");
    }

    private static SmallReport calls(String pc) {
        return new SmallReport()
                .problem("SIGSEGV (0xb) at pc=" + pc + ", pid=41, tid=42", "C  [libfoo.so+0x1010]")
                .signal("si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: " + pc)
                .registers("RIP=" + pc + ", ERR=0x0000000000000014, TRAPNO=0x000000000000000e\n");
    }

    @Test
    void generalProtectionByARegister() {
        Verdict verdict = explain(new SmallReport()
                        .signal("si_signo: 11 (SIGSEGV), si_code: 128 (SI_KERNEL), si_addr: 0x0000000000000000")
                        .registers("RAX=0x4141414141414141, RBX=0x00007f1000000010\n" + RIP + "TRAPNO=0xd\n"))
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Kind.NON_CANONICAL_POINTER);
        assertThat(verdict.sentence()).startsWith("what is no address was used as a pointer in libfoo.so");
        assertThat(verdict.evidence()).contains("RAX is 0x4141414141414141, which is no address");
    }

    @Test
    void generalProtectionOfUnknownCause() {
        Verdict verdict = explain(new SmallReport()
                        .signal("si_signo: 11 (SIGSEGV), si_code: 128 (SI_KERNEL), si_addr: 0x0000000000000000")
                        .registers(RIP + "TRAPNO=0xd\n")
                        .instructions("0x00007f0000001010:   f4 90 90 90\n"))
                .verdict();
        assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(verdict.evidence()).anyMatch(evidence -> evidence.startsWith("the instruction is hlt"));
    }

    @Test
    void stackOverflow() {
        Explanation explanation = explain(new SmallReport()
                .stack(
                        "Stack: [0x00007f1000000000,0x00007f1000100000],  sp=0x00007f1000004010,  free space=16k",
                        "C  [libfoo.so+0x1010]\n")
                .signal("si_signo: 11 (SIGSEGV), si_code: 2 (SEGV_ACCERR), si_addr: 0x00007f1000003ff8"));
        assertThat(explanation.verdict().kind()).isEqualTo(Kind.STACK_OVERFLOW);
        assertThat(explanation.verdict().sentence())
                .isEqualTo("stack overflow of thread \"main\" in libfoo.so at file offset 0x1010");
        assertThat(explanation.verdict().evidence()).contains("the stack pointer is 16 KiB before its end");
    }

    /** A bad pointer that happens to lead to the guard pages is none as long as there is room on the stack. */
    @Test
    void guardPageOfAStackWithRoomIsNoOverflow() {
        assertThat(explain(
                                new SmallReport()
                                        .signal(
                                                "si_signo: 11 (SIGSEGV), si_code: 2 (SEGV_ACCERR), si_addr: 0x00007f1000003ff8"))
                        .verdict()
                        .kind())
                .isEqualTo(Kind.PROTECTED_MEMORY);
    }

    @Test
    void signalThatSomebodySent() {
        assertVerdict(
                new SmallReport()
                        .problem(
                                "SIGSEGV (0xb) at pc=0x00007f0000001010 (sent by kill), pid=41, tid=42",
                                "C  [libfoo.so+0x1010]")
                        .signal("si_signo: 11 (SIGSEGV), si_code: 0 (SI_USER), si_pid: 77, si_uid: 1000"),
                Kind.SENT_SIGNAL,
                "killed by a signal: SIGSEGV was sent by process 77 of user 1000");
        assertVerdict(
                new SmallReport()
                        .signal(
                                "si_signo: 11 (SIGSEGV), si_code: -6 (SI_TKILL), si_pid: 41 (current process), si_uid: 1000"),
                Kind.SENT_SIGNAL,
                "killed by a signal: SIGSEGV was sent by the process itself (pid 41)");
    }

    @Test
    void mappedFileThatWasCut() throws IOException {
        Path file = Files.write(directory.toRealPath().resolve("data.idx"), new byte[0x800]);
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        SmallReport report = new SmallReport()
                .problem("SIGBUS (0x7) at pc=0x00007f0000001010, pid=41, tid=42", "C  [libfoo.so+0x1010]")
                .signal("si_signo: 7 (SIGBUS), si_code: 2 (BUS_ADRERR), si_addr: 0x00007f2000001d9e")
                .maps(String.format(
                        "7f0000001000-7f0000002000 r-xp 00001000 08:01 11 /opt/app/libfoo.so%n"
                                + "7f2000000000-7f2000002000 rw-s 00000000 08:01 %d %s%n",
                        inode, file));
        assertVerdict(
                report,
                Kind.TRUNCATED_FILE,
                "SIGBUS: " + file + " at file offset 0x1d9e, the file is now 0x800 bytes long: truncated while mapped;"
                        + " used by libfoo.so at file offset 0x1010, called from Java `Foo.bar`");
        Files.write(file, new byte[0x2000]);
        Verdict verdict = explain(report).verdict();
        assertThat(verdict.kind()).isEqualTo(Kind.BUS_ERROR);
        assertThat(verdict.evidence())
                .anyMatch(evidence -> evidence.startsWith("the file is now 0x2000 bytes long, so"));
        Files.delete(file);
        assertThat(explain(report).verdict().evidence())
                .anyMatch(evidence -> evidence.contains("is not at its path now"));
    }

    @Test
    void refusedInstructions() {
        assertVerdict(
                new SmallReport()
                        .problem("SIGFPE (0x8) at pc=0x00007f0000001010, pid=41, tid=42", "C  [libfoo.so+0x1010]")
                        .signal("si_signo: 8 (SIGFPE), si_code: 1 (FPE_INTDIV), si_addr: 0x00007f0000001010"),
                Kind.DIVISION,
                "integer division by zero, or with a result that does not fit, in libfoo.so at file offset 0x1010,"
                        + " called from Java `Foo.bar`");
        SmallReport illegal = new SmallReport()
                .problem("SIGILL (0x4) at pc=0x00007f0000001010, pid=41, tid=42", "C  [libfoo.so+0x1010]")
                .signal("si_signo: 4 (SIGILL), si_code: 2 (ILL_ILLOPN), si_addr: 0x00007f0000001010");
        assertThat(explain(illegal).verdict().sentence()).startsWith("illegal instruction in libfoo.so");
        assertThat(explain(illegal.instructions("0x00007f0000001010:   0f 0b 90 90\n"))
                        .verdict()
                        .sentence())
                .startsWith("trap instruction in libfoo.so");
    }

    @Test
    void javaHeapThatIsFull() {
        Explanation explanation = explain(new SmallReport()
                .problem("Internal Error (debug.cpp:362), pid=41, tid=42", "")
                .message("fatal error: OutOfMemory encountered: Java heap space")
                .signal("")
                .registers("")
                .frames("V  [libjvm.so+0x1010]  report_java_out_of_memory(char const*)+0xf0\nj  Foo.bar(J)V+0\n"));
        assertThat(explanation.verdict().kind()).isEqualTo(Kind.JAVA_OUT_OF_MEMORY);
        assertThat(explanation.verdict().sentence())
                .isEqualTo(
                        "Java ran out of memory (Java heap space), and -XX:+CrashOnOutOfMemoryError ended the JVM, in"
                                + " Java `Foo.bar`");
        assertThat(explanation.signature()).isEqualTo("java-out-of-memory: Foo.bar");
    }

    @Test
    void internalError() {
        assertVerdict(
                new SmallReport()
                        .problem("Internal Error (sharedRuntime.cpp:553), pid=41, tid=42", "")
                        .message("guarantee(cb != NULL) failed: must be")
                        .signal("")
                        .registers("")
                        .frames("V  [libjvm.so+0x1010]  SharedRuntime::foo()+0xf0\n"),
                Kind.INTERNAL_ERROR,
                "the JVM stopped itself at sharedRuntime.cpp:553: guarantee(cb != NULL) failed: must be");
    }

    /** The header of these is another, and the address space tells what filled it. */
    @Test
    void limitOfMappings() {
        StringBuilder maps = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            long start = 0x7f5000000000L + i * 0x10000L;
            maps.append(String.format("%x-%x rw-p 00000000 00:00 0%n", start, start + 0x1000));
        }
        maps.append("7f6000000000-7f6000001000 r--p 00000000 08:01 11 /opt/app/libfoo.so\n");
        String text = new SmallReport()
                .signal("")
                .registers("")
                .maps(maps.toString())
                .system("/proc/sys/vm/max_map_count (maximum number of memory map areas a process may have): 91\n\n")
                .text()
                .replaceFirst("(?s)# A fatal error.*?# JRE", """
                        # There is insufficient memory for the Java Runtime Environment to continue.
                        # Native memory allocation (mmap) failed to map 16384 bytes for committing reserved memory.
                        #
                        #  Out of Memory Error (os_linux.cpp:2790), pid=41, tid=42
                        #
                        # JRE""");
        Verdict verdict = SmallReport.explain(text, directory).verdict();
        assertThat(verdict.sentence())
                .isEqualTo(
                        "limit of memory maps: of 91, where 91 are allowed, 90 are of anonymous memory; the JVM asked the"
                                + " system for 16 KiB by mmap for committing reserved memory, and got none");
        assertThat(verdict.kind()).isEqualTo(Kind.MAPPING_LIMIT);
        assertThat(SmallReport.explain(text.replace("): 91", "): 65530"), directory)
                        .verdict()
                        .kind())
                .isEqualTo(Kind.NATIVE_OUT_OF_MEMORY);
    }

    @Test
    void withoutEvidenceNothingIsClaimed() {
        Explanation explanation = SmallReport.explain(
                "#\n# A fatal error has been detected by the Java Runtime Environment:\n", directory);
        assertThat(explanation.verdict())
                .isEqualTo(new Verdict(Kind.UNKNOWN, "the report does not say what happened", List.of()));
        assertThat(explanation.owner()).isNull();
        assertThat(explanation.stack()).isEmpty();
    }

    /** A name is not believed only since a file of this name is there: its segments lie otherwise. */
    @Test
    void libraryOfAnotherBuildNamesNothing() {
        Path libc = Path.of("/usr/lib/x86_64-linux-gnu/libc.so.6");
        assumeThat(libc).exists();
        Explanation explanation = explain(new SmallReport()
                .maps("7f0000000000-7f0000001000 r--p 00000000 08:01 11 " + libc + "\n"
                        + "7f0000001000-7f0000002000 r-xp 00001000 08:01 11 " + libc + "\n")
                .frames("C  [libc.so.6+0x1010]\n"));
        assertThat(explanation.stack().get(0).functions()).isEmpty();
        assertThat(explanation.libraries().get(0).reasons().get(0).detail()).contains("its segments do not lie as");
    }
}
