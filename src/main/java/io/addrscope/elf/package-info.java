// SPDX-License-Identifier: Apache-2.0
/**
 * ELF images, read from a file or from the memory of a process: headers, segments, notes, sections and symbols.
 *
 * <p>An image is whatever lies in the source: truncated, contradictory or made to harm. Every size is checked before
 * memory is taken for it, every loop has a budget, and the only exceptions are {@link java.io.IOException} of the source
 * and {@link io.addrscope.elf.ElfFormatException}. May use {@code io.addrscope.model}, {@code io.addrscope.linux} and
 * {@code io.addrscope.zstd}.
 *
 * <p>Start with {@link io.addrscope.elf.ElfReader}, which makes an {@link io.addrscope.elf.ElfImage};
 * {@link io.addrscope.elf.SymbolTable} names what lies at an address of it;
 * {@link io.addrscope.elf.LoadSegments} turns an address in a process into the address that the image calls it.
 */
@NullMarked
package io.addrscope.elf;

import org.jspecify.annotations.NullMarked;
