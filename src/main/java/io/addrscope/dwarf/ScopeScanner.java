// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;

/** Finds the namespaces and types of a unit that another one's functions have their names from. */
final class ScopeScanner {

    private ScopeScanner() {}

    /** Walks over all entries of a unit. */
    static Scopes scan(Unit unit) throws IOException {
        Scopes scopes = new Scopes();
        unit.load(new Scratch());
        try {
            walk(unit, scopes);
        } finally {
            unit.unload();
        }
        return scopes;
    }

    private static void walk(Unit unit, Scopes scopes) throws IOException {
        AbbreviationTable abbreviations = unit.abbreviations();
        Input in = unit.entries();
        Nesting nesting = new Nesting();
        while (in.hasRemaining()) {
            long entry = in.offset();
            long code = in.uleb();
            if (code == 0) {
                if (nesting.isEmpty()) {
                    return;
                }
                if (nesting.pop() != 0) {
                    scopes.close(entry);
                }
                continue;
            }
            int abbreviation = abbreviations.find(code, in);
            abbreviations.skip(abbreviation, in);
            if (abbreviations.hasChildren(abbreviation)) {
                boolean isScope = abbreviations.isScope(abbreviation);
                if (isScope) {
                    scopes.open(entry);
                }
                nesting.push(isScope ? 1 : 0, in);
            } else if (nesting.isEmpty()) {
                return;
            }
        }
    }
}
