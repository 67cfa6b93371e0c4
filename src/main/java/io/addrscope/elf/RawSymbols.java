// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import org.jspecify.annotations.Nullable;

/**
 * A symbol table as it lies in an image.
 *
 * @param source which table it is
 * @param table its entries
 * @param count how many entries; the caller has bounded it
 * @param sectionIndices section indices that do not fit into the entries, four bytes for each entry
 *     ({@code SHT_SYMTAB_SHNDX}); null if there are none
 * @param names the string table
 * @param strings what {@link SymbolColumns} calls the string table
 * @param versions versions of the symbols; null if they have none
 */
record RawSymbols(
        SymbolSource source,
        ByteSource table,
        int count,
        @Nullable ByteWindow sectionIndices,
        NameBytes names,
        int strings,
        @Nullable SymbolVersions versions) {}
