// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Mapping;
import org.junit.jupiter.api.Test;

class MappingTextTest {

    private static final Mapping RESERVED = Samples.mapping(0x7f3a94021000L, 0x7f3a98000000L, "---p", 0, "", null);
    private static final Mapping VSYSCALL =
            Samples.mapping(0xffffffffff600000L, 0xffffffffff601000L, "--xp", 0, "[vsyscall]", null);

    @Test
    void whatDoesNotFitStandsOnALineOfItsOwn() {
        assertThat(list(80)).isEqualTo("""
                        0x7f3a8c026000-0x7f3a8c17b000  r-xp   1.3 MiB  0x26000
                            /usr/lib/x86_64-linux-gnu/libc.so.6
                        0x7f3a94000000-0x7f3a94021000  rw-p   132 KiB             anonymous memory
                        0x7f3a94021000-0x7f3a98000000  ---p    63 MiB             reserved, no access
                        0xffffffffff600000-0xffffffffff601000  --xp     4 KiB             [vsyscall]
                        """);
    }

    @Test
    void aWidePageHasOneLineForEach() {
        assertThat(list(120)).isEqualTo("""
                        0x7f3a8c026000-0x7f3a8c17b000  r-xp   1.3 MiB  0x26000    /usr/lib/x86_64-linux-gnu/libc.so.6
                        0x7f3a94000000-0x7f3a94021000  rw-p   132 KiB             anonymous memory
                        0x7f3a94021000-0x7f3a98000000  ---p    63 MiB             reserved, no access
                        0xffffffffff600000-0xffffffffff601000  --xp     4 KiB             [vsyscall]
                        """);
    }

    @Test
    void theSummaryIsLargestFirst() {
        MapsSummary summary = new MapsSummary();
        summary.add(Samples.LIBC);
        summary.add(Samples.ANONYMOUS);
        summary.add(Samples.LIBC);
        summary.add(Samples.mapping(0x1000, 0x2000, "rwxp", 0, "", null));
        summary.add(RESERVED);
        StringBuilder out = new StringBuilder();
        summary.append(out, new Page(80, false), 65530);

        assertThat(out.toString()).isEqualTo("""
                        mappings      size  what
                               1    63 MiB  reserved, no access
                               2   2.6 MiB  /usr/lib/x86_64-linux-gnu/libc.so.6
                               1   132 KiB  anonymous memory
                               1     4 KiB  anonymous memory, executable
                               5    66 MiB  of address space in all; the kernel allows 65530 mappings
                        """);
    }

    private static String list(int width) {
        StringBuilder out = new StringBuilder();
        MappingText text = new MappingText(new Page(width, false));
        text.append(out, Samples.LIBC);
        text.append(out, Samples.ANONYMOUS);
        text.append(out, RESERVED);
        text.append(out, VSYSCALL);
        return out.toString();
    }
}
