// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import io.addrscope.elf.ElfFile;
import io.addrscope.testing.ChannelSource;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A unit that is read for the addresses that are wanted, without what they are not in: what it says of those is all it has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeUnitTest {

    private Path file = Path.of("");
    private long[] addresses = {};
    private List<SourceFrames> expected = List.of();

    @BeforeAll
    void build() throws IOException {
        Path directory = Toolchain.temporaryDirectory("addrscope-large");
        file = directory.resolve("large.so");
        Path source = Toolchain.source("large.c", directory);
        Toolchain.compile(
                file, "gcc", List.of("-O2", "-g", "-shared", "-fPIC", "-nostdlib"), List.of(source.toString()));
        addresses = DebugInfoAgreementTest.code(elf(), 20_000);
        DebugInfo whole = open();
        SourceFrames[] answers = new SourceFrames[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            answers[i] = whole.frames(addresses[i]);
        }
        expected = List.of(answers);
    }

    @Test
    void readAsAWholeAgreesWithLlvmSymbolizer() throws IOException {
        Path hidden = LlvmSymbolizer.withoutSymbols(file, file.resolveSibling("hidden.so"));
        List<List<Frame>> theirs = LlvmSymbolizer.frames(hidden, addresses);
        for (int i = 0; i < addresses.length; i++) {
            assertThat(expected.get(i).frames().stream().map(Frame::of).toList())
                    .as("0x%x", addresses[i])
                    .isEqualTo(theirs.get(i));
        }
        assertThat(expected)
                .flatExtracting(SourceFrames::frames)
                .extracting(SourceFrame::name)
                .contains("plain_100", "nested_477", "inlined_877", "around_355");
    }

    @Test
    void readForAFewAddresses() throws IOException {
        Random random = new Random(1);
        int leftOut = 0;
        for (int round = 0; round < 200; round++) {
            DebugInfo info = open();
            int[] few = random.ints(1 + random.nextInt(4), 0, addresses.length).toArray();
            assertAnswers(info, few);
            long kept = info.bytes();
            // What was left out is read when it is wanted.
            assertAnswers(info, random.ints(50, 0, addresses.length).toArray());
            leftOut += kept < info.bytes() ? 1 : 0;
        }
        // Not where a nested function is wanted: for that everything is read.
        assertThat(leftOut).isPositive();
    }

    private void assertAnswers(DebugInfo info, int[] numbers) throws IOException {
        List<SourceFrames> answers =
                info.frames(Arrays.stream(numbers).mapToLong(n -> addresses[n]).toArray());
        for (int i = 0; i < numbers.length; i++) {
            assertThat(answers.get(i)).as("0x%x", addresses[numbers[i]]).isEqualTo(expected.get(numbers[i]));
        }
    }

    private DebugInfo open() throws IOException {
        return DebugInfo.open(elf(), Companions.NONE, DebugInfoAgreementTest.MEMORY);
    }

    private ElfFile elf() throws IOException {
        return ElfFile.read(ChannelSource.file(file));
    }
}
