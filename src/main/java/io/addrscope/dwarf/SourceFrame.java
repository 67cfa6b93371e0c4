// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import org.jspecify.annotations.Nullable;

/**
 * One function at an address, as DWARF has it. Names are not demangled.
 *
 * @param linkageName {@code DW_AT_linkage_name}: what linkers call the function; null if it is not given
 * @param scope namespaces, classes and functions around the function, joined by {@code ::}; null if it has none, or a linkage name that
 *     says the same
 * @param name {@code DW_AT_name}: what the source calls the function, without scope; null if it is not given
 * @param file path of the source file, absolute if the compiler recorded its directory; null if unknown
 * @param line line in the file, from 1; 0 if unknown
 * @param column column in the line, from 1; 0 if unknown
 * @param discriminator which of the blocks of one line, as the compiler numbered them; 0 for the first
 * @param inlined whether this function was inlined into the next frame's
 * @param functionLowPc ELF address where this function, or this inlined copy of it, begins; 0 if unknown
 */
public record SourceFrame(
        @Nullable String linkageName,
        @Nullable String scope,
        @Nullable String name,
        @Nullable String file,
        int line,
        int column,
        int discriminator,
        boolean inlined,
        long functionLowPc) {

    /** Returns the name with its scope, as the source would write it from outside; null if there is no name. */
    public @Nullable String qualifiedName() {
        return scope == null || name == null ? name : scope + "::" + name;
    }

    /** Returns the linkage name, else the name with its scope; null if there is neither. */
    public @Nullable String function() {
        return linkageName == null ? qualifiedName() : linkageName;
    }
}
