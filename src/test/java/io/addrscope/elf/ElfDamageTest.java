// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import io.addrscope.testing.ArraySource;
import io.addrscope.testing.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged images of every class and byte order: nothing but the documented exceptions, and bounded work. */
class ElfDamageTest {

    private static final long HEADER_ADDRESS = 0x7f1234560000L;

    /** How many bytes may be asked for to read the image of a fixture: all that the limits allow. */
    private static final long BUDGET = ElfReader.MAX_TABLE_BYTES + NoteScanner.MAX_BYTES + 1000;

    private static final Permissions[] PERMISSIONS = {
        new Permissions(Permissions.READ), new Permissions(Permissions.READ | Permissions.EXECUTE), new Permissions(0)
    };

    @ParameterizedTest
    @EnumSource(names = {"LLD_LIBRARY", "X86_LIBRARY", "S390X_LIBRARY", "MIPS_LIBRARY"})
    void cutAtEveryByte(Fixture fixture) throws IOException {
        byte[] whole = Files.readAllBytes(fixture.file());
        ElfImage image = ElfReader.fromFile(ArraySource.file(whole));
        int needed = headersAndNotes(image);

        for (int length = 0; length < needed; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            boolean read = reads(ArraySource.file(cut), ArraySource.memory(cut, HEADER_ADDRESS));
            if (read) {
                assertThat(ElfReader.fromFile(ArraySource.file(cut)).noteFault())
                        .as("cut to %d bytes", length)
                        .isNotNull();
            }
        }
        assertThat(ElfReader.fromFile(ArraySource.file(Arrays.copyOf(whole, needed))))
                .isEqualTo(image);
    }

    @ParameterizedTest
    @EnumSource(names = {"LLD_LIBRARY", "X86_LIBRARY", "S390X_LIBRARY", "MIPS_LIBRARY"})
    void everyValueOfEveryHeaderByte(Fixture fixture) throws IOException {
        byte[] bytes = Files.readAllBytes(fixture.file());
        int end = headersAndNotes(ElfReader.fromFile(ArraySource.file(bytes)));
        int understood = 0;

        for (int at = 0; at < end; at++) {
            byte intact = bytes[at];
            for (int value = 0; value < 256; value++) {
                bytes[at] = (byte) value;
                if (reads(ArraySource.file(bytes), ArraySource.memory(bytes, HEADER_ADDRESS))) {
                    understood++;
                }
            }
            bytes[at] = intact;
        }
        assertThat(understood).as("images that were still understood").isGreaterThan(1000);
    }

    /** Bytes from the beginning of the file to the end of the build ID's note segment. */
    private static int headersAndNotes(ElfImage image) {
        assertThat(image.buildId()).isNotNull();
        return image.programHeaders().stream()
                .filter(header -> header.type() == ProgramHeader.PT_NOTE)
                .mapToInt(header -> (int) (header.offset() + header.filesz()))
                .max()
                .orElseThrow();
    }

    private static boolean reads(ArraySource file, ArraySource memory) {
        boolean read = false;
        try {
            exercise(ElfReader.fromFile(file));
            read = true;
        } catch (ElfFormatException documented) {
            assertThat(documented).hasMessageStartingWith("array at 0x");
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
        try {
            exercise(ElfReader.fromMemory(memory, HEADER_ADDRESS));
        } catch (IOException documented) {
            assertThat(documented).hasMessageContaining("at 0x");
        }
        assertThat(file.bytesRead()).isLessThan(BUDGET);
        assertThat(memory.bytesRead()).isLessThan(BUDGET);
        return read;
    }

    private static void exercise(ElfImage image) {
        LoadSegments segments = new LoadSegments(image, 4096);
        for (Permissions permissions : PERMISSIONS) {
            Mapping mapping = new Mapping(
                    HEADER_ADDRESS,
                    HEADER_ADDRESS + 0x1000,
                    permissions,
                    0,
                    new Device(0, 0),
                    1,
                    MappingName.of("/lib.so"),
                    false,
                    0,
                    null);
            for (LoadSegments.Candidate candidate : segments.candidates(HEADER_ADDRESS + 0x800, mapping)) {
                assertThat(segments.expectedFirstPages(candidate.loadBias())).isNotEmpty();
            }
        }
    }
}
