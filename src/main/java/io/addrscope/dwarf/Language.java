// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Languages, {@code DW_LANG_*} (DWARF 5, 7.12, and its list of additions). */
final class Language {
    private static final int C89 = 0x01;
    private static final int C = 0x02;
    private static final int CPP = 0x04;
    private static final int C99 = 0x0c;
    private static final int CPP11 = 0x1a;
    private static final int C11 = 0x1d;
    private static final int CPP14 = 0x21;
    private static final int CPP17 = 0x2a;
    private static final int CPP20 = 0x2b;
    private static final int C17 = 0x2c;
    private static final int ASSEMBLY = 0x31;
    private static final int MIPS_ASSEMBLER = 0x8001;

    private static final boolean[] CLOSED = {false, false, false, false, false, true};
    private static final boolean[] CLOSED_AND_ENUMERATIONS = {false, false, false, false, true, true};
    private static final boolean[] CLOSED_AND_TYPES = {false, false, false, true, true, true};

    private Language() {}

    /**
     * Returns, by kinds of entries as {@link AbbreviationTable} tells them apart, whether no function is in one. Methods are in
     * their types with compilers of many languages, of Rust even in enumerations.
     */
    static boolean[] withoutFunctions(int language) {
        return switch (language) {
            case C89, C, C99, C11, C17, ASSEMBLY, MIPS_ASSEMBLER -> CLOSED_AND_TYPES;
            case CPP, CPP11, CPP14, CPP17, CPP20 -> CLOSED_AND_ENUMERATIONS;
            default -> CLOSED;
        };
    }

    /** Returns whether the names of functions are all on one level. */
    static boolean hasNoScopes(int language) {
        return switch (language) {
            case C89, C, C99, C11, C17, ASSEMBLY, MIPS_ASSEMBLER -> true;
            default -> false;
        };
    }
}
