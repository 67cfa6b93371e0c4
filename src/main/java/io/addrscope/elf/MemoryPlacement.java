// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the parts of a mapped image lie, as told by the address of its ELF header. */
final class MemoryPlacement implements NotePlacement {

    /**
     * Size in bytes of the largest pages that Linux maps files by. The segment that holds the header begins within one,
     * for what precedes a segment in its first page is mapped with it.
     */
    private static final long LARGEST_PAGE = 64 << 10;

    private final long headerAddress;
    private final List<ProgramHeader> programHeaders;
    private final @Nullable ProgramHeader first;

    MemoryPlacement(long headerAddress, List<ProgramHeader> programHeaders) {
        this.headerAddress = headerAddress;
        this.programHeaders = programHeaders;
        this.first = first(programHeaders);
    }

    private static @Nullable ProgramHeader first(List<ProgramHeader> programHeaders) {
        ProgramHeader first = null;
        for (ProgramHeader header : programHeaders) {
            if (header.isLoad()
                    && header.filesz() != 0
                    && Address.isBelow(header.offset(), first == null ? LARGEST_PAGE : first.offset())) {
                first = header;
            }
        }
        return first;
    }

    List<ProgramHeader> programHeaders() {
        return programHeaders;
    }

    /**
     * Checks that what was read behind the ELF header is what lies there in the file: tools that rewrite images may move
     * the program headers into a segment that is mapped elsewhere.
     *
     * @param offset file offset of the first byte
     * @param length bytes, not negative
     * @throws ElfFormatException if another segment holds the bytes, or none
     */
    void requireMapped(ElfSource source, long offset, long length) throws ElfFormatException {
        if (length == 0) {
            return;
        }
        long end = first == null ? 0 : first.offset() + first.filesz();
        if (!Address.isBelow(offset, end) || Address.isBelow(end - offset, length)) {
            throw source.fault(
                    headerAddress + offset, "the program headers are not in the segment that holds the ELF header");
        }
    }

    @Override
    public long position(ElfSource source, ProgramHeader note) throws ElfFormatException {
        for (ProgramHeader load : programHeaders) {
            long within = note.vaddr() - load.vaddr();
            if (load.isLoad()
                    && Address.isBelow(within, load.filesz())
                    && !Address.isBelow(load.filesz() - within, note.filesz())) {
                return headerAddress + headerBias() + note.vaddr();
            }
        }
        throw source.fault(headerAddress, "no loaded segment holds the notes");
    }

    /** Load bias less the address of the ELF header. */
    private long headerBias() {
        return first == null ? 0 : first.offset() - first.vaddr();
    }
}
