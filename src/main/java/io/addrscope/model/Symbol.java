// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import org.jspecify.annotations.Nullable;

/**
 * The function or variable that holds an address.
 *
 * @param name name for people, demangled
 * @param raw name as the table has it, without its version
 * @param version the symbol's version, such as {@code GLIBC_2.2.5}; null if it has none
 * @param kind what the symbol is, such as {@code function} or {@code variable}
 * @param table where the name comes from, such as {@code symtab}, {@code dynsym}, or {@code dwarf} where only debug information names it
 * @param sourceFile name of the source file that it is local to, as the symbol table tells it, mostly without a directory; empty if it is
 *     local to none, as what the linker adds; null for what other files may use, too, and where the table does not tell
 * @param debugFile path of the debug file that holds the table; null if that is the mapped image itself
 * @param offset bytes from the symbol's start to the address
 * @param size size of the symbol in bytes; 0 if the table does not tell: then it was taken to reach to the next symbol, or to
 *     the end of its section
 */
public record Symbol(
        String name,
        String raw,
        @Nullable String version,
        String kind,
        String table,
        @Nullable String sourceFile,
        @Nullable String debugFile,
        long offset,
        long size) {}
