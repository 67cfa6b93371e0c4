// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** What a symbol names. */
public enum SymbolKind {
    /** Code ({@code STT_FUNC}, or {@code STT_NOTYPE} in an executable section). */
    FUNCTION(0, "function"),
    /** Code that the dynamic linker calls to choose the function of this name ({@code STT_GNU_IFUNC}). */
    IFUNC(1, "ifunc"),
    /** Data ({@code STT_OBJECT}, or {@code STT_NOTYPE} in a section that is not executable). */
    VARIABLE(2, "variable"),
    /** Code of the linker's that jumps to the function of this name, wherever that is. */
    PLT(3, "plt");

    private static final SymbolKind[] BY_CODE = {FUNCTION, IFUNC, VARIABLE, PLT};

    /** The number that stands for it where symbols are packed. */
    final int code;

    private final String text;

    SymbolKind(int code, String text) {
        this.code = code;
        this.text = text;
    }

    static SymbolKind of(int code) {
        return BY_CODE[code];
    }

    /** Returns what outputs call it. */
    public String text() {
        return text;
    }
}
