// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found of an image's symbols so far, and how much more may be. For one thread. */
final class SymbolCollection {

    /** Most faults that are told. */
    private static final int MAX_FAULTS = 16;

    final SymbolColumns columns = new SymbolColumns();

    /** Names of versions by id; that of id 0 is never asked for. */
    final List<String> versions = new ArrayList<>(List.of(""));

    final List<StringTable> strings = new ArrayList<>();

    private final List<String> faults = new ArrayList<>();
    private final SymbolLimits limits;
    private final @Nullable SymbolWindow window;
    private int symbolsLeft;
    private long nameBytesLeft;

    /** @param window the symbols that are of interest; null if all are */
    SymbolCollection(SymbolLimits limits, @Nullable SymbolWindow window) {
        this.limits = limits;
        this.window = window;
        this.symbolsLeft = limits.maxSymbols();
        this.nameBytesLeft = limits.maxNameBytes();
    }

    SymbolLimits limits() {
        return limits;
    }

    /** Returns what is of interest; null if all is. */
    @Nullable
    SymbolWindow window() {
        return window;
    }

    List<String> faults() {
        return faults;
    }

    void fault(String fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    void fault(ElfFormatException fault) {
        fault(fault.source() + " at " + Address.format(fault.position()) + ": " + fault.fault());
    }

    /**
     * Returns how many of {@code count} symbols may be looked at.
     *
     * @param what what messages call the table
     */
    int claimSymbols(long count, String what) {
        int granted = (int) Math.min(count, symbolsLeft);
        symbolsLeft -= granted;
        if (granted < count) {
            fault(what + ": " + count + " symbols are more than are read, " + limits.maxSymbols());
        }
        return granted;
    }

    /**
     * Adds a string table, which becomes the last of {@link #strings}.
     *
     * @param reopened reads it from the file if it is too large to keep; null if it cannot be read there
     * @param offset file offset of its first byte
     * @return its bytes; null if there is no place for it
     * @throws IOException if it cannot be read
     */
    @Nullable
    NameBytes addStrings(ByteSource content, @Nullable SymbolStrings reopened, long offset) throws IOException {
        long size = content.size();
        if (strings.size() == SymbolColumns.MAX_STRING_TABLES) {
            fault(content.name() + ": there are more string tables than are read");
            return null;
        }
        StringTable table;
        if (window != null) {
            if (size > nameBytesLeft) {
                window.giveUp();
            }
            table = StringTable.inFile(new ContentStrings(content), 0, size);
            nameBytesLeft -= size;
        } else if (size <= nameBytesLeft) {
            table = StringTable.read(content, (int) size);
            nameBytesLeft -= size;
        } else if (reopened != null) {
            table = StringTable.inFile(reopened, offset, size);
        } else {
            fault(content.name() + ": " + size + " bytes of names are more than are kept, " + limits.maxNameBytes());
            return null;
        }
        strings.add(table);
        return new NameBytes(table, content, window == null ? NameBytes.MANY : NameBytes.FEW);
    }
}
