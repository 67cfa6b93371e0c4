// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code llvm-symbolizer} names the same addresses by the same symbols. */
class SymbolAgreementTest {

    private static final int SAMPLE = 4000;

    private static final Path SYSTEM_LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");

    @ParameterizedTest
    @MethodSource("io.addrscope.testing.Fixture#available")
    void layouts(Fixture fixture) throws IOException {
        // llvm-symbolizer finds nothing at such addresses.
        assumeThat(fixture).isNotEqualTo(Fixture.LLD_LIBRARY_AT_ADDRESS);
        assertThat(SymbolAgreement.check(fixture.file(), SAMPLE)).containsKey(SymbolAgreement.Verdict.SAME);
    }

    @ParameterizedTest
    @CsvSource({
        "gcc.so, gcc, '-DWITH_IFUNC -Wl,--hash-style=sysv'",
        "gcc-gnu-hash.so, gcc, '-DWITH_IFUNC -Wl,--hash-style=gnu -Wl,-z,separate-code'",
        "gcc-sections.so, gcc, '-ffunction-sections -fdata-sections -Wl,-z,pack-relative-relocs -m32'",
        "gcc-lto.so, gcc, '-flto -g'",
        "clang.so, clang, '-DWITH_IFUNC'",
        "clang-lld.so, clang, '-DWITH_IFUNC -fuse-ld=lld'",
        "aarch64.so, clang, '--target=aarch64-linux-gnu -fuse-ld=lld'",
        "arm.so, clang, '--target=armv7-linux-gnueabihf -mthumb -fuse-ld=lld'",
        "arm-no-thumb.so, clang, '--target=armv7-linux-gnueabihf -marm -fuse-ld=lld'",
        "ppc64le.so, clang, '--target=powerpc64le-linux-gnu -fuse-ld=lld'",
        "riscv64.so, clang, '--target=riscv64-linux-gnu -fuse-ld=lld -mno-relax'",
        "mips.so, clang, '--target=mips-linux-gnu -fuse-ld=lld'",
        "s390x.so, s390x-linux-gnu-gcc, '-O2'",
    })
    void libraries(String name, String compiler, String flags) throws IOException {
        Path library = SymbolFixtures.library(name, compiler, flags);
        SymbolAgreement.check(library, SAMPLE);
        SymbolAgreement.check(SymbolFixtures.changed(library, "stripped-" + name, "llvm-strip"), SAMPLE);
    }

    @ParameterizedTest
    @CsvSource({
        "pie, gcc, '-pie'",
        "no-pie, gcc, '-no-pie'",
        "static, gcc, '-static -no-pie'",
        "static-pie, gcc, '-static-pie'",
        "lld-pie, clang, '-pie -fuse-ld=lld'",
        "lld-no-pie, clang, '-no-pie -fuse-ld=lld -Wl,--image-base=0x1000000'",
    })
    void programs(String name, String compiler, String flags) throws IOException {
        SymbolAgreement.check(SymbolFixtures.program(name, compiler, flags), SAMPLE);
    }

    /** What each symbol is local to: in files with one, with several, with some of the linker's own, and with none. */
    @ParameterizedTest
    @CsvSource({
        "files-gcc.so, gcc, '-DWITH_IFUNC'",
        "files-gcc-32.so, gcc, '-m32 -ffunction-sections'",
        "files-lld.so, clang, '-fuse-ld=lld'",
        "files-big-endian.so, clang, '--target=mips-linux-gnu -fuse-ld=lld'",
        "files-static, gcc, '-static -no-pie'",
        "files-pie, gcc, '-pie'",
    })
    void sourceFiles(String name, String compiler, String flags) throws IOException {
        Path file = name.endsWith(".so")
                ? SymbolFixtures.library(name, compiler, flags)
                : SymbolFixtures.program(name, compiler, flags);
        try (ChannelSource source = ChannelSource.file(file)) {
            SymbolTable table = SymbolTable.fromFile(ElfFile.read(source), SymbolLimits.DEFAULT);
            long[] starts = new long[Math.min(SAMPLE, table.count())];
            int[] symbols = new int[starts.length];
            for (int i = 0; i < starts.length; i++) {
                symbols[i] = (int) ((long) i * table.count() / starts.length);
                starts[i] = table.start(symbols[i]);
            }
            List<String> answers = LlvmSymbolizer.sourceFiles(file, starts);
            assertThat(answers).hasSize(starts.length);
            int slots = 0;
            int compared = 0;
            int local = 0;
            for (int i = 0; i < starts.length; i++) {
                // llvm-symbolizer knows no procedure linkage table.
                slots += table.kind(symbols[i]) == SymbolKind.PLT ? 1 : 0;
                String symbol = table.name(symbols[i]);
                if (answers.get(i).startsWith(symbol + "\n")) {
                    String own = table.sourceFile(symbols[i]);
                    assertThat(symbol + "\n" + (own == null || own.isEmpty() ? "??" : own))
                            .isEqualTo(answers.get(i));
                    compared++;
                    local += own == null ? 0 : 1;
                }
            }
            System.out.println(file + ": " + local + " local symbols of " + compared + " compared");
            assertThat(compared * 10).isGreaterThan((starts.length - slots) * 8);
            assertThat(local).isPositive();
        }
    }

    @Test
    void rust() throws IOException {
        Path source = Toolchain.source("symbols.rs", SymbolFixtures.path("sources"));
        Path program = SymbolFixtures.path("rust");
        Toolchain.run("rustc", "-g", "-O", "-o", program.toString(), source.toString());

        SymbolAgreement.check(program, SAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"libc.so.6", "libstdc++.so.6", "ld-linux-x86-64.so.2"})
    void systemLibraries(String name) throws IOException {
        SymbolAgreement.check(SYSTEM_LIBRARIES.resolve(name), SAMPLE);
    }

    @Test
    void libjvm() throws IOException {
        for (Jdk jdk : Jdk.all()) {
            Map<SymbolAgreement.Verdict, Integer> counts =
                    SymbolAgreement.check(jdk.home().resolve("lib/server/libjvm.so"), SAMPLE);
            assertThat(counts.get(SymbolAgreement.Verdict.SAME)).isGreaterThan(SAMPLE / 2);
        }
    }
}
