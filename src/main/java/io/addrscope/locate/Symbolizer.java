// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.SymbolSource;
import io.addrscope.elf.SymbolTable;
import io.addrscope.model.Address;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names an address of an image by the image's symbols, or says why it has no name. Safe for any number of threads. */
final class Symbolizer {

    private Symbolizer() {}

    /**
     * Returns the symbol that holds an address.
     *
     * @param elfAddress the address in the image's own terms
     * @param file what messages call the image
     * @param reasons why there is none is added here
     * @return null if none holds it
     */
    static @Nullable Symbol symbol(ImageSymbols symbols, long elfAddress, String file, List<Reason> reasons) {
        SymbolTable table = symbols.table();
        int found = table.find(elfAddress);
        if (found == SymbolTable.NONE) {
            reasons.addAll(symbols.reasons());
            if (symbols.isComplete()) {
                reasons.add(new Reason(
                        Reason.Code.NO_SYMBOL, "no symbol of " + file + " covers " + Address.format(elfAddress)));
            }
            return null;
        }
        try {
            String raw = table.name(found);
            return new Symbol(
                    DemangledNames.of(raw),
                    raw,
                    table.version(found),
                    table.kind(found).text(),
                    table.table(found).text(),
                    table.sourceFile(found),
                    table.table(found) == SymbolSource.SYMTAB ? symbols.debugFile() : null,
                    elfAddress - table.start(found),
                    table.size(found));
        } catch (IOException e) {
            reasons.add(new Reason(Reason.Code.FILE_UNREADABLE, "the symbol's name cannot be read: " + e.getMessage()));
            return null;
        }
    }
}
