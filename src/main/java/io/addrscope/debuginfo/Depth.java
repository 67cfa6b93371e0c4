// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

/** How much can be said of an address in a library. Names are part of the JSON format. */
public enum Depth {
    /** Function, file and line. */
    LINES("lines"),
    /** The name of every function. */
    NAMES("names"),
    /** The names of those functions that the library exports. */
    EXPORTS("exports"),
    /** Nothing. */
    NOTHING("nothing");

    private final String text;

    Depth(String text) {
        this.text = text;
    }

    /** Returns how deep a file alone leads. */
    static Depth of(DebugContents contents) {
        if (contents.debugLine() && contents.debugInfo()) {
            return LINES;
        }
        if (contents.symbols() > 0 || contents.miniDebugInfo() || contents.debugInfo()) {
            return NAMES;
        }
        return contents.dynamicSymbols() > 0 ? EXPORTS : NOTHING;
    }

    /** Returns it in a word. */
    @Override
    public String toString() {
        return text;
    }
}
