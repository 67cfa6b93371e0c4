// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.CrashReport;
import io.addrscope.Settings;
import io.addrscope.crash.RealReports;
import io.addrscope.crash.explain.Explanation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTextTest {

    private static final String REPORT = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f0000001010, pid=41, tid=42
            #
            # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6)
            # Java VM: OpenJDK 64-Bit Server VM (17.0.15+6, mixed mode, g1 gc, linux-amd64)
            # Problematic frame:
            # C  [libfoo.so+0x1010]  foo+0x10
            #

            ---------------  S U M M A R Y ------------

            Command Line: -Dpassword=secret Foo
            Host: dbserver, 4 cores
            Time: Wed Nov 19 10:58:56 2025 UTC elapsed time: 10.500000 seconds (0d 0h 0m 10s)

            ---------------  T H R E A D  ---------------

            Current thread (0x00007f3000000010):  JavaThread "main" [_thread_in_native, id=42, stack(0x00007f1000000000,0x00007f1000100000)]

            Stack: [0x00007f1000000000,0x00007f1000100000],  sp=0x00007f10000ff000,  free space=1020k
            Native frames: (J=compiled Java code, j=interpreted, Vv=VM code, C=native code)
            C  [libfoo.so+0x1010]  foo+0x10
            J 100 c2 Foo.bar(J)V (10 bytes) @ 0x00007f4000000010 [0x00007f4000000000+0x0000000000000010]

            siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000018

            Registers:
            RAX=0x0000000000000000, RBX=0x00007f1000000010

            ---------------  P R O C E S S  ---------------

            Dynamic libraries:
            7f0000000000-7f0000001000 r--p 00000000 08:01 11                         /opt/app/libfoo.so
            7f0000001000-7f0000002000 r-xp 00001000 08:01 11                         /opt/app/libfoo.so
            7f1000000000-7f1000100000 rw-p 00000000 00:00 0
            7f4000000000-7f4000100000 rwxp 00000000 00:00 0

            """;

    @TempDir
    private Path directory;

    @Test
    void textBeginsWithWhatHappenedAndHasNothingPrivate() throws IOException {
        Path file = Files.writeString(directory.resolve("hs_err_pid41.log"), REPORT);
        Explanation explanation = CrashReport.of(file).explain(Settings.DEFAULT);
        StringBuilder out = new StringBuilder();
        new CrashText(new Page(100, false)).append(out, explanation, "hs_err_pid41.log");
        assertThat(out.toString()).startsWith("""
                null pointer + 0x18: access in libfoo.so `foo`, called from Java `Foo.bar`

                  evidence      si_addr is 0x18, where nothing is ever mapped
                  owner         native library /opt/app/libfoo.so
                  thread        "main" (JavaThread, _thread_in_native, tid 42)
                  signal        SIGSEGV (SEGV_MAPERR), si_addr 0x18, pc 0x7f0000001010
                  signature     SIGSEGV null-pointer: foo < Foo.bar
                  JVM           OpenJDK 64-Bit Server VM (17.0.15+6, mixed mode, g1 gc, linux-amd64)
                  time          Wed Nov 19 10:58:56 2025 UTC, 10.500 s after the start
                """);
        assertThat(out.toString()).contains("""
                stack
                    0  C foo+0x10 (reported)  [libfoo.so]
                    1  J Foo.bar (compiled by c2)
                """).contains("""
                registers
                  RBX   0x7f1000000010  thread stack: main
                """).doesNotContain("secret", "dbserver");
    }

    /** Names, which are never broken, are what is farther out. */
    @Test
    void sentencesStayOnThePage() {
        for (Path file : RealReports.all()) {
            for (int width : List.of(80, 100)) {
                List<String> lines = text(file, width);
                int stack = lines.indexOf("stack");
                for (String line : lines.subList(0, stack < 0 ? lines.size() : stack)) {
                    boolean isOneWord = line.strip().indexOf(' ') < 0;
                    assertThat(line.length() <= width || isOneWord)
                            .as("%s: %s", file, line)
                            .isTrue();
                }
                assertThat(lines).noneMatch(line -> line.contains("\t") || line.contains("\u001b"));
            }
        }
    }

    private static List<String> text(Path file, int width) {
        StringBuilder out = new StringBuilder();
        try {
            CrashReport report = CrashReport.of(file);
            new CrashText(new Page(width, false)).append(out, report.explain(Settings.DEFAULT), "hs_err.log");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
        return out.toString().lines().toList();
    }
}
