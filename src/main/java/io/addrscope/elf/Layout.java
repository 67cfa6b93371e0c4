// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.nio.ByteBuffer;

/**
 * Where the fields of headers and symbols lie, in bytes from their beginning.
 *
 * <pre>
 * ELF header (gABI, elf.h Elf32_Ehdr, Elf64_Ehdr)     Program header (Elf32_Phdr, Elf64_Phdr)
 *   field        ELF32  ELF64  bytes                    field     ELF32  ELF64  bytes
 *   e_ident          0      0  16                       p_type        0      0  4
 *   e_type          16     16  2                        p_flags      24      4  4
 *   e_machine       18     18  2                        p_offset      4      8  4/8
 *   e_version       20     20  4                        p_vaddr       8     16  4/8
 *   e_entry         24     24  4/8                      p_paddr      12     24  4/8
 *   e_phoff         28     32  4/8                      p_filesz     16     32  4/8
 *   e_shoff         32     40  4/8                      p_memsz      20     40  4/8
 *   e_flags         36     48  4                        p_align      28     48  4/8
 *   e_ehsize        40     52  2                        (size)       32     56
 *   e_phentsize     42     54  2
 *   e_phnum         44     56  2
 *   e_shentsize     46     58  2                      Symbol (Elf32_Sym, Elf64_Sym)
 *   e_shnum         48     60  2                        st_name       0      0  4
 *   e_shstrndx      50     62  2                        st_value      4      8  4/8
 *   (size)          52     64                           st_size       8     16  4/8
 *                                                       st_info      12      4  1
 * Section header (Elf32_Shdr, Elf64_Shdr)               st_other     13      5  1
 *   sh_name          0      0  4                        st_shndx     14      6  2
 *   sh_type          4      4  4                        (size)       16     24
 *   sh_flags         8      8  4/8
 *   sh_addr         12     16  4/8                    Compression header (Elf32_Chdr, Elf64_Chdr)
 *   sh_offset       16     24  4/8                      ch_type       0      0  4
 *   sh_size         20     32  4/8                      ch_size       4      8  4/8
 *   sh_link         24     40  4                        ch_addralign  8     16  4/8
 *   sh_info         28     44  4                        (size)       12     24
 *   sh_addralign    32     48  4/8
 *   sh_entsize      36     56  4/8
 *   (size)          40     64
 * </pre>
 */
enum Layout {
    /** {@code ELFCLASS32}. */
    ELF32(
            4, 52, 28, 32, 42, 44, 46, 48, 50, 32, 24, 4, 8, 16, 20, 28, 40, 12, 16, 20, 24, 28, 32, 36, 16, 4, 8, 12,
            14, 12, 4),
    /** {@code ELFCLASS64}. */
    ELF64(
            8, 64, 32, 40, 54, 56, 58, 60, 62, 56, 4, 8, 16, 32, 40, 48, 64, 16, 24, 32, 40, 44, 48, 56, 24, 8, 16, 4,
            6, 24, 8);

    /** Bytes of {@code e_ident}. */
    static final int EI_NIDENT = 16;

    /** Index in {@code e_ident} of the class: 1 is 32 bits, 2 is 64. */
    static final int EI_CLASS = 4;

    /** Index in {@code e_ident} of the byte order: 1 is little endian, 2 is big. */
    static final int EI_DATA = 5;

    /** Offset of {@code e_type}. */
    static final int E_TYPE = 16;

    /** Offset of {@code e_machine}. */
    static final int E_MACHINE = 18;

    /** Offset of {@code sh_name}. */
    static final int SH_NAME = 0;

    /** Offset of {@code sh_type}. */
    static final int SH_TYPE = 4;

    /** Offset of {@code sh_flags}. */
    static final int SH_FLAGS = 8;

    /** Offset of {@code st_name}. */
    static final int ST_NAME = 0;

    /** Offset of {@code ch_type}. */
    static final int CH_TYPE = 0;

    /** Offset of {@code p_type}. */
    static final int P_TYPE = 0;

    /** Size of an address or a file offset. */
    final int wordSize;

    /** Size of the ELF header. */
    final int ehdrSize;

    /** Offset of {@code e_phoff}. */
    final int ePhoff;

    /** Offset of {@code e_shoff}. */
    final int eShoff;

    /** Offset of {@code e_phentsize}. */
    final int ePhentsize;

    /** Offset of {@code e_phnum}. */
    final int ePhnum;

