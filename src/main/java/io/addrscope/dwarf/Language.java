// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Languages, {@code DW_LANG_*} (DWARF 5, 7.12, and its list of additions). */
final class Language {
    private static final int C89 = 0x01;
    private static final int C = 0x02;
    private static final int C99 = 0x0c;
    private static final int C11 = 0x1d;
    private static final int C17 = 0x2c;
    private static final int ASSEMBLY = 0x31;
    private static final int MIPS_ASSEMBLER = 0x8001;

    private Language() {}

    /** Returns whether the names of functions are all on one level. */
    static boolean hasNoScopes(int language) {
        return switch (language) {
            case C89, C, C99, C11, C17, ASSEMBLY, MIPS_ASSEMBLER -> true;
            default -> false;
        };
    }
}
