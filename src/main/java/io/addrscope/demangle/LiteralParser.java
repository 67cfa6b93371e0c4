// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import org.jspecify.annotations.Nullable;

/** {@code <expr-primary>}: literals and references to declared entities, Itanium C++ ABI 5.1.6.1 and 5.1.6.2. */
final class LiteralParser {
    /** Hexadecimal digits of float, double and the x87 long double. */
    private static final int FLOAT_DIGITS = 8;

    private static final int DOUBLE_DIGITS = 16;
    private static final int LONG_DOUBLE_DIGITS = 20;

    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    LiteralParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /** {@code <expr-primary> ::= L <type> <value> E | L <type> <real> _ <imaginary> E | L <type> E | L _Z <encoding> E}. */
    int exprPrimary() {
        in.expect('L');
        int c = in.peek();
        @Nullable String integer = integerTypeOrSuffix(c);
        if (integer != null) {
            in.pos++;
            return value(Kind.INTEGER_LITERAL, tree.keep(integer));
        }
        switch (c) {
            case 'b' -> {
                if (in.eat("b0E")) {
                    return tree.text("false");
                }
                if (in.eat("b1E")) {
                    return tree.text("true");
                }
                throw Malformed.NAME;
            }
            case 'f' -> {
                return floatLiteral(FLOAT_DIGITS);
            }
            case 'd' -> {
                return floatLiteral(DOUBLE_DIGITS);
            }
            case 'e' -> {
                return floatLiteral(LONG_DOUBLE_DIGITS);
            }
            case '_' -> {
                if (!in.eat("_Z")) {
                    throw Malformed.NAME;
                }
                int encoding = parser.encodings.encoding();
                in.expect('E');
                return encoding;
            }
            case 'A' -> {
                int stringType = parser.types.type();
                in.expect('E');
                return tree.add(Kind.STRING_LITERAL, stringType);
            }
            case 'D' -> {
                if (in.eat("Dn")) {
                    in.eat('0');
                    in.expect('E');
                    return tree.text("nullptr");
                }
            }
            case 'T' -> {
                // A literal of a dependent type is an expression, not a literal.
                throw Malformed.NAME;
            }
            case 'U' -> {
                if (in.peek(1) != 'l') {
                    throw Malformed.NAME;
                }
                int closure = parser.unqualifiedNames.unnamedTypeName(false);
                in.expect('E');
                return tree.add(Kind.LAMBDA, closure);
            }
            default -> {}
        }
        int type = parser.types.type();
        int start = in.pos;
        if (skipComplex()) {
            int literal = tree.add(Kind.ENUM_LITERAL, type, start, in.pos);
            in.expect('E');
            return literal;
        }
        in.pos = start;
        return value(Kind.ENUM_LITERAL, type);
    }

    /** {@code <real part> _ <imaginary part>}, of which both are integers or the bits of floating numbers. */
    private boolean skipComplex() {
        return skipPart() && in.eat('_') && skipPart();
    }

    private boolean skipPart() {
        in.eat('n');
        int start = in.pos;
        while (HexFloat.digit(in.peek()) >= 0) {
            in.pos++;
        }
        return in.pos > start;
    }

    private int value(int kind, int typeOperand) {
        int start = in.pos;
        in.eat('n');
        if (!in.atDigit()) {
            throw Malformed.NAME;
        }
        in.skipDigits();
        int literal = tree.add(kind, typeOperand, start, in.pos);
        in.expect('E');
        return literal;
    }

    private int floatLiteral(int digits) {
        int letter = in.next();
        int start = in.pos;
        in.skip(digits);
        for (int i = start; i < in.pos; i++) {
            if (HexFloat.digit(in.bytes[i]) < 0) {
                throw Malformed.NAME;
            }
        }
        int literal = tree.add(Kind.FLOAT_LITERAL, letter, start, in.pos);
        in.expect('E');
        return literal;
    }

    /** How a literal of a builtin integer type shows its type: as a suffix of up to three letters, or as a cast. */
    private static @Nullable String integerTypeOrSuffix(int c) {
        return switch (c) {
            case 'w' -> "wchar_t";
            case 'c' -> "char";
            case 'a' -> "signed char";
            case 'h' -> "unsigned char";
            case 's' -> "short";
            case 't' -> "unsigned short";
            case 'i' -> "";
            case 'j' -> "u";
            case 'l' -> "l";
            case 'm' -> "ul";
            case 'x' -> "ll";
            case 'y' -> "ull";
            case 'n' -> "__int128";
            case 'o' -> "unsigned __int128";
            default -> null;
        };
    }
}
