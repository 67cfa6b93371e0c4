// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ChannelSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Symbols as no compiler makes them: {@code fixtures/symbols.s}, at addresses that {@code readelf} tells. */
class SymbolRulesTest {

    private static final Path FILE = SymbolFixtures.assembly("rules.so", "gcc", "-Wl,--build-id=sha1");

    private static final Map<String, Long> VALUES = ReadelfSymbol.values(FILE, ".symtab");

    private static long value(String name) {
        return VALUES.getOrDefault(name, 0L);
    }

    private static SymbolTable table(Path path, SymbolLimits limits) throws IOException {
        try (ChannelSource source = ChannelSource.file(path)) {
            return SymbolTable.fromFile(ElfFile.read(source), limits);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // what precedes, the distance, who holds it, where it ends (from its own beginning), size
        "unsized_function,   -1, '',               0,  0",
        "unsized_function,    0, unsized_function, 16, 0",
        "unsized_function,   15, unsized_function, 16, 0",
        "untyped_label,       0, untyped_label,    16, 0",
        "untyped_label,      15, untyped_label,    16, 0",
        "outer,               0, outer,            48, 48",
        "outer,               7, outer,            48, 48",
        "middle,              0, middle,           24, 24",
        "inner,               0, inner,            8,  8",
        "label_in_inner,      0, inner,            8,  8",
        "inner,               7, inner,            8,  8",
        "inner,               8, middle,           24, 24",
        "middle,             23, middle,           24, 24",
        "middle,             24, outer,            48, 48",
        "outer,              47, outer,            48, 48",
        "outer,              48, '',               0,  0",
        "overlapping,        15, overlapping,      24, 24",
        "overlapping,        16, overlapped,       32, 32",
        "overlapping,        24, overlapped,       32, 32",
        "four_local,          0, four_large,       32, 32",
        "four_local,         31, four_large,       32, 32",
        "too_large,           0, too_large,        16, 16",
        "too_large,          15, too_large,        16, 16",
        "too_large,          16, unsized_tail,     16, 0",
        "unsized_tail,       15, unsized_tail,     16, 0",
        "unsized_tail,       16, '',               0,  0",
        "absolute,            0, '',               0,  0",
        "untyped_data,       15, untyped_data,     16, 0",
        "sized_data,          0, sized_data,       16, 16",
        "sized_data,         16, '',               0,  0",
    })
    void holder(String from, long distance, String name, long length, long size) throws IOException {
        SymbolTable table = table(FILE, SymbolLimits.DEFAULT);
        int symbol = table.find(value(from) + distance);

        if (name.isEmpty()) {
            assertThat(symbol).isEqualTo(SymbolTable.NONE);
        } else {
            assertThat(table.name(symbol)).isEqualTo(name);
            assertThat(table.start(symbol)).isEqualTo(value(name));
            assertThat(table.end(symbol) - table.start(symbol)).isEqualTo(length);
            assertThat(table.size(symbol)).isEqualTo(size);
            assertThat(table.kind(symbol))
                    .isEqualTo(name.endsWith("_data") ? SymbolKind.VARIABLE : SymbolKind.FUNCTION);
            assertThat(table.table(symbol)).isEqualTo(SymbolSource.SYMTAB);
        }
    }

    @Test
    void whatIsNotLoadedIsNowhere() throws IOException {
        SymbolTable table = table(FILE, SymbolLimits.DEFAULT);

        for (int i = 0; i < table.count(); i++) {
            assertThat(table.name(i)).isNotIn("not_loaded", "absolute", "at_the_end");
        }
        assertThat(table.find(value("not_loaded"))).isEqualTo(SymbolTable.NONE);
        assertThat(table.isComplete()).isTrue();
        assertThat(table.faults()).isEmpty();
    }

    @Test
    void withoutACompleteTableNobodyKnowsWhereASymbolWithoutSizeEnds() throws IOException {
        SymbolTable table = table(SymbolFixtures.changed(FILE, "rules-stripped.so", "strip"), SymbolLimits.DEFAULT);
        long unsized = value("unsized_function");
        int symbol = table.find(unsized);

        assertThat(table.name(symbol)).isEqualTo("unsized_function");
        assertThat(table.table(symbol)).isEqualTo(SymbolSource.DYNSYM);
        assertThat(table.size(symbol)).isZero();
        assertThat(table.find(unsized + 1)).isEqualTo(SymbolTable.NONE);
        assertThat(table.isCode(unsized + 1)).isTrue();
        assertThat(table.isComplete()).isFalse();
        assertThat(table.name(table.find(value("outer") + 20))).isEqualTo("outer");
    }

    @Test
    void codeIsWhatIsExecutable() throws IOException {
        SymbolTable table = table(FILE, SymbolLimits.DEFAULT);

        assertThat(table.isCode(value("unsized_function") - 16)).isTrue();
        assertThat(table.isCode(value("unsized_function") - 17)).isFalse();
        assertThat(table.isCode(value("unsized_tail") + 15)).isTrue();
        assertThat(table.isCode(value("sized_data"))).isFalse();
    }

    @Test
    void namesAreCopied() throws IOException {
        SymbolTable table = table(FILE, SymbolLimits.DEFAULT);
        int symbol = table.find(value("outer"));
        byte[] target = {1, 1, 1, 1, 1, 1, 1};

        assertThat(table.copyName(symbol, target)).isEqualTo(5);
        assertThat(target).isEqualTo(new byte[] {'o', 'u', 't', 'e', 'r', 1, 1});
        byte[] small = new byte[3];
        assertThat(table.copyName(symbol, small)).isEqualTo(5);
        assertThat(small).isEqualTo(new byte[] {'o', 'u', 't'});
        assertThat(table.copyName(symbol, new byte[0])).isEqualTo(5);
    }

    @Test
    void namesThatAreNotKeptAreReadFromTheFile() throws IOException {
        SymbolTable kept = table(FILE, SymbolLimits.DEFAULT);
        SymbolLimits limits = new SymbolLimits(1000, 0, 0);
        try (ChannelSource source = ChannelSource.file(FILE)) {
            SymbolTable table = new SymbolTableBuilder(limits)
                    .add(ElfFile.read(source), (offset, target) -> source.read(offset, target, 0, target.length))
                    .build();

            assertThat(table.count()).isEqualTo(kept.count());
            assertThat(table.bytes()).isLessThan(kept.bytes());
            for (int i = 0; i < table.count(); i++) {
                byte[] name = new byte[64];
                int length = table.copyName(i, name);
                assertThat(table.name(i)).isEqualTo(kept.name(i));
                assertThat(new String(name, 0, length, StandardCharsets.US_ASCII))
                        .isEqualTo(kept.name(i));
            }
        }
        assertThat(table(FILE, limits).faults()).hasSize(2).allMatch(fault -> fault.contains("bytes of names"));
    }

    @Test
    void moreSymbolsThanTheLimitAreLeftOut() throws IOException {
        SymbolTable table = table(FILE, new SymbolLimits(10, 1 << 20, 0));

        assertThat(table.count()).isLessThan(10);
        assertThat(table.faults()).isNotEmpty().allMatch(fault -> fault.contains("more than are read"));
    }
}
