// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import io.addrscope.model.BuildId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks through note segments, or note sections, for the GNU build ID.
 *
 * <pre>
 * Note (gABI, "Note section"; Elf32_Nhdr and Elf64_Nhdr are alike)
 *    0  n_namesz  4    bytes of the name, its NUL included
 *    4  n_descsz  4    bytes of the descriptor
 *    8  n_type    4
 *   12  name           padded, then the descriptor, padded: to 8 bytes where p_align is 8, else to 4
 * </pre>
 */
final class NoteScanner {

    /** Most bytes of notes that are read of one image; a library has some hundred. */
    static final int MAX_BYTES = 64 << 10;

    /** Most note segments or sections that are read of one image; a library has two. */
    static final int MAX_SEGMENTS = 64;

    /** Longest build ID that is believed, in bytes; that of SHA-512. Linkers make 8, 16 or 20 unless told a number. */
    static final int MAX_BUILD_ID = 64;

    /** Size of a note's header. */
    private static final int NHDR_SIZE = 12;

    /** Offset of {@code n_descsz}. */
    private static final int N_DESCSZ = 4;

    /** Offset of {@code n_type}. */
    private static final int N_TYPE = 8;

    /** {@code n_type} of a build ID, if the name is {@code GNU} (elf.h). */
    private static final int NT_GNU_BUILD_ID = 3;

    /** {@code n_name} of the notes that GNU defines. */
    private static final byte[] GNU = {'G', 'N', 'U', 0};

    private final ElfSource source;
    private final ByteOrder order;
    private int budget = MAX_BYTES;
    private @Nullable BuildId buildId;
    private long buildIdAddress;
    private @Nullable String fault;

    NoteScanner(ElfSource source, ByteOrder order) {
        this.source = source;
        this.order = order;
    }

    /** Looks through the note segments until there is a build ID; a faulty segment does not hide the next one. */
    void scan(List<ProgramHeader> programHeaders, NotePlacement placement) {
        int segments = 0;
        for (ProgramHeader header : programHeaders) {
            if (header.type() != ProgramHeader.PT_NOTE || header.filesz() == 0) {
                continue;
            }
            segments++;
            try {
                long position = placement.position(source, header);
                if (segments > MAX_SEGMENTS) {
                    throw source.fault(position, "more note segments than are read");
                }
                scan(position, header.filesz(), header.align(), header.vaddr());
            } catch (IOException e) {
                reportFault(e);
            }
            if (buildId != null || segments > MAX_SEGMENTS) {
                return;
            }
        }
    }

    /** Looks through the note sections of a file; a faulty section does not hide the next one. */
    void scan(SectionTable sections) {
        int looked = 0;
        for (int i = 1; i < sections.size() && buildId == null && looked < MAX_SEGMENTS; i++) {
            if (sections.type(i) != SectionHeader.SHT_NOTE) {
                continue;
            }
            looked++;
            SectionHeader section = sections.header(i);
            try {
                scan(section.offset(), section.size(), section.align(), section.address());
            } catch (IOException e) {
                reportFault(e);
            }
        }
    }

    @Nullable
    BuildId buildId() {
        return buildId;
    }

    /** ELF address of the build ID's first byte; 0 without one. */
    long buildIdAddress() {
        return buildIdAddress;
    }

    @Nullable
    String fault() {
        return fault;
    }

    /**
     * @param position where in the source the notes begin
     * @param size bytes, unsigned
     * @param align what notes are padded to
     * @param address ELF address of the first byte
     */
    private void scan(long position, long size, long align, long address) throws IOException {
        boolean fits = !Address.isBelow(budget, size);
        int length = fits ? (int) size : budget;
        budget -= length;
        ByteBuffer notes = source.readUpTo(position, length, order);
        scan(notes, position, align == 8 ? 8 : 4, address);
        if (buildId == null && !fits) {
            throw source.fault(position, "more notes than are read: " + Address.format(size) + " bytes");
        }
        if (buildId == null && notes.limit() < length) {
            throw source.fault(position, "the notes are cut off after " + notes.limit() + " bytes");
        }
    }

    private void scan(ByteBuffer notes, long position, int align, long address) throws ElfFormatException {
        int at = 0;
        while (notes.limit() - at >= NHDR_SIZE) {
            long namesz = Integer.toUnsignedLong(notes.getInt(at));
            long descsz = Integer.toUnsignedLong(notes.getInt(at + N_DESCSZ));
            long desc = align(at + NHDR_SIZE + namesz, align);
            long end = desc + descsz;
            if (end > notes.limit()) {
                throw source.fault(position + at, "a note is longer than its segment");
            }
            if (notes.getInt(at + N_TYPE) == NT_GNU_BUILD_ID && isGnu(notes, at + NHDR_SIZE, namesz) && descsz > 0) {
                if (descsz > MAX_BUILD_ID) {
                    throw source.fault(position + at, "a build ID of " + descsz + " bytes");
                }
                byte[] bytes = new byte[(int) descsz];
                notes.get((int) desc, bytes);
                buildId = BuildId.of(bytes);
                buildIdAddress = address + desc;
                return;
            }
            at = (int) Math.min(align(end, align), notes.limit());
        }
    }

    private static boolean isGnu(ByteBuffer notes, int at, long namesz) {
        return namesz == GNU.length && notes.slice(at, GNU.length).equals(ByteBuffer.wrap(GNU));
    }

    private static long align(long value, int to) {
        return (value + to - 1) & -to;
    }

    private void reportFault(IOException e) {
        if (fault == null) {
            String message = e.getMessage();
            fault = message == null ? e.toString() : message;
        }
    }
}
