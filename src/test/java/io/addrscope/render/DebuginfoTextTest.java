// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.LibraryReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DebuginfoTextTest {

    private static String details(LibraryReport report, int width, boolean all) {
        StringBuilder out = new StringBuilder();
        new DebuginfoText(new Page(width, false)).append(out, report, all, report.advice());
        return out.toString();
    }

    private static String line(LibraryReport report) {
        StringBuilder out = new StringBuilder();
        new DebuginfoText(new Page(80, false)).appendLine(out, report);
        return out.toString();
    }

    @Test
    void aLineSaysHowMuchCanBeNamed() {
        assertThat(line(DebuginfoSamples.lacking())).isEqualTo("names    /opt/jdk/lib/server/libjvm.so\n");
        assertThat(line(DebuginfoSamples.found())).isEqualTo("lines    /opt/jdk/lib/server/libjvm.so\n");
        assertThat(line(DebuginfoSamples.replaced())).isEqualTo("nothing  /tmp/\\xff\\n  (file replaced)\n");
    }

    @Test
    void whatIsMissingIsToldWithWhereItWasLookedForAndHowToGetIt() {
        assertThat(details(DebuginfoSamples.lacking(), 80, false)).isEqualTo("""
                /opt/jdk/lib/server/libjvm.so
                  build ID      93ac0de93ac0de93ac0de93ac0de93ac0de93ac0
                  has           no DWARF; .symtab of 69,697 symbols; .dynsym of 484 symbols
                  debug link    libjvm.debuginfo
                  nothing at    /usr/lib/debug/.build-id/93/ac0de93ac0de93ac0de93ac0de93ac0de93ac0.debug
                                /opt/jdk/lib/server/.debug/libjvm.debuginfo
                                nor under 1 customary name
                  looked at     /opt/jdk/lib/server/libjvm.debuginfo: of another build: its
                                build ID is 0102
                  to get it     curl -fL https://example.org/debugimage.tar.gz | tar xz -C /opt/jdk
                  note          a note
                """);
        assertThat(details(DebuginfoSamples.lacking(), 120, true))
                .contains("/opt/jdk/lib/server/libjvm.so.debug\n", "of another build: its build ID is 0102\n")
                .doesNotContain("nor under");
    }

    @Test
    void whatWasFoundIsTold() {
        assertThat(details(DebuginfoSamples.found(), 80, false)).isEqualTo("""
                /opt/jdk/lib/server/libjvm.so
                  build ID      93ac0de93ac0de93ac0de93ac0de93ac0de93ac0
                  has           no DWARF; .dynsym of 484 symbols
                  debug link    libjvm.debuginfo
                  found         /usr/lib/debug/.build-id/93/ac.debug (build ID)
                                DWARF 5; .symtab of 69,697 symbols; .dynsym of 484 symbols
                  and           /usr/lib/debug/.dwz/x.debug (shared debug file)
                                DWARF 5; .dynsym of 484 symbols
                """);
    }

    @Test
    void whatManyLackIsToldOnce() {
        StringBuilder out = new StringBuilder();
        DebuginfoText text = new DebuginfoText(new Page(80, false));
        text.append(out, DebuginfoSamples.lacking(), false, null);
        assertThat(out.toString()).doesNotContain("to get it", "a note");
        out.setLength(0);
        text.appendAdvice(out, Map.of(new Advice("apt install x", List.of("a note")), 2));
        assertThat(out.toString()).isEqualTo("""
                to get what is missing:
                  apt install x   # 2 libraries
                  note          a note
                """);
    }
}
