// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import io.addrscope.testing.ArraySource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged debug information: an answer, perhaps with a fault, and nothing else; and always an end. */
class DebugInfoDamageTest {

    private static final int FLIPS = Boolean.getBoolean("addrscope.long") ? 200_000 : 1500;

    private static final int CUTS = Boolean.getBoolean("addrscope.long") ? 2000 : 60;

    @ParameterizedTest
    @EnumSource(
            names = {"GCC_2", "GCC_4", "GCC_5", "CLANG_5", "GCC_64", "C_GCC", "S390X", "ASSEMBLER_LINES", "GCC_LTO"})
    void flippedBytes(DwarfFixture fixture) throws IOException {
        byte[] bytes = Files.readAllBytes(fixture.file());
        ElfFile intact = ElfFile.read(ArraySource.file(bytes));
        long[] addresses = DebugInfoAgreementTest.code(intact, 50);
        Random random = new Random(1);
        int known = 0;
        int faults = 0;
        SectionTable sections = intact.sections();
        for (int round = 0; round < FLIPS; round++) {
            SectionHeader section = debugSection(sections, random);
            byte[] damaged = bytes.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                int at = (int) (section.offset() + random.nextInt((int) section.size()));
                damaged[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (damaged[at] ^ 1 << random.nextInt(8));
            }
            DebugInfo info = DebugInfo.open(ElfFile.read(ArraySource.file(damaged)), Companions.NONE, 1 << 20);
            for (SourceFrames frames : info.frames(addresses)) {
                known += frames.frames().isEmpty() ? 0 : 1;
                faults += frames.fault() == null ? 0 : 1;
            }
        }
        assertThat(known).as("answers").isPositive();
        assertThat(faults).as("faults").isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"GCC_4", "CLANG_5", "GCC_ZLIB"})
    void cutSections(DwarfFixture fixture) throws IOException {
        byte[] bytes = Files.readAllBytes(fixture.file());
        ElfFile intact = ElfFile.read(ArraySource.file(bytes));
        long[] addresses = DebugInfoAgreementTest.code(intact, 50);
        SectionTable sections = intact.sections();
        for (int i = 1; i < sections.size(); i++) {
            SectionHeader section = sections.header(i);
            if (!section.name().startsWith(".debug")) {
                continue;
            }
            for (int cut = 0; cut < CUTS; cut++) {
                byte[] damaged = bytes.clone();
                int from = (int) (section.offset() + section.size() * cut / CUTS);
                Arrays.fill(damaged, from, (int) (section.offset() + section.size()), (byte) 0);
                DebugInfo.open(ElfFile.read(ArraySource.file(damaged)), Companions.NONE, 1 << 20)
                        .frames(addresses);
            }
        }
    }

    private static SectionHeader debugSection(SectionTable sections, Random random) {
        while (true) {
            SectionHeader section = sections.header(1 + random.nextInt(sections.size() - 1));
            if (section.name().startsWith(".debug") && section.size() > 0) {
                return section;
            }
        }
    }
}
