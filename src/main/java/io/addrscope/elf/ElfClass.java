// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** Width of addresses and file offsets in an image: {@code e_ident[EI_CLASS]} (gABI, ELF header). */
public enum ElfClass {
    /** {@code ELFCLASS32}. */
    ELF32,
    /** {@code ELFCLASS64}. */
    ELF64
}
