// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/**
 * How much is read and kept of an image's symbols. What exceeds a limit is left out, and {@link SymbolTable#faults} says so.
 *
 * @param maxSymbols most symbols that are looked at, of all tables of an image together
 * @param maxNameBytes most bytes of string tables that are kept in memory; names in a larger table are read from the file
 *     when they are asked for
 * @param maxDebugdataBytes most bytes that {@code .gnu_debugdata} may have when it is decompressed
 */
public record SymbolLimits(int maxSymbols, int maxNameBytes, int maxDebugdataBytes) {

    /** Enough for the largest libraries that distributions have; the largest browser has about a million symbols. */
    public static final SymbolLimits DEFAULT = new SymbolLimits(4 << 20, 16 << 20, 64 << 20);

    /** Checks that none is negative. */
    public SymbolLimits {
        if (maxSymbols < 0 || maxNameBytes < 0 || maxDebugdataBytes < 0) {
            throw new IllegalArgumentException(
                    "negative limit: " + maxSymbols + ", " + maxNameBytes + ", " + maxDebugdataBytes);
        }
    }
}
