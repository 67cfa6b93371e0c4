// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the dynamic linker is told of an image's symbols (gABI, "Dynamic Section"): pairs of a tag and a value, each of the
 * size of an address, up to the tag 0. Addresses in it are ELF addresses. Immutable.
 */
final class DynamicSection {

    private static final int PT_DYNAMIC = 2;

    /** Most bytes of the section that are read; the longest of real libraries have a few KiB, for the libraries they need. */
    private static final int MAX_BYTES = 64 << 10;

    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_MIPS_SYMTABNO = 0x70000011;
    private static final long DT_GNU_HASH = 0x6ffffef5L;
    private static final long DT_VERSYM = 0x6ffffff0L;
    private static final long DT_VERDEF = 0x6ffffffcL;
    private static final long DT_VERNEED = 0x6ffffffeL;

    private static final int EM_MIPS = 8;

    /** ELF address of the symbols, and the others so; 0 where the section does not tell. */
    long symbols;

    long symbolSize;
    long strings;
    long stringBytes;
    long hash;
    long gnuHash;
    long versionIndices;
    long versionDefinitions;
    long versionNeeds;

    /** How many symbols there are, where the section itself tells (MIPS); else 0. */
    long symbolCount;

    private DynamicSection() {}

    /**
     * Reads the section.
     *
     * @return what it tells; nothing if the image has none
     * @throws ElfFormatException if no segment holds it
     * @throws IOException if the image cannot be read
     */
    static DynamicSection read(ElfImage image, LoadedBytes loaded) throws IOException {
        DynamicSection section = new DynamicSection();
        for (ProgramHeader header : image.programHeaders()) {
            if (header.type() == PT_DYNAMIC) {
                section.read(image, loaded, header);
                break;
            }
        }
        return section;
    }

    private void read(ElfImage image, LoadedBytes loaded, ProgramHeader header) throws IOException {
        ByteSource source = loaded.from(header.vaddr(), MAX_BYTES, "the dynamic section");
        byte[] bytes = new byte[(int) source.size()];
        int count = Math.max(0, source.read(0, bytes, 0, bytes.length));
        ByteBuffer entries = ByteBuffer.wrap(bytes, 0, count).slice().order(image.byteOrder());
        Layout layout = Layout.of(image.elfClass());
        for (int at = 0; at + 2 * layout.wordSize <= count; at += 2 * layout.wordSize) {
            long tag = layout.word(entries, at);
            if (tag == 0) {
                break;
            }
            take(image, loaded, tag, layout.word(entries, at + layout.wordSize));
        }
    }

    private void take(ElfImage image, LoadedBytes loaded, long tag, long value) {
        if (tag == DT_SYMENT) {
            symbolSize = value;
        } else if (tag == DT_STRSZ) {
            stringBytes = value;
        } else if (tag == DT_MIPS_SYMTABNO && image.machine() == EM_MIPS) {
            symbolCount = value;
        } else if (tag == DT_SYMTAB) {
            symbols = loaded.elfAddress(value);
        } else if (tag == DT_STRTAB) {
            strings = loaded.elfAddress(value);
        } else if (tag == DT_HASH) {
            hash = loaded.elfAddress(value);
        } else if (tag == DT_GNU_HASH) {
            gnuHash = loaded.elfAddress(value);
        } else if (tag == DT_VERSYM) {
            versionIndices = loaded.elfAddress(value);
        } else if (tag == DT_VERDEF) {
            versionDefinitions = loaded.elfAddress(value);
        } else if (tag == DT_VERNEED) {
            versionNeeds = loaded.elfAddress(value);
        }
    }
}
