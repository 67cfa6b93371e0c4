// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.addrscope.testing.Fixture;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
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
