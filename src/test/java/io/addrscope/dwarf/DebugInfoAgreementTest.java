// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import io.addrscope.testing.ChannelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every byte of code of every kind of debug information: what we say and what llvm-symbolizer says. */
class DebugInfoAgreementTest {

    static final long MEMORY = 64 << 20;

    @ParameterizedTest
    @EnumSource
    void agreesWithLlvmSymbolizer(DwarfFixture fixture) throws IOException {
        Path file = fixture.file();
        try (ChannelSource source = ChannelSource.file(file)) {
            ElfFile elf = ElfFile.read(source);
            DebugInfo info = DebugInfo.open(elf, new FileCompanions(file, null), MEMORY);
            long[] addresses = code(elf, 20_000);
            Path hidden = LlvmSymbolizer.withoutSymbols(
                    fixture.reference().file(), fixture.directory().resolve("hidden.so"));
            List<List<Frame>> theirs = LlvmSymbolizer.frames(hidden, addresses);
            FrameAgreement agreement = FrameAgreement.compare(fixture.name(), info, addresses, theirs);
            System.out.println(agreement);
            assertThat(agreement.addresses()).isPositive();
            assertThat(agreement.functionAndLine()).as("%s", agreement).isGreaterThanOrEqualTo(0.999);
            assertThat(agreement.chain()).as("%s", agreement).isGreaterThanOrEqualTo(0.995);
        }
    }

    /** All addresses of executable sections, or as many of them as are wanted, at equal distances. */
    static long[] code(ElfFile elf, int wanted) {
        SectionTable sections = elf.sections();
        long total = 0;
        for (int i = 1; i < sections.size(); i++) {
            total += sections.header(i).isExecutable() ? sections.header(i).size() : 0;
        }
        long step = Math.max(1, total / wanted);
        LongStream.Builder addresses = LongStream.builder();
        for (int i = 1; i < sections.size(); i++) {
            SectionHeader section = sections.header(i);
            if (section.isExecutable()) {
                for (long at = 0; at < section.size(); at += step) {
                    addresses.add(section.address() + at);
                }
            }
        }
        return addresses.build().toArray();
    }
}
