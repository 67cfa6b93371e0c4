// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static io.addrscope.elf.ElfBuilder.note;
import static io.addrscope.elf.ProgramHeader.PF_R;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.addrscope.model.BuildId;
import io.addrscope.testing.ArraySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Images that no linker makes, which the specification allows or forbids. */
class ElfReaderTest {

    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private static final byte[] BUILD_ID_NOTE = note("GNU", 3, 4, ID);

    @Test
    void whatIsNoElfIsToldFromWhatIsBroken() {
        assertThatThrownBy(() -> file(new byte[0])).isInstanceOf(NotElfException.class);
        assertThatThrownBy(() -> file(new byte[] {0x7f, 'E', 'L'})).isInstanceOf(NotElfException.class);
        assertThatThrownBy(() -> file("#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(NotElfException.class)
                .hasMessage("array at 0x0: no ELF header");
        assertThatThrownBy(() -> file(new byte[] {0x7f, 'E', 'L', 'F', 2}))
                .isExactlyInstanceOf(ElfFormatException.class)
                .hasMessageContaining("cut off after 5 bytes");
    }

    @Test
    void theFaultNamesSourcePositionAndField() {
        byte[] image = new ElfBuilder().load(PF_R, 0, 0, 100, 100).entrySize(55).build();

        assertThatThrownBy(() -> file(image))
                .asInstanceOf(type(ElfFormatException.class))
                .satisfies(fault -> {
                    assertThat(fault.source()).isEqualTo("array");
                    assertThat(fault.position()).isEqualTo(54);
                    assertThat(fault.fault()).contains("55 bytes", "56");
                    assertThat(fault).hasMessage("array at 0x36: " + fault.fault());
                });
    }

    @Test
    void entriesMayBeLargerThanTheirFields() throws IOException {
        ElfImage image = new ElfBuilder()
                .entrySize(72)
                .load(PF_R, 0, 0, 100, 100)
                .load(PF_R, 0x1000, 0x2000, 5, 6)
                .read();

        assertThat(image.programHeaders()).hasSize(2).element(1).satisfies(header -> {
            assertThat(header.vaddr()).isEqualTo(0x2000);
            assertThat(header.memsz()).isEqualTo(6);
        });
    }

    @Test
    void sectionZeroHoldsTheNumberOfProgramHeadersThatIsTooLargeForItsField() throws IOException {
        ElfBuilder builder = new ElfBuilder().count(0xffff).size(5 << 20);
        for (int i = 0; i < 70_000; i++) {
            builder.load(PF_R, 0, i, 1, 1);
        }

        ElfImage image = builder.sectionZeroInfo(70_000).read();

        assertThat(image.programHeaders())
                .hasSize(70_000)
                .last()
                .extracting(ProgramHeader::vaddr)
                .isEqualTo(69_999L);
    }

    @Test
    void moreProgramHeadersThanAnyImageHasAreRefusedBeforeTheyAreRead() {
        byte[] image = new ElfBuilder().count(0xffff).sectionZeroInfo(-1).build();
        ArraySource source = ArraySource.shrunkFile(image, Long.MAX_VALUE - 1);

        assertThatThrownBy(() -> ElfReader.fromFile(source))
                .isExactlyInstanceOf(ElfFormatException.class)
                .hasMessageContaining("4294967295");
        assertThat(source.bytesRead()).isLessThan(1000);
    }

    @Test
    void aFileThatShrinksBetweenTwoReadsIsAFault() {
        byte[] image = new ElfBuilder().load(PF_R, 0, 0, 100, 100).build();
        byte[] shrunk = Arrays.copyOf(image, 100);

        assertThatThrownBy(() -> ElfReader.fromFile(ArraySource.shrunkFile(shrunk, image.length)))
                .isExactlyInstanceOf(ElfFormatException.class)
                .hasMessageContaining("cut off after 36 bytes");
    }

    @Test
    void theFirstBuildIdCountsAndOtherNotesArePassedOver() throws IOException {
        ElfImage image = new ElfBuilder()
                .notes(1000, 4, 20, note("GNU", 1, 4, new byte[4]))
                .notes(
                        1100,
                        4,
                        200,
                        note("Linux", 3, 4, new byte[3]),
                        note("GNU", 3, 4, new byte[0]),
                        BUILD_ID_NOTE,
                        note("GNU", 3, 4, new byte[20]))
                .read();

        assertThat(image.buildId()).isEqualTo(BuildId.of(ID));
        assertThat(image.noteFault()).isNull();
    }

    @Test
    void notesOfSegmentsAlignedToEightBytesArePaddedToEight() throws IOException {
        ElfImage image = new ElfBuilder()
                .notes(1000, 8, 200, note("Linux", 7, 8, new byte[1]), note("GNU", 3, 8, ID))
                .read();

        assertThat(image.buildId()).isEqualTo(BuildId.of(ID));
    }

    @Test
    void aBrokenNoteSegmentIsToldAndDoesNotHideTheNext() throws IOException {
        byte[] tooLong = note("GNU", 3, 4, ID);
        tooLong[4] = 100;

        ElfImage image = new ElfBuilder()
                .notes(1000, 4, tooLong.length, tooLong)
                .notes(1100, 4, BUILD_ID_NOTE.length, BUILD_ID_NOTE)
                .read();

        assertThat(image.buildId()).isEqualTo(BuildId.of(ID));
        assertThat(image.noteFault()).isEqualTo("array at 0x3e8: a note is longer than its segment");
    }

    @Test
    void notesBehindTheEndOfTheFileLeaveTheHeadersReadable() throws IOException {
        ElfImage image = new ElfBuilder()
                .load(PF_R, 0, 0, 100, 100)
                .notes(4000, 4, 0x100000000L)
                .read();

        assertThat(image.programHeaders()).hasSize(2);
        assertThat(image.buildId()).isNull();
        assertThat(image.noteFault()).contains("0x100000000 bytes");
    }

    @Test
    void notesHaveABudgetOverAllSegments() throws IOException {
        ElfBuilder builder = new ElfBuilder().size(3 << 20);
        for (int i = 0; i < 30_000; i++) {
            builder.notes(2 << 20, 4, NoteScanner.MAX_BYTES - 12);
        }
        byte[] bytes = builder.build();
        ArraySource source = ArraySource.file(bytes);

        ElfImage image = ElfReader.fromFile(source);

        assertThat(image.noteFault()).isNotNull();
        assertThat(source.bytesRead()).isLessThan(30_000 * 56 + NoteScanner.MAX_BYTES + 1000);
    }

    @Test
    void memoryHoldsNotesAtTheirAddressNotAtTheirOffset() throws IOException {
        long header = 0x7f0000001000L;
        byte[] image = new ElfBuilder()
                .load(PF_R, 0, 0x400000, 0x800, 0x800)
                .notes(0x600, 4, BUILD_ID_NOTE.length, BUILD_ID_NOTE)
                .build();
        // p_vaddr of the note segment; its p_offset leads nowhere.
        ByteBuffer fields = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        fields.putLong(64 + 56 + 8, 0x12345678L).putLong(64 + 56 + 16, 0x400600L);

        assertThat(ElfReader.fromMemory(ArraySource.memory(image, header), header)
                        .buildId())
                .isEqualTo(BuildId.of(ID));
        assertThat(ElfReader.fromFile(ArraySource.file(image)).buildId()).isNull();
    }

    @Test
    void notesThatNoSegmentLoadsAreNotLookedForInMemory() throws IOException {
        long header = 0x10000;
        byte[] image = new ElfBuilder()
                .load(PF_R, 0, 0, 0x500, 0x500)
                .notes(0x600, 4, BUILD_ID_NOTE.length, BUILD_ID_NOTE)
                .build();

        ElfImage read = ElfReader.fromMemory(ArraySource.memory(image, header), header);

        assertThat(read.buildId()).isNull();
        assertThat(read.noteFault()).isEqualTo("array at 0x10000: no loaded segment holds the notes");
    }

    @Test
    void programHeadersThatLieElsewhereInMemoryAreRefused() {
        long header = 0x10000;
        byte[] image = new ElfBuilder().load(PF_R, 0, 0, 64, 64).build();

        assertThatThrownBy(() -> ElfReader.fromMemory(ArraySource.memory(image, header), header))
                .isExactlyInstanceOf(ElfFormatException.class)
                .hasMessageStartingWith("array at 0x10040: the program headers are not in the segment");
    }

    @Test
    void unreadableMemoryIsTheErrorOfItsSource() {
        assertThatThrownBy(() -> ElfReader.fromMemory(ArraySource.memory(new byte[10], 0x1000), 0x5000))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("nothing at 0x5000");
    }

    private static ElfImage file(byte[] bytes) throws IOException {
        return ElfReader.fromFile(ArraySource.file(bytes));
    }
}
