// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** Where a symbol comes from. Of two symbols for one place, the one from what stands first here is believed. */
public enum SymbolSource {
    /** {@code .symtab}, which has all symbols unless a part of them was stripped. */
    SYMTAB(0, "symtab"),
    /** {@code .dynsym}, which has what other images may use. */
    DYNSYM(1, "dynsym"),
    /** The {@code .symtab} in {@code .gnu_debugdata}: functions that {@code .dynsym} does not have. */
    GNU_DEBUGDATA(2, "gnu_debugdata"),
    /** The procedure linkage table, whose slots are named by the relocations that fill what they jump through. */
    PLT(3, "plt");

    private static final SymbolSource[] BY_CODE = {SYMTAB, DYNSYM, GNU_DEBUGDATA, PLT};

    /** The number that stands for it where symbols are packed: the smaller, the more it is believed. */
    final int code;

    private final String text;

    SymbolSource(int code, String text) {
        this.code = code;
        this.text = text;
    }

    static SymbolSource of(int code) {
        return BY_CODE[code];
    }

    /** Returns what outputs call it. */
    public String text() {
        return text;
    }
}
