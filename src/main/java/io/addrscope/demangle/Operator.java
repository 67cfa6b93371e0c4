// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * The operators of Itanium C++ ABI 5.1.3 and those of 5.1.6 that have a two-letter code and plain operands.
 *
 * @param code two letters
 * @param form how its operands follow
 * @param precedence one of the constants here, the lower the tighter
 * @param symbol as written in an expression
 */
record Operator(String code, Form form, int precedence, String symbol) {
    /** How operands follow an operator in an expression. */
    enum Form {
        PREFIX,
        POSTFIX,
        BINARY,
        MEMBER,
        SUBSCRIPT,
        CONDITIONAL,
        CALL,
        NEW,
        DELETE,
        NAMED_CAST,
        /** An operand that is a type, in parentheses. */
        OF_TYPE,
        /** An operand that is an expression, in parentheses. */
        OF_EXPRESSION
    }

    static final int PRIMARY = 0;
    static final int POSTFIX = 1;
    static final int UNARY = 2;
    static final int CAST = 3;
    static final int MEMBER_POINTER = 4;
    static final int MULTIPLICATIVE = 5;
    static final int ADDITIVE = 6;
    static final int SHIFT = 7;
    static final int SPACESHIP = 8;
    static final int RELATIONAL = 9;
    static final int EQUALITY = 10;
    static final int AND = 11;
    static final int XOR = 12;
    static final int IOR = 13;
    static final int AND_IF = 14;
    static final int OR_IF = 15;
    static final int TERNARY = 16;
    static final int ASSIGN = 17;
    static final int COMMA = 18;

    /** Looser than every operator: what no parentheses are put around. */
    static final int ANY = 19;

