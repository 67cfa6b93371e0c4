// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import org.jspecify.annotations.Nullable;

/**
 * Symbols in order of their addresses, no two with the same, and which of them holds an address.
 *
 * <p>Extents may overlap. So the answers are laid out flat: from each step on, up to the next, one symbol holds the
 * addresses, as far as its extent goes. Where no symbol goes on behind another that it holds, each begins one step, and the
 * steps are the symbols.
 */
final class SymbolArrays {

    /** ELF address of the first byte. */
    final long[] starts;

    /** Bytes of the extent; never 0. */
    final long[] lengths;

    /** Where the name begins in its string table, unsigned. */
    final int[] names;

    /** As {@link SymbolColumns} packs it, with {@link #SIZED} on top. */
    final int[] infos;

    /** Bit of {@link #infos}: the table tells the size. */
    static final int SIZED = 1 << 31;

    /** Of the symbols that have {@link SymbolColumns#HAS_FILE}. */
    final SymbolFiles files;

    private final long[] steps;

    /** The symbol of each step; null if each symbol begins one. */
    private final int @Nullable [] stepSymbols;

    SymbolArrays(long[] starts, long[] lengths, int[] names, int[] infos, SymbolFiles files, SymbolSteps steps) {
        this.starts = starts;
        this.lengths = lengths;
        this.names = names;
        this.infos = infos;
        this.files = files;
        this.steps = steps.starts;
        this.stepSymbols = steps.symbols;
    }

    /** Returns the index of the symbol that holds an address; -1 if none does. */
    int find(long elfAddress) {
        int step = UnsignedOrder.floor(steps, elfAddress);
        if (step < 0) {
            return SymbolTable.NONE;
        }
        int symbol = stepSymbols == null ? step : stepSymbols[step];
        return Address.isBelow(elfAddress - starts[symbol], lengths[symbol]) ? symbol : SymbolTable.NONE;
    }

    /** Returns the ELF address behind the last byte of a symbol's extent. */
    long end(int symbol) {
        return starts[symbol] + lengths[symbol];
    }

    /**
     * Returns one of the symbols by itself, the name of which begins the first string table.
     *
     * @param file where the name of its source file begins there, if it has one
     */
    SymbolArrays alone(int symbol, int file) {
        long[] start = {starts[symbol]};
        long[] length = {lengths[symbol]};
        int[] info = {SymbolColumns.withStrings(infos[symbol], 0)};
        SymbolFiles alone = new SymbolFiles();
        alone.add(0, file);
        alone.trim();
        return new SymbolArrays(start, length, new int[1], info, alone, SymbolSteps.of(start, length, false));
    }

    boolean isSized(int symbol) {
        return (infos[symbol] & SIZED) != 0;
    }

    /** Returns how many bytes of memory they take. */
    long bytes() {
        long bytes = (2L * Long.BYTES + 2L * Integer.BYTES) * starts.length;
        bytes += files.bytes();
        return stepSymbols == null ? bytes : bytes + ((long) Long.BYTES + Integer.BYTES) * stepSymbols.length;
    }
}
