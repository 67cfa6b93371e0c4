// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.elf.SymbolAgreement.Verdict;
import io.addrscope.testing.ArraySource;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where symbols come from: debug files, {@code .gnu_debugdata}, images without sections, PLT slots, versions. */
class SymbolSourcesTest {

    private static final Path LIBSTDCXX = Path.of("/usr/lib/x86_64-linux-gnu/libstdc++.so.6");

    private static SymbolTable table(Path... files) throws IOException {
        SymbolTableBuilder builder = new SymbolTableBuilder(SymbolLimits.DEFAULT);
        List<ChannelSource> sources = new ArrayList<>();
        for (Path file : files) {
            ChannelSource source = ChannelSource.file(file);
            sources.add(source);
            builder.add(ElfFile.read(source), null);
        }
        SymbolTable table = builder.build();
        sources.forEach(ChannelSource::close);
        assertThat(table.faults()).isEmpty();
        return table;
    }

    private static int symbol(SymbolTable table, String name) throws IOException {
        for (int i = 0; i < table.count(); i++) {
            if (table.name(i).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no symbol " + name);
    }

    private static Map<String, Integer> byName(SymbolTable table) throws IOException {
        Map<String, Integer> symbols = new HashMap<>();
        for (int i = 0; i < table.count(); i++) {
            symbols.put(table.name(i), i);
        }
        return symbols;
    }

    @Test
    void debugFile() throws IOException {
        Path full = SymbolFixtures.library("full.so", "gcc", "-g -DWITH_IFUNC");
        Path debug = SymbolFixtures.path("full.so.debug");
        Toolchain.run("objcopy", "--only-keep-debug", full.toString(), debug.toString());
        Path stripped = SymbolFixtures.changed(full, "full-stripped.so", "strip");

        SymbolTable both = table(stripped, debug);
        SymbolTable whole = table(full);

        assertThat(both.count()).isEqualTo(whole.count());
        for (int i = 0; i < both.count(); i++) {
            assertThat(both.name(i)).isEqualTo(whole.name(i));
            assertThat(both.start(i)).isEqualTo(whole.start(i));
            assertThat(both.end(i)).isEqualTo(whole.end(i));
            assertThat(both.kind(i)).isEqualTo(whole.kind(i));
            assertThat(both.table(i)).isEqualTo(whole.table(i));
        }
        assertThat(both.isComplete()).isTrue();
        assertThat(both.table(symbol(both, "local_function"))).isEqualTo(SymbolSource.SYMTAB);
        assertThat(both.kind(symbol(both, "addrscope_chosen"))).isEqualTo(SymbolKind.IFUNC);
        assertThat(byName(both)).containsKey("addrscope_elsewhere@plt").doesNotContainKey("addrscope_of_thread");
        assertThat(byName(table(stripped))).doesNotContainKey("local_function");
    }

    @Test
    void miniDebugInfo() throws IOException {
        Path full = SymbolFixtures.library("mini.so", "gcc", "-g");
        Path mini = SymbolFixtures.path("mini.so.mini");
        Path wanted = SymbolFixtures.path("mini.so.wanted");
        List<String> dynamic = ReadelfSymbol.of(full).stream()
                .filter(symbol -> symbol.table().equals(".dynsym"))
                .map(ReadelfSymbol::name)
                .toList();
        Files.writeString(
                wanted,
                ReadelfSymbol.of(full).stream()
                        .filter(symbol -> symbol.type().equals("FUNC") && !dynamic.contains(symbol.name()))
                        .map(ReadelfSymbol::name)
                        .collect(Collectors.joining("\n", "", "\n")));
        Path debug = SymbolFixtures.path("mini.so.debug");
        Toolchain.run("objcopy", "--only-keep-debug", full.toString(), debug.toString());
        Toolchain.run(
                "objcopy",
                "-S",
                "--remove-section",
                ".gdb_index",
                "--remove-section",
                ".comment",
                "--keep-symbols=" + wanted,
                debug.toString(),
                mini.toString());
        Toolchain.run("xz", "-f", mini.toString());
        Path stripped = SymbolFixtures.changed(full, "mini-stripped.so", "strip");
        Path file = SymbolFixtures.changed(
                stripped, "mini-with.so", "objcopy", "--add-section", ".gnu_debugdata=" + mini + ".xz");

        SymbolTable table = table(file);

        assertThat(table.table(symbol(table, "local_function"))).isEqualTo(SymbolSource.GNU_DEBUGDATA);
        assertThat(table.table(symbol(table, "addrscope_weak"))).isEqualTo(SymbolSource.DYNSYM);
        assertThat(table.isComplete()).isFalse();
        SymbolTable whole = table(full);
        for (String name : List.of("local_function", "hidden_function", "addrscope_cold")) {
            assertThat(table.start(symbol(table, name))).isEqualTo(whole.start(symbol(whole, name)));
            assertThat(table.end(symbol(table, name))).isEqualTo(whole.end(symbol(whole, name)));
        }
    }

    private static List<String> faults(byte[] file, SymbolLimits limits) throws IOException {
        return SymbolTable.fromFile(ElfFile.read(ArraySource.file(file)), limits)
                .faults();
    }

    @Test
    void debugdataThatCannotBeReadIsAFault() throws Exception {
        Path data = SymbolFixtures.path("faulty-data");
        Files.writeString(data, "addrscope ".repeat(10_000));
        Toolchain.run("xz", "-f", data.toString());
        Path file = SymbolFixtures.changed(
                SymbolFixtures.changed(SymbolFixtures.library("faulty.so", "gcc", ""), "faulty-stripped.so", "strip"),
                "faulty-with.so",
                "objcopy",
                "--add-section",
                ".gnu_debugdata=" + data + ".xz");
        byte[] bytes = Files.readAllBytes(file);
        int section = (int) Objects.requireNonNull(
                        ElfFile.read(ArraySource.file(bytes)).sections().find(".gnu_debugdata"))
                .offset();

        assertThat(faults(bytes, SymbolLimits.DEFAULT))
                .singleElement()
                .asString()
                .contains("no ELF header");
        assertThat(faults(bytes, new SymbolLimits(1000, 1 << 20, 99_999)))
                .singleElement()
                .asString()
                .contains("decompresses to more bytes than are read, 99999");
        bytes[section + 40] ^= 1;
        assertThat(faults(bytes, SymbolLimits.DEFAULT))
                .singleElement()
                .asString()
                .contains("does not decompress");
        bytes[section] ^= 1;
        assertThat(faults(bytes, SymbolLimits.DEFAULT))
                .singleElement()
                .asString()
                .contains("does not decompress");
        assertThat(WithoutXz.faults(file)).singleElement().asString().contains("XZ for Java is not on the class path");
    }

    @Test
    void functionDescriptorsOfPowerPcLeadToCode() throws IOException {
        Path object = SymbolFixtures.path("descriptors.o");
        Path source = Toolchain.source("symbols.c", SymbolFixtures.path("sources"));
        Toolchain.run(
                "clang",
                "--target=powerpc64-linux-gnu",
                "-mabi=elfv1",
                "-fPIC",
                "-O1",
                "-c",
                "-o",
                object.toString(),
                source.toString());
        Path file = SymbolFixtures.path("descriptors.so");
        Toolchain.run("powerpc64-linux-gnu-ld", "-shared", "-o", file.toString(), object.toString());

        Map<Verdict, Integer> counts = SymbolAgreement.check(file, 6000);
        SymbolTable table = table(file);
        int function = symbol(table, "addrscope_function");

        assertThat(counts.getOrDefault(Verdict.SAME, 0)).isGreaterThan(500);
        assertThat(table.isCode(table.start(function))).isTrue();
        assertThat(table.find(ReadelfSymbol.values(file, ".symtab").getOrDefault("addrscope_function", 0L)))
                .as("the descriptor")
                .isEqualTo(SymbolTable.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "sysv, gcc, '-Wl,--hash-style=sysv'",
        "gnu, gcc, '-Wl,--hash-style=gnu'",
        "both, gcc, '-Wl,--hash-style=both -DWITH_IFUNC'",
        "i386, gcc, '-m32 -Wl,--hash-style=gnu'",
        "s390x, s390x-linux-gnu-gcc, '-Wl,--hash-style=sysv'",
        "mips, clang, '--target=mips-linux-gnu -fuse-ld=lld'",
        "aarch64, clang, '--target=aarch64-linux-gnu -fuse-ld=lld -Wl,--hash-style=gnu'",
    })
    void withoutSections(String name, String compiler, String flags) throws IOException {
        Path full = SymbolFixtures.library("sections-" + name, compiler, flags);
        Path bare = SymbolFixtures.changed(full, "no-sections-" + name, "llvm-objcopy", "--strip-sections");

        SymbolTable table = table(bare);

        Map<String, Long> expected = ReadelfSymbol.of(full).stream()
                .filter(symbol ->
                        symbol.table().equals(".dynsym") && symbol.name().startsWith("addrscope"))
                .filter(symbol ->
                        !symbol.section().equals("UND") && !symbol.type().equals("TLS"))
                .collect(Collectors.toMap(ReadelfSymbol::name, ReadelfSymbol::value));
        assertThat(expected).hasSizeGreaterThan(5);
        for (Map.Entry<String, Long> symbol : expected.entrySet()) {
            int found = table.find(symbol.getValue());
            assertThat(table.start(found)).isEqualTo(symbol.getValue());
            assertThat(expected).containsEntry(table.name(found), symbol.getValue());
            assertThat(table.table(found)).isEqualTo(SymbolSource.DYNSYM);
        }
        assertThat(table.isCode(expected.getOrDefault("addrscope_function", 0L)))
                .isTrue();
        assertThat(table.isCode(expected.getOrDefault("addrscope_zeros", 0L))).isFalse();
    }

    /** Slots that {@code objdump} names, by address; of those without a symbol it knows no name. */
    private static Map<Long, String> objdumpSlots(Path file, String objdump) {
        Map<Long, String> slots = new TreeMap<>();
        Matcher m = Pattern.compile("^([0-9a-f]+) <([^>@+*]+)(?:@[^>]*)?@plt>:$", Pattern.MULTILINE)
                .matcher(Toolchain.run(objdump, "-d", "--no-show-raw-insn", file.toString()));
        while (m.find()) {
            slots.put(Long.parseUnsignedLong(m.group(1), 16), m.group(2) + "@plt");
        }
        return slots;
    }

    private static void checkSlots(Path file, String objdump, int least) throws IOException {
        Map<Long, String> expected = objdumpSlots(file, objdump);
        assertThat(expected).as("%s", file).hasSizeGreaterThanOrEqualTo(least);
        SymbolTable table = table(file);
        Map<Long, String> slots = new TreeMap<>();
        for (int i = 0; i < table.count(); i++) {
            if (table.table(i) == SymbolSource.PLT) {
                assertThat(table.kind(i)).isEqualTo(SymbolKind.PLT);
                assertThat(table.end(i) - table.start(i)).isBetween(8L, 32L);
                slots.put(table.start(i), table.name(i));
            }
        }
        assertThat(slots).as("%s", file).containsAllEntriesOf(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "plt-lazy, gcc, '-Wl,-z,lazy', objdump",
        "plt-now, gcc, '-Wl,-z,now', objdump",
        "plt-ibt, gcc, '-fcf-protection=full -Wl,-z,ibtplt -Wl,-z,lazy', objdump",
        "plt-ibt-now, gcc, '-fcf-protection=full -Wl,-z,ibtplt -Wl,-z,now', objdump",
        "plt-gold, gcc, '-fuse-ld=gold', objdump",
        "plt-lld, clang, '-fuse-ld=lld', objdump",
        "plt-lld-ibt, clang, '-fuse-ld=lld -fcf-protection=full -Wl,-z,force-ibt', objdump",
        "plt-i386, gcc, '-m32', objdump",
        "plt-i386-lld, clang, '-m32 -fuse-ld=lld', objdump",
        "plt-aarch64, clang, '--target=aarch64-linux-gnu -fuse-ld=lld', llvm-objdump",
        "plt-aarch64-bti, clang, '--target=aarch64-linux-gnu -fuse-ld=lld -mbranch-protection=standard -Wl,-z,force-bti', llvm-objdump",
    })
    void pltSlots(String name, String compiler, String flags, String objdump) throws IOException {
        checkSlots(SymbolFixtures.library(name, compiler, flags), objdump, 2);
    }

    @Test
    void pltSlotsOfLibraries() throws IOException {
        checkSlots(LIBSTDCXX, "objdump", 1000);
        checkSlots(SymbolFixtures.program("plt-program", "gcc", "-no-pie"), "objdump", 2);
    }

    @ParameterizedTest
    @CsvSource({
        "named-s390x, s390x-linux-gnu-gcc, '-Wl,-z,lazy'",
        "named-riscv, clang, '--target=riscv64-linux-gnu -fuse-ld=lld -mno-relax'",
        "named-arm, clang, '--target=armv7-linux-gnueabihf -marm -fuse-ld=lld'",
        "named-arm-thumb, clang, '--target=armv7-linux-gnueabihf -mthumb -fuse-ld=lld'",
    })
    void pltSlotsThatNoToolNames(String name, String compiler, String flags) throws IOException {
        SymbolTable table = table(SymbolFixtures.library(name, compiler, flags));

        assertThat(byName(table)).containsKeys("addrscope_elsewhere@plt", "addrscope_elsewhere_too@plt");
    }

    @Test
    void pltSlotsThatLeadIntoTheImage() throws IOException {
        SymbolTable table = table(SymbolFixtures.program("plt-static", "gcc", "-static -no-pie -DWITH_IFUNC"));

        assertThat(byName(table)).containsKeys("addrscope_chosen", "addrscope_chosen@plt");
        int slot = symbol(table, "addrscope_chosen@plt");
        byte[] name = new byte[100];
        int length = table.copyName(slot, name);
        assertThat(new String(name, 0, length, StandardCharsets.UTF_8)).isEqualTo("addrscope_chosen@plt");
        assertThat(table.copyName(slot, new byte[18])).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6"})
    void versions(String path) throws IOException {
        Map<String, String> defaults = new HashMap<>();
        Map<String, Set<String>> old = new HashMap<>();
        Matcher m = Pattern.compile("^ +\\d+: ([0-9a-f]+) .* (\\S+?)@(@?)(\\S+)$", Pattern.MULTILINE)
                .matcher(Toolchain.run("readelf", "--dyn-syms", "-W", path));
        while (m.find()) {
            String symbol = m.group(2) + " at " + Long.parseUnsignedLong(m.group(1), 16);
            if (m.group(3).isEmpty()) {
                old.computeIfAbsent(symbol, s -> new HashSet<>()).add(m.group(4));
            } else {
                defaults.put(symbol, m.group(4));
            }
        }
        SymbolTable table = table(Path.of(path));
        int versions = 0;
        for (int i = 0; i < table.count(); i++) {
            if (table.table(i) == SymbolSource.DYNSYM) {
                String symbol = table.name(i) + " at " + table.start(i);
                String version = table.version(i);
                if (defaults.containsKey(symbol) || version == null) {
                    assertThat(version).as(symbol).isEqualTo(defaults.get(symbol));
                } else {
                    assertThat(old.getOrDefault(symbol, Set.of())).as(symbol).contains(version);
                }
                versions += table.version(i) == null ? 0 : 1;
            }
        }
        assertThat(versions).isGreaterThan(1000);
    }

    @Test
    void versionsOfSlotsAndOfSymtab() throws IOException {
        Path script = SymbolFixtures.path("versions.map");
        Files.writeString(script, "ADDRSCOPE_1 { global: addrscope_*; local: *; };\n");
        SymbolTable library = table(SymbolFixtures.library("versions.so", "gcc", "-Wl,--version-script=" + script));
        SymbolTable program = table(SymbolFixtures.program("versions-program", "gcc", ""));

        assertThat(library.version(symbol(library, "addrscope_weak"))).isEqualTo("ADDRSCOPE_1");
        assertThat(library.table(symbol(library, "addrscope_weak"))).isEqualTo(SymbolSource.SYMTAB);
        assertThat(library.version(symbol(library, "local_function"))).isNull();
        assertThat(program.version(symbol(program, "printf@plt"))).startsWith("GLIBC_2.");
    }

    @Test
    void moreSectionsThanAnIndexCanTell() throws IOException {
        int count = 66_000;
        Path source = SymbolFixtures.path("many.s");
        Files.writeString(
                source,
                IntStream.range(0, count)
                        .mapToObj(i -> "  .section s" + i + ",\"ax\",%progbits\n  .type f" + i + ",%function\nf" + i
                                + ":\n  .byte 0,0\n  .size f" + i + ",2\n")
                        .collect(Collectors.joining()));
        Path object = SymbolFixtures.path("many.o");
        Toolchain.run("gcc", "-c", "-o", object.toString(), source.toString());
        Path file = SymbolFixtures.path("many");
        Toolchain.run("ld", "-e", "0", "-o", file.toString(), object.toString());

        SymbolTable table = table(file);

        assertThat(table.count()).isGreaterThanOrEqualTo(count);
        for (ReadelfSymbol symbol : ReadelfSymbol.of(file)) {
            if (symbol.type().equals("FUNC")) {
                assertThat(table.name(table.find(symbol.value() + 1))).isEqualTo(symbol.name());
            }
        }
    }
}