    private static final Operator[] ALL = {
        new Operator("aN", Form.BINARY, ASSIGN, "&="),
        new Operator("aS", Form.BINARY, ASSIGN, "="),
        new Operator("aa", Form.BINARY, AND_IF, "&&"),
        new Operator("ad", Form.PREFIX, UNARY, "&"),
        new Operator("an", Form.BINARY, AND, "&"),
        new Operator("at", Form.OF_TYPE, UNARY, "alignof "),
        new Operator("aw", Form.PREFIX, UNARY, "co_await "),
        new Operator("az", Form.OF_EXPRESSION, UNARY, "alignof "),
        new Operator("cc", Form.NAMED_CAST, POSTFIX, "const_cast"),
        new Operator("cl", Form.CALL, POSTFIX, "()"),
        new Operator("cm", Form.BINARY, COMMA, ","),
        new Operator("co", Form.PREFIX, UNARY, "~"),
        // A call whose callee is in parentheses, so that it finds no functions by the types of its arguments.
        new Operator("cp", Form.CALL, POSTFIX, "()"),
        new Operator("dV", Form.BINARY, ASSIGN, "/="),
        new Operator("da", Form.DELETE, UNARY, "delete[]"),
        new Operator("dc", Form.NAMED_CAST, POSTFIX, "dynamic_cast"),
        new Operator("de", Form.PREFIX, UNARY, "*"),
        new Operator("dl", Form.DELETE, UNARY, "delete"),
        new Operator("ds", Form.MEMBER, MEMBER_POINTER, ".*"),
        new Operator("dt", Form.MEMBER, POSTFIX, "."),
        new Operator("dv", Form.BINARY, MULTIPLICATIVE, "/"),
        new Operator("eO", Form.BINARY, ASSIGN, "^="),
        new Operator("eo", Form.BINARY, XOR, "^"),
        new Operator("eq", Form.BINARY, EQUALITY, "=="),
        new Operator("ge", Form.BINARY, RELATIONAL, ">="),
        new Operator("gt", Form.BINARY, RELATIONAL, ">"),
        new Operator("ix", Form.SUBSCRIPT, POSTFIX, "[]"),
        new Operator("lS", Form.BINARY, ASSIGN, "<<="),
        new Operator("le", Form.BINARY, RELATIONAL, "<="),
        new Operator("ls", Form.BINARY, SHIFT, "<<"),
        new Operator("lt", Form.BINARY, RELATIONAL, "<"),
        new Operator("mI", Form.BINARY, ASSIGN, "-="),
        new Operator("mL", Form.BINARY, ASSIGN, "*="),
        new Operator("mi", Form.BINARY, ADDITIVE, "-"),
        new Operator("ml", Form.BINARY, MULTIPLICATIVE, "*"),
        new Operator("mm", Form.POSTFIX, POSTFIX, "--"),
        new Operator("na", Form.NEW, UNARY, "new[]"),
        new Operator("ne", Form.BINARY, EQUALITY, "!="),
        new Operator("ng", Form.PREFIX, UNARY, "-"),
        new Operator("nt", Form.PREFIX, UNARY, "!"),
        new Operator("nw", Form.NEW, UNARY, "new"),
        new Operator("oR", Form.BINARY, ASSIGN, "|="),
        new Operator("oo", Form.BINARY, OR_IF, "||"),
        new Operator("or", Form.BINARY, IOR, "|"),
        new Operator("pL", Form.BINARY, ASSIGN, "+="),
        new Operator("pl", Form.BINARY, ADDITIVE, "+"),
        new Operator("pm", Form.MEMBER, MEMBER_POINTER, "->*"),
        new Operator("pp", Form.POSTFIX, POSTFIX, "++"),
        new Operator("ps", Form.PREFIX, UNARY, "+"),
        new Operator("pt", Form.MEMBER, POSTFIX, "->"),
        new Operator("qu", Form.CONDITIONAL, TERNARY, "?"),
        new Operator("rM", Form.BINARY, ASSIGN, "%="),
        new Operator("rS", Form.BINARY, ASSIGN, ">>="),
        new Operator("rc", Form.NAMED_CAST, POSTFIX, "reinterpret_cast"),
        new Operator("rm", Form.BINARY, MULTIPLICATIVE, "%"),
        new Operator("rs", Form.BINARY, SHIFT, ">>"),
        new Operator("sc", Form.NAMED_CAST, POSTFIX, "static_cast"),
        new Operator("ss", Form.BINARY, SPACESHIP, "<=>"),
        new Operator("st", Form.OF_TYPE, UNARY, "sizeof "),
        new Operator("sz", Form.OF_EXPRESSION, UNARY, "sizeof "),
        new Operator("te", Form.OF_EXPRESSION, POSTFIX, "typeid "),
        new Operator("ti", Form.OF_TYPE, POSTFIX, "typeid "),
    };

    private static final int LETTERS = 'z' - 'A' + 1;

    /** Index into {@link #ALL} plus one, by both letters. */
    private static final byte[] BY_CODE = new byte[LETTERS * LETTERS];

    static {
        for (int i = 0; i < ALL.length; i++) {
            BY_CODE[slot(ALL[i].code.charAt(0), ALL[i].code.charAt(1))] = (byte) (i + 1);
        }
    }

    static Operator get(int operator) {
        return ALL[operator];
    }

    /** Consumes the code of an operator and returns its number, or -1, consuming nothing. */
    static int parse(Input in) {
        int first = in.peek();
        int second = in.peek(1);
        if (!isLetter(first) || !isLetter(second)) {
            return -1;
        }
        int operator = BY_CODE[slot(first, second)] - 1;
        if (operator >= 0) {
            in.pos += 2;
        }
        return operator;
    }

    /** Whether a function can be named for it: an {@code operator} function. */
    boolean isFunction() {
        return switch (form) {
            case NAMED_CAST, OF_TYPE, OF_EXPRESSION -> false;
            case MEMBER -> !code.equals("ds") && !code.equals("dt");
            default -> true;
        };
    }

    private static boolean isLetter(int c) {
        return c >= 'A' && c <= 'z';
    }

    private static int slot(int first, int second) {
        return (first - 'A') * LETTERS + (second - 'A');
    }
}
