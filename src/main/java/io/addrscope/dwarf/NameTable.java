// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Names of functions by numbers, 0 for none. Safe for any number of threads. */
final class NameTable {

    /** As llvm and gdb write it. */
    private static final String ANONYMOUS_NAMESPACE = "(anonymous namespace)";

    private static final String ANONYMOUS_TYPE = "(anonymous)";

    private final StringTable strings;
    private final int[] linkageNames;
    private final int[] names;
    private final int[] scopes;
    private final int[] scopeNames;
    private final int[] scopeParents;

    NameTable(
            StringTable strings, int[] linkageNames, int[] names, int[] scopes, int[] scopeNames, int[] scopeParents) {
        this.strings = strings;
        this.linkageNames = linkageNames;
        this.names = names;
        this.scopes = scopes;
        this.scopeNames = scopeNames;
        this.scopeParents = scopeParents;
    }

    /** Returns the linkage name; null if there is none. */
    @Nullable
    String linkageName(int number) throws IOException {
        return strings.get(linkageNames[number]);
    }

    /** Returns the name without scope; null if there is none. */
    @Nullable
    String name(int number) throws IOException {
        return strings.get(names[number]);
    }

    /** Returns the scope, if there is one and no linkage name; else null. */
    @Nullable
    String scope(int number) throws IOException {
        int scope = scopes[number];
        if (scope == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(scopeName(scope));
        for (int parent = scopeParents[scope]; parent != 0; parent = scopeParents[parent]) {
            text.insert(0, "::").insert(0, scopeName(parent));
        }
        return text.toString();
    }

    private String scopeName(int scope) throws IOException {
        int name = scopeNames[scope];
        if (name == FunctionNames.ANONYMOUS_NAMESPACE) {
            return ANONYMOUS_NAMESPACE;
        }
        String text = name > 0 ? strings.get(name) : null;
        return text == null ? ANONYMOUS_TYPE : text;
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 12L * names.length + 8L * scopeNames.length + strings.bytes();
    }
}
