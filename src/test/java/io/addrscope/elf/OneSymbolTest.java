// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Fixture;
import io.addrscope.testing.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read for one address is what stands there among all symbols. */
class OneSymbolTest {

    private static final long SEED = 20261125;

    @ParameterizedTest
    @MethodSource("io.addrscope.testing.Fixture#available")
    void layouts(Fixture fixture) throws IOException {
        check(fixture.file(), 200);
    }

    @ParameterizedTest
    @CsvSource({
        "one-gcc.so, gcc, '-DWITH_IFUNC -Wl,--hash-style=sysv'",
        "one-gcc-32.so, gcc, '-ffunction-sections -fdata-sections -m32'",
        "one-aarch64.so, clang, '--target=aarch64-linux-gnu -fuse-ld=lld'",
        "one-arm.so, clang, '--target=armv7-linux-gnueabihf -mthumb -fuse-ld=lld'",
        "one-s390x.so, s390x-linux-gnu-gcc, '-O2'",
    })
    void libraries(String name, String compiler, String flags) throws IOException {
        check(SymbolFixtures.library(name, compiler, flags), 500);
    }

    @Test
    void handWrittenAssembly() throws IOException {
        check(SymbolFixtures.assembly("one-assembly.so", "gcc", ""), 500);
    }

    /** Only some symbols are there: one without a size has no extent. */
    @Test
    void stripped() throws IOException {
        Path library = SymbolFixtures.library("one-whole.so", "gcc", "-DWITH_IFUNC");
        Told told = check(SymbolFixtures.changed(library, "one-stripped.so", "llvm-strip"), 500);
        assertThat(told.named()).isPositive();
        assertThat(told.quickly()).isZero();
    }

    /** The slot ends the label, and no symbol table has it. */
    @Test
    void labelInFrontOfSlots() throws IOException {
        try (ChannelSource source = ChannelSource.file(SymbolFixtures.slots("one-slots.so"))) {
            ElfFile file = ElfFile.read(source);
            SymbolTable all = SymbolTable.fromFile(file, SymbolLimits.DEFAULT);
            List<String> names = new ArrayList<>();
            for (int symbol = 0; symbol < all.count(); symbol++) {
                names.add(all.name(symbol));
                for (long address = all.start(symbol); address != all.end(symbol); address++) {
                    SymbolTable one = new SymbolTableBuilder(SymbolLimits.DEFAULT)
                            .add(file, null)
                            .buildFor(address);
                    if (one != null) {
                        assertSame(one, all, symbol, address);
                    }
                }
            }
            assertThat(names).contains("addrscope_before_slots", "addrscope_elsewhere@plt");
        }
    }

    /** The lowest bit of a function's value says that its code is Thumb code. */
    @Test
    void markOfThumbCodeMovesNothingIntoAWindow() {
        for (long address = 0x2000; address < 0x2004; address++) {
            SymbolWindow window = new SymbolWindow(address, 0x101, 0x21);
            for (long start = 0x1000; start < 0x3000; start += 2) {
                assertThat(window.admits(start | 1, 0)).isEqualTo(window.admits(start, 0));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-static", "one-static-pie"})
    void programs(String name) throws IOException {
        check(SymbolFixtures.program(name, "gcc", name.endsWith("pie") ? "-static-pie" : "-static -no-pie"), 500);
    }

    @ParameterizedTest
    @MethodSource("io.addrscope.testing.Jdk#all")
    void libjvm(Jdk jdk) throws IOException {
        Told told = check(jdk.home().resolve("lib/server/libjvm.so"), 500);
        assertThat(told.quickly()).as("addresses that take few symbols").isGreaterThan(told.named() * 9 / 10);
    }

    /**
     * How many addresses were told.
     *
     * @param named those that a symbol holds
     * @param quickly those for which few symbols were enough
     */
    private record Told(int named, int quickly) {}

    /** Asks about the ends of symbols, both sides of each, and about any addresses near them. */
    private static Told check(Path path, int most) throws IOException {
        int named = 0;
        int quickly = 0;
        try (ChannelSource source = ChannelSource.file(path)) {
            ElfFile file = ElfFile.read(source);
            SymbolTable all = SymbolTable.fromFile(file, SymbolLimits.DEFAULT);
            Random random = new Random(SEED);
            for (int i = 0; i < most && all.count() > 0; i++) {
                int near = random.nextInt(all.count());
                long address = switch (random.nextInt(4)) {
                    case 0 -> all.start(near) - random.nextInt(2);
                    case 1 -> all.end(near) - random.nextInt(2);
                    case 2 -> all.start(near) + random.nextInt(1 << 16);
                    default -> all.start(near) + (all.end(near) - all.start(near)) / 2;
                };
                int expected = all.find(address);
                named += expected == SymbolTable.NONE ? 0 : 1;
                SymbolTable one = new SymbolTableBuilder(SymbolLimits.DEFAULT)
                        .add(file, null)
                        .buildFor(address);
                if (one != null) {
                    quickly++;
                    assertSame(one, all, expected, address);
                }
            }
        }
        return new Told(named, quickly);
    }

    private static void assertSame(SymbolTable one, SymbolTable all, int expected, long address) throws IOException {
        assertThat(expected).as("%x", address).isNotEqualTo(SymbolTable.NONE);
        int found = one.find(address);
        assertThat(one.name(found)).as("%x", address).isEqualTo(all.name(expected));
        assertThat(one.start(found)).isEqualTo(all.start(expected));
        assertThat(one.end(found)).isEqualTo(all.end(expected));
        assertThat(one.size(found)).isEqualTo(all.size(expected));
        assertThat(one.kind(found)).isEqualTo(all.kind(expected));
        assertThat(one.table(found)).isEqualTo(all.table(expected));
        assertThat(one.version(found)).isEqualTo(all.version(expected));
        assertThat(one.sourceFile(found)).as("%x", address).isEqualTo(all.sourceFile(expected));
        assertThat(one.isComplete()).isEqualTo(all.isComplete());
        assertThat(one.isCode(address)).isEqualTo(all.isCode(address));
        assertThat(one.faults()).isEqualTo(all.faults());
    }
}
