// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.io.IOException;

/** What holds of every symbol table, whatever it was made of. */
final class SymbolTableChecks {

    private SymbolTableChecks() {}

    /**
     * Looks at every symbol.
     *
     * @throws AssertionError if a rule is broken
     */
    static void check(SymbolTable table) throws IOException {
        byte[] name = new byte[16];
        for (int i = 0; i < table.count(); i++) {
            long start = table.start(i);
            long length = table.end(i) - start;
            require(length != 0, "an extent of no bytes");
            require(i == 0 || Long.compareUnsigned(table.start(i - 1), start) < 0, "starts out of order");
            require(table.find(start) == i, "a symbol does not hold its own start");
            require(table.size(i) == 0 || table.size(i) == length, "a size that is not the extent's");
            int last = table.find(start + length - 1);
            require(last >= i, "the last byte is held by nobody, or by a symbol before");
            int copied = table.copyName(i, name);
            require(copied > 0 && !table.name(i).isEmpty(), "no name");
            require(table.kind(i) != null && table.table(i) != null, "no kind");
            String version = table.version(i);
            require(version == null || !version.isEmpty(), "an empty version");
        }
    }

    private static void require(boolean condition, String fault) {
        if (!condition) {
            throw new AssertionError(fault);
        }
    }
}
