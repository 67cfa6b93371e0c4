// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * What HotSpot says that a register or a word of the stack holds.
 *
 * @param register the register's name; null for a word of the stack
 * @param slot the word's number, counted from the stack pointer; null for a register
 * @param value the value; null where the description does not begin with it
 * @param text the first line of the description
 * @param library the library that the value points into
 * @param at the whole description, with the lines of objects and code behind the first
 */
public record Description(
        @Nullable Text register,
        @Nullable Word slot,
        @Nullable Word value,
        @Nullable Text text,
        @Nullable LibraryPlace library,
        Span at) {

    /**
     * A place in a library, as the dynamic linker named it to HotSpot.
     *
     * @param symbol name of the exported symbol that holds it
     * @param path path by which the library was loaded
     * @param base the library's lowest address
     */
    public record LibraryPlace(@Nullable Text symbol, Text path, Word base) {}
}
