// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** The {@code <CV-qualifiers>} and {@code <ref-qualifier>} of Itanium C++ ABI 5.1.5.1, as a set of bits. */
final class Qualifiers {
    static final int CONST = 1;
    static final int VOLATILE = 2;
    static final int RESTRICT = 4;
    static final int LVALUE = 8;
    static final int RVALUE = 16;

    private Qualifiers() {}

    /** {@code <CV-qualifiers> ::= [r] [V] [K]}. */
    static int parse(Input in) {
        int qualifiers = 0;
        if (in.eat('r')) {
            qualifiers |= RESTRICT;
        }
        if (in.eat('V')) {
            qualifiers |= VOLATILE;
        }
        if (in.eat('K')) {
            qualifiers |= CONST;
        }
        return qualifiers;
    }

    static void print(int qualifiers, Output out) {
        if (qualifiers == 0) {
            return;
        }
        if ((qualifiers & CONST) != 0) {
            out.add(" const");
        }
        if ((qualifiers & VOLATILE) != 0) {
            out.add(" volatile");
        }
        if ((qualifiers & RESTRICT) != 0) {
            out.add(" restrict");
        }
        if ((qualifiers & LVALUE) != 0) {
            out.add(" &");
        }
        if ((qualifiers & RVALUE) != 0) {
            out.add(" &&");
        }
    }
}
