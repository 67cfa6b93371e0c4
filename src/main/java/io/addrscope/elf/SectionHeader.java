// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;

/**
 * One section header (gABI, "Sections"). Numbers are as the image has them, unchecked.
 *
 * @param index place in the section header table
 * @param name name of the section; empty if the image has no names, or none that can be read
 * @param type {@code sh_type}: {@link #SHT_SYMTAB} and others
 * @param flags {@code sh_flags}: {@link #SHF_ALLOC} and others
 * @param address {@code sh_addr}: ELF address of the first byte, unsigned; 0 if it is not loaded
 * @param offset {@code sh_offset}: file offset of the first byte, unsigned
 * @param size {@code sh_size}: bytes, unsigned; in the file, unless the type is {@link #SHT_NOBITS}
 * @param link {@code sh_link}: index of another section, such as a symbol table's strings
 * @param info {@code sh_info}: what it means depends on the type
 * @param align {@code sh_addralign}: 0 and 1 mean none
 * @param entrySize {@code sh_entsize}: bytes of one entry of a table, unsigned; 0 if it is none
 */
public record SectionHeader(
        int index,
        String name,
        int type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long align,
        long entrySize) {

    /** {@code sh_type} of an entry that is no section. */
    public static final int SHT_NULL = 0;

    /** {@code sh_type} of what only the program knows the meaning of. */
    public static final int SHT_PROGBITS = 1;

    /** {@code sh_type} of a complete symbol table. */
    public static final int SHT_SYMTAB = 2;

    /** {@code sh_type} of strings. */
    public static final int SHT_STRTAB = 3;

    /** {@code sh_type} of relocations with addends. */
    public static final int SHT_RELA = 4;

    /** {@code sh_type} of notes. */
    public static final int SHT_NOTE = 7;

    /** {@code sh_type} of a section without bytes in the file. */
    public static final int SHT_NOBITS = 8;

    /** {@code sh_type} of relocations without addends. */
    public static final int SHT_REL = 9;

    /** {@code sh_type} of the symbol table for the dynamic linker. */
    public static final int SHT_DYNSYM = 11;

    /** {@code sh_type} of section indices that do not fit into symbols. */
    public static final int SHT_SYMTAB_SHNDX = 18;

    /** {@code sh_type} of the definitions of versions. */
    public static final int SHT_GNU_VERDEF = 0x6ffffffd;

    /** {@code sh_type} of the needs of versions. */
    public static final int SHT_GNU_VERNEED = 0x6ffffffe;

    /** {@code sh_type} of the versions of dynamic symbols. */
    public static final int SHT_GNU_VERSYM = 0x6fffffff;

    /** {@code sh_flags}: writable. */
    public static final long SHF_WRITE = 0x1;

    /** {@code sh_flags}: in memory when the program runs. */
    public static final long SHF_ALLOC = 0x2;

    /** {@code sh_flags}: executable. */
    public static final long SHF_EXECINSTR = 0x4;

    /** {@code sh_flags}: of each thread. */
    public static final long SHF_TLS = 0x400;

    /** {@code sh_flags}: compressed, with a compression header in front. */
    public static final long SHF_COMPRESSED = 0x800;

    /** Returns whether the section is in memory when the program runs. */
    public boolean isAllocated() {
        return (flags & SHF_ALLOC) != 0;
    }

    /** Returns whether the section is executable. */
    public boolean isExecutable() {
        return (flags & SHF_EXECINSTR) != 0;
    }

    /** Returns whether an ELF address lies in the section, if it is loaded. */
    public boolean contains(long elfAddress) {
        return Address.isBelow(elfAddress - address, size);
    }
}
