// SPDX-License-Identifier: Apache-2.0
/**
 * DWARF: from an ELF address to function, file, line and column of every call that the compiler inlined there. Versions 2 to 5,
 * in 32- and 64-bit format and both byte orders, with split units and supplementary files.
 *
 * <p>Start with {@link io.addrscope.dwarf.DebugInfo}. An address leads to a unit by {@link io.addrscope.dwarf.UnitFinder};
 * the unit is read once, in one pass, into arrays ({@link io.addrscope.dwarf.FunctionTree}, {@link
 * io.addrscope.dwarf.LineTable}) that are kept as {@link io.addrscope.dwarf.CompactUnit} while there is room.
 *
 * <p>The bytes are a stranger's: every offset is checked before it is followed, every loop has an end that the input cannot
 * move, and what leaves the package is {@link io.addrscope.dwarf.DwarfFormatException} or an {@link java.io.IOException} of the
 * source. May use {@code io.addrscope.model}, {@code io.addrscope.linux} and {@code io.addrscope.elf}.
 */
@NullMarked
package io.addrscope.dwarf;

import org.jspecify.annotations.NullMarked;
