// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static io.addrscope.elf.LoadSegments.Part.FILE;
import static io.addrscope.elf.LoadSegments.Part.PADDING;
import static io.addrscope.elf.LoadSegments.Part.ZERO_FILLED;
import static io.addrscope.elf.ProgramHeader.PF_R;
import static io.addrscope.elf.ProgramHeader.PF_W;
import static io.addrscope.elf.ProgramHeader.PF_X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.addrscope.elf.LoadSegments.Candidate;
import io.addrscope.elf.LoadSegments.FirstPage;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of candidates, by hand: three segments that share the first page of their file, as lld lays them out. */
class LoadSegmentsTest {

    private static final long START = 0x7f0000000000L;

    private static final ElfBuilder PACKED = new ElfBuilder()
            .load(PF_R, 0, 0, 0x5dc, 0x5dc)
            .load(PF_R | PF_X, 0x5e0, 0x15e0, 0x150, 0x150)
            .load(PF_R | PF_W, 0x730, 0x2730, 0x1d0, 0x300);

    @Test
    void theExecutableSegmentHoldsWhatIsExecutable() throws IOException {
        List<Candidate> candidates = packed(Permissions.READ | Permissions.EXECUTE, 0x100);

        assertThat(candidates.get(0).elfAddress()).isEqualTo(0x1100);
        assertThat(candidates.get(0).loadBias()).isEqualTo(START - 0x1000);
        assertThat(candidates.get(0).part()).isEqualTo(PADDING);
        assertThat(candidates).hasSize(3);
    }

    @Test
    void theSegmentThatHoldsTheByteComesBeforeOneThatIsPaddedWithIt() throws IOException {
        // Read-only: the first segment, or the writable one after its relocation.
        assertThat(packed(Permissions.READ, 0x100))
                .extracting(Candidate::elfAddress, Candidate::part)
                .containsExactly(tuple(0x100L, FILE), tuple(0x2100L, PADDING), tuple(0x1100L, PADDING));
        assertThat(packed(Permissions.READ, 0x740).get(0))
                .extracting(Candidate::elfAddress, Candidate::part)
                .containsExactly(0x2740L, FILE);
        assertThat(packed(Permissions.READ, 0x910))
                .extracting(Candidate::elfAddress, Candidate::part)
                .startsWith(tuple(0x2910L, ZERO_FILLED), tuple(0x910L, PADDING));
    }

    @Test
    void onlyTheWritableSegmentIsWritten() throws IOException {
        assertThat(packed(Permissions.READ | Permissions.WRITE, 0x100).get(0).elfAddress())
                .isEqualTo(0x2100);
    }

    @Test
    void aHoleIsNoSegment() throws IOException {
        assertThat(packed(0, 0x740)).isEmpty();
    }

    @Test
    void aFixedExecutableLiesWhereItWasLinked() throws IOException {
        ElfImage image = new ElfBuilder()
                .type(ElfImage.ET_EXEC)
                .load(PF_R, 0, 0x400000, 0x800, 0x800)
                .load(PF_R | PF_X, 0x800, 0x401800, 0x800, 0x800)
                .read();

        Candidate best = new LoadSegments(image, 4096)
                .candidates(0x400900, mapping(0x400000, Permissions.READ | Permissions.EXECUTE))
                .get(0);

        assertThat(best.loadBias()).isZero();
        assertThat(best.elfAddress()).isEqualTo(0x400900);
    }

    @Test
    void firstPagesAreWhereTheSegmentsBegin() throws IOException {
        assertThat(new LoadSegments(PACKED.read(), 4096).expectedFirstPages(START))
                .extracting(FirstPage::address, FirstPage::fileOffset)
                .containsExactly(tuple(START, 0L), tuple(START + 0x1000, 0L), tuple(START + 0x2000, 0L));
    }

    @Test
    void theNextSegmentReplacesAPageOfMemoryThatItShares() throws IOException {
        ElfImage image = new ElfBuilder()
                .load(PF_R, 0, 0, 0x800, 0x800)
                .load(PF_R | PF_W, 0x1900, 0x900, 0x100, 0x100)
                .read();

        assertThat(new LoadSegments(image, 4096).expectedFirstPages(0))
                .extracting(FirstPage::address, FirstPage::fileOffset)
                .containsExactly(tuple(0L, 0x1000L));
    }

    @Test
    void segmentsThatNoLoaderCanMapAreLeftOut() throws IOException {
        ElfImage image = new ElfBuilder()
                .load(PF_R, 0x10, 0x20, 0x800, 0x800)
                .load(PF_R, 0, 0, 0, 0x800)
                .load(PF_R, -0x1000, 0, 0x2000, 0x2000)
                .load(PF_R, 0, 0, Long.MAX_VALUE, 0)
                .load(PF_R, 0, 0, -1, -1)
                .read();
        LoadSegments segments = new LoadSegments(image, 4096);

        assertThat(segments.expectedFirstPages(0)).isEmpty();
        assertThat(segments.candidates(START, mapping(START, Permissions.READ))).isEmpty();
    }

    @Test
    void candidatesAreFewHoweverManySegmentsThereAre() throws IOException {
        ElfBuilder builder = new ElfBuilder().size(1 << 20);
        for (int i = 0; i < 10_000; i++) {
            builder.load(PF_R, 0, i * 0x1000L, 0x1000, 0x1000);
        }
        LoadSegments segments = new LoadSegments(builder.read(), 4096);

        assertThat(segments.candidates(START, mapping(START, Permissions.READ))).hasSize(LoadSegments.MAX_CANDIDATES);
        assertThat(segments.expectedFirstPages(0)).hasSize(LoadSegments.MAX_SEGMENTS);
    }

    @Test
    void pagesHaveASizeThatIsAPowerOfTwo() throws IOException {
        ElfImage image = PACKED.read();

        for (long size : new long[] {0, -4096, 4095, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> new LoadSegments(image, size)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<Candidate> packed(int permissions, long fileOffset) throws IOException {
        return new LoadSegments(PACKED.read(), 4096).candidates(START + fileOffset, mapping(START, permissions));
    }

    private static Mapping mapping(long start, int permissions) {
        return new Mapping(
                start,
                start + 0x1000,
                new Permissions(permissions),
                0,
                new Device(0, 0),
                1,
                MappingName.of("/lib.so"),
                false,
                0,
                null);
    }
}