    /** Offset of {@code e_shentsize}. */
    final int eShentsize;

    /** Offset of {@code e_shnum}. */
    final int eShnum;

    /** Offset of {@code e_shstrndx}. */
    final int eShstrndx;

    /** Size of a program header. */
    final int phdrSize;

    /** Offset of {@code p_flags}. */
    final int pFlags;

    /** Offset of {@code p_offset}. */
    final int pOffset;

    /** Offset of {@code p_vaddr}. */
    final int pVaddr;

    /** Offset of {@code p_filesz}. */
    final int pFilesz;

    /** Offset of {@code p_memsz}. */
    final int pMemsz;

    /** Offset of {@code p_align}. */
    final int pAlign;

    /** Size of a section header. */
    final int shdrSize;

    /** Offset of {@code sh_addr}. */
    final int shAddr;

    /** Offset of {@code sh_offset}. */
    final int shOffset;

    /** Offset of {@code sh_size}. */
    final int shSize;

    /** Offset of {@code sh_link}. */
    final int shLink;

    /** Offset of {@code sh_info}. */
    final int shInfo;

    /** Offset of {@code sh_addralign}. */
    final int shAddralign;

    /** Offset of {@code sh_entsize}. */
    final int shEntsize;

    /** Size of a symbol. */
    final int symSize;

    /** Offset of {@code st_value}. */
    final int stValue;

    /** Offset of {@code st_size}. */
    final int stSize;

    /** Offset of {@code st_info}; {@code st_other} follows. */
    final int stInfo;

    /** Offset of {@code st_shndx}. */
    final int stShndx;

    /** Size of a compression header. */
    final int chdrSize;

    /** Offset of {@code ch_size}. */
    final int chSize;

    Layout(
            int wordSize,
            int ehdrSize,
            int ePhoff,
            int eShoff,
            int ePhentsize,
            int ePhnum,
            int eShentsize,
            int eShnum,
            int eShstrndx,
            int phdrSize,
            int pFlags,
            int pOffset,
            int pVaddr,
            int pFilesz,
            int pMemsz,
            int pAlign,
            int shdrSize,
            int shAddr,
            int shOffset,
            int shSize,
            int shLink,
            int shInfo,
            int shAddralign,
            int shEntsize,
            int symSize,
            int stValue,
            int stSize,
            int stInfo,
            int stShndx,
            int chdrSize,
            int chSize) {
        this.wordSize = wordSize;
        this.ehdrSize = ehdrSize;
        this.ePhoff = ePhoff;
        this.eShoff = eShoff;
        this.ePhentsize = ePhentsize;
        this.ePhnum = ePhnum;
        this.eShentsize = eShentsize;
        this.eShnum = eShnum;
        this.eShstrndx = eShstrndx;
        this.phdrSize = phdrSize;
        this.pFlags = pFlags;
        this.pOffset = pOffset;
        this.pVaddr = pVaddr;
        this.pFilesz = pFilesz;
        this.pMemsz = pMemsz;
        this.pAlign = pAlign;
        this.shdrSize = shdrSize;
        this.shAddr = shAddr;
        this.shOffset = shOffset;
        this.shSize = shSize;
        this.shLink = shLink;
        this.shInfo = shInfo;
        this.shAddralign = shAddralign;
        this.shEntsize = shEntsize;
        this.symSize = symSize;
        this.stValue = stValue;
        this.stSize = stSize;
        this.stInfo = stInfo;
        this.stShndx = stShndx;
        this.chdrSize = chdrSize;
        this.chSize = chSize;
    }

    static Layout of(ElfClass elfClass) {
        return elfClass == ElfClass.ELF32 ? ELF32 : ELF64;
    }

    /** Returns the address or file offset at {@code index}; one of 32 bits is extended with zeros. */
    long word(ByteBuffer bytes, int index) {
        return wordSize == Integer.BYTES ? Integer.toUnsignedLong(bytes.getInt(index)) : bytes.getLong(index);
    }

    /** Decodes the program header at {@code index}. */
    ProgramHeader programHeader(ByteBuffer bytes, int index) {
        return new ProgramHeader(
                bytes.getInt(index + P_TYPE),
                bytes.getInt(index + pFlags),
                word(bytes, index + pOffset),
                word(bytes, index + pVaddr),
                word(bytes, index + pFilesz),
                word(bytes, index + pMemsz),
                word(bytes, index + pAlign));
    }
}
