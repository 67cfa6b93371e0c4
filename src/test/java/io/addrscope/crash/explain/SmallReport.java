// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.CrashReport;
import io.addrscope.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A crash report as HotSpot of JDK 17 on x86-64 writes it, of no more than a test needs. */
final class SmallReport {

    private String problem = "SIGSEGV (0xb) at pc=0x00007f0000001010, pid=41, tid=42";
    private String problematic = "C  [libfoo.so+0x1010]";
    private String more = "";
    private String stack = "Stack: [0x00007f1000000000,0x00007f1000100000],  sp=0x00007f10000ff000,  free space=1020k";
    private String frames = """
            C  [libfoo.so+0x1010]
            j  Foo.bar(J)V+0
            j  Foo.main([Ljava/lang/String;)V+4
            """;
    private String signal = "siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000018";
    private String registers = """
            RAX=0x0000000000000000, RBX=0x00007f1000000010
            RIP=0x00007f0000001010, EFLAGS=0x0000000000010246, CSGSFS=0x002b000000000033, ERR=0x0000000000000004
              TRAPNO=0x000000000000000e
            """;
    private String instructions = "0x00007f0000001010:   8b 47 18 c3 0f 0b f4 90\n";
    private String process = "";
    private String maps = """
            7f0000000000-7f0000001000 r--p 00000000 08:01 11                         /opt/app/libfoo.so
            7f0000001000-7f0000002000 r-xp 00001000 08:01 11                         /opt/app/libfoo.so
            7f0000002000-7f0000003000 rw-p 00002000 08:01 11                         /opt/app/libfoo.so
            7f1000000000-7f1000004000 ---p 00000000 00:00 0
            7f1000004000-7f1000100000 rw-p 00000000 00:00 0
            7f2000000000-7f2000001000 r--p 00000000 08:01 13                         /opt/app/constants
            """;
    private String system = "";

    SmallReport problem(String line, String frame) {
        problem = line;
        problematic = frame;
        return this;
    }

    /** Lines of the header behind that of the problem, without their marks. */
    SmallReport message(String line) {
        more = "#  " + line + "\n";
        return this;
    }

    SmallReport stack(String line, String printedFrames) {
        stack = line;
        frames = printedFrames;
        return this;
    }

    SmallReport frames(String lines) {
        frames = lines;
        return this;
    }

    SmallReport signal(String line) {
        signal = line.isEmpty() ? "" : "siginfo: " + line;
        return this;
    }

    SmallReport registers(String lines) {
        registers = lines;
        return this;
    }

    SmallReport instructions(String line) {
        instructions = line;
        return this;
    }

    /** Lines between the threads and the mappings. */
    SmallReport process(String lines) {
        process = lines;
        return this;
    }

    SmallReport maps(String lines) {
        maps = lines;
        return this;
    }

    SmallReport system(String lines) {
        system = lines;
        return this;
    }

    String text() {
        return "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  " + problem + "\n" + more
                + "#\n# JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6)\n"
                + "# Java VM: OpenJDK 64-Bit Server VM (17.0.15+6, mixed mode, g1 gc, linux-amd64)\n"
                + (problematic.isEmpty() ? "" : "# Problematic frame:\n# " + problematic + "\n") + "#\n\n"
                + "---------------  S U M M A R Y ------------\n\n"
                + "Time: Wed Nov 19 10:58:56 2025 UTC elapsed time: 10.500000 seconds (0d 0h 0m 10s)\n\n"
                + "---------------  T H R E A D  ---------------\n\n"
                + "Current thread (0x00007f3000000010):  JavaThread \"main\" [_thread_in_native, id=42,"
                + " stack(0x00007f1000000000,0x00007f1000100000)]\n\n"
                + stack + "\nNative frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)\n" + frames
                + "\n" + signal + "\n\nRegisters:\n" + registers + "\n\n"
                + "Top of Stack: (sp=0x00007f10000ff000)\n0x00007f10000ff000:   00007f0000001020 0000000000000001   \n\n"
                + "Instructions: (pc=0x00007f0000001010)\n" + instructions + "\n\n"
                + "---------------  P R O C E S S  ---------------\n\n" + process + "\nDynamic libraries:\n" + maps
                + "\n\n---------------  S Y S T E M  ---------------\n\n" + system + "\n\nEND.\n";
    }

    /** Explains it by the files of this machine. */
    Explanation explain(Path directory) {
        return explain(text(), directory);
    }

    /** Explains a text by the files of this machine. */
    static Explanation explain(String text, Path directory) {
        try {
            Path file = Files.write(directory.resolve("hs_err_pid41.log"), text.getBytes(StandardCharsets.UTF_8));
            return CrashReport.of(file).explain(Settings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
