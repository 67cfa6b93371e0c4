// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.SymbolTable;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of one image, of all its tables, and what there is to say where none of them holds an address. Immutable, and
 * safe for any number of threads.
 */
final class ImageSymbols implements ImagePart {

    /** What the object and what only it refers to take besides the table, in bytes, about. */
    private static final long OWN_BYTES = 400;

    private final SymbolTable table;
    private final @Nullable String debugFile;
    private final boolean complete;
    private final List<Reason> reasons;
    private final long firstId;

    /**
     * @param table the symbols
     * @param debugFile path of the debug file that those of {@code .symtab} come from; null if they come from the image itself
     * @param complete whether the image has a full symbol table, so that what none of its symbols holds has no name
     * @param reasons what to say where no symbol holds an address
     * @param number tells the numbers of its symbols from those of others
     */
    ImageSymbols(SymbolTable table, @Nullable String debugFile, boolean complete, List<Reason> reasons, int number) {
        this.table = table;
        this.debugFile = debugFile;
        this.complete = complete;
        this.reasons = List.copyOf(reasons);
        this.firstId = (long) number << Integer.SIZE;
    }

    SymbolTable table() {
        return table;
    }

    @Nullable
    String debugFile() {
        return debugFile;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    List<Reason> reasons() {
        return reasons;
    }

    /** Returns a number for a symbol that no other one has. */
    long id(int symbol) {
        return firstId | symbol;
    }

    @Override
    public long bytes() {
        return OWN_BYTES + table.bytes();
    }

    @Override
    public boolean isUseful() {
        return table != SymbolTable.EMPTY;
    }

    /** Copies a name as {@link SymbolTable#copyName} does; returns 0 if it cannot be read any more. */
    int copyName(int symbol, byte[] target) {
        try {
            return table.copyName(symbol, target);
        } catch (IOException e) {
            return 0;
        }
    }
}
