// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the headers and notes of ELF images (System V gABI, chapters "ELF header" and "Program header").
 *
 * <p>A file and the memory that it is mapped to hold the same bytes in different places. The headers come first in
 * both; a segment lies at {@code p_offset} in a file, and at load bias plus {@code p_vaddr} in memory. Nothing else here
 * knows the difference. Stateless, and safe to use from any thread; an image costs a handful of reads, at most
 * {@value #MAX_TABLE_BYTES} bytes of headers and {@value NoteScanner#MAX_BYTES} bytes of notes.
 */
public final class ElfReader {

    /** {@code PN_XNUM}: there are more program headers than {@code e_phnum} can tell; see section 0. */
    private static final int PN_XNUM = 0xffff;

    /**
     * Most program headers that are read. The kernel maps at most some 1,170; only core files have more, one a mapping,
     * of which a process has 65,530 unless its administrator allows more.
     */
    static final int MAX_PROGRAM_HEADERS = 1 << 17;

    /** Most bytes of program headers that are read. */
    static final int MAX_TABLE_BYTES = 16 << 20;

    /** How many bytes of the table are read at a time, so that memory is taken only for what is there. */
    private static final int CHUNK = 64 << 10;

    private final ElfHeader header;

    private ElfReader(ElfHeader header) {
        this.header = header;
    }

    /**
     * Reads the image that a file holds from its first byte.
     *
     * @throws NotElfException if the file does not begin as an ELF image does
     * @throws ElfFormatException if the headers contradict themselves, exceed the limits of this class or are cut off
     * @throws IOException if {@code file} cannot be read
     */
    public static ElfImage fromFile(ByteSource file) throws IOException {
        return fromFile(ElfHeader.read(file, 0));
    }

    /** As {@link #fromFile(ByteSource)}, of a file whose ELF header was read. */
    static ElfImage fromFile(ElfHeader header) throws IOException {
        ElfReader reader = new ElfReader(header);
        List<ProgramHeader> programHeaders = reader.programHeaders(reader.countInFile());
        return reader.image(programHeaders, new FilePlacement());
    }

    /**
     * Reads the image whose ELF header lies at an address.
     *
     * <p>The file's first page may be mapped more than once: linkers that pack segments tightly let two of them share a
     * page of the file. Any copy of the header will do for the headers and the build ID; {@link LoadSegments} tells which
     * load bias a copy means.
     *
     * @param memory positions in it are virtual addresses
     * @param headerAddress address of the ELF header
     * @throws NotElfException if there is no ELF header at that address
     * @throws ElfFormatException if the headers contradict themselves, exceed the limits of this class, are cut off, or
     *     are not mapped together
     * @throws IOException if {@code memory} cannot be read
     */
    public static ElfImage fromMemory(ByteSource memory, long headerAddress) throws IOException {
        ElfHeader header = ElfHeader.read(memory, headerAddress);
        ElfReader reader = new ElfReader(header);
        int count = header.half(header.layout.ePhnum);
        if (count == PN_XNUM) {
            // The number is in a section header, which no segment holds.
            throw header.fault(header.layout.ePhnum, "the number of program headers is not in memory (PN_XNUM)");
        }
        MemoryPlacement placement = new MemoryPlacement(headerAddress, reader.programHeaders(count));
        placement.requireMapped(header.source, reader.phoff(), (long) count * header.half(header.layout.ePhentsize));
        return reader.image(placement.programHeaders(), placement);
    }

    private ElfImage image(List<ProgramHeader> programHeaders, NotePlacement placement) {
        NoteScanner notes = new NoteScanner(header.source, header.order);
        notes.scan(programHeaders, placement);
        return new ElfImage(
                header.elfClass(),
                header.order,
                header.half(Layout.E_TYPE),
                header.half(Layout.E_MACHINE),
                programHeaders,
                notes.buildId(),
                notes.buildIdAddress(),
                notes.fault());
    }

    private long countInFile() throws IOException {
        Layout layout = header.layout;
        int count = header.half(layout.ePhnum);
        if (count != PN_XNUM) {
            return count;
        }
        long shoff = header.word(layout.eShoff);
        int entrySize = header.half(layout.eShentsize);
        if (shoff == 0 || entrySize < layout.shdrSize) {
            throw header.fault(
                    layout.ePhnum, "the number of program headers is in a section header, and there is none");
        }
        ByteBuffer section = header.source.read(header.base + shoff, layout.shdrSize, header.order, "section header 0");
        return Integer.toUnsignedLong(section.getInt(layout.shInfo));
    }

    private List<ProgramHeader> programHeaders(long count) throws IOException {
        List<ProgramHeader> result = new ArrayList<>();
        if (count == 0) {
            return result;
        }
        Layout layout = header.layout;
        int entrySize = header.half(layout.ePhentsize);
        if (entrySize < layout.phdrSize) {
            throw header.fault(
                    layout.ePhentsize,
                    "program headers of " + entrySize + " bytes are smaller than the " + layout.phdrSize
                            + " of their fields");
        }
        long tableBytes = count * entrySize;
        if (count > MAX_PROGRAM_HEADERS || tableBytes > MAX_TABLE_BYTES) {
            throw header.fault(
                    layout.ePhnum, "more program headers than are read: " + count + " of " + entrySize + " bytes");
        }
        int perChunk = Math.max(1, CHUNK / entrySize);
        for (int done = 0; done < count; done += perChunk) {
            int now = (int) Math.min(perChunk, count - done);
            long position = header.base + phoff() + (long) done * entrySize;
            ByteBuffer chunk = header.source.read(position, now * entrySize, header.order, "the program header table");
            for (int i = 0; i < now; i++) {
                result.add(layout.programHeader(chunk, i * entrySize));
            }
        }
        return result;
    }

    private long phoff() {
        return header.word(header.layout.ePhoff);
    }

    /** In a file each segment lies where its header says. No lambda: the command line would wait for its set-up. */
    private static final class FilePlacement implements NotePlacement {

        @Override
        public long position(ElfSource source, ProgramHeader note) {
            return note.offset();
        }
    }
}
