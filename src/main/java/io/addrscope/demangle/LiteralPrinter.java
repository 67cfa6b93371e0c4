// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Prints literals: Itanium C++ ABI 5.1.6.1. */
final class LiteralPrinter {
    /** The longest name of an integer type that is a suffix of the number, ull. A longer one is a cast. */
    private static final int LONGEST_SUFFIX = 3;

    private static final int NO_BYTE = -1;

    private final CxxPrinter printer;
    private final Tree tree;
    private final Output out;

    LiteralPrinter(CxxPrinter printer) {
        this.printer = printer;
        this.tree = printer.tree;
        this.out = printer.out;
    }

    void print(int kind, int node) {
        switch (kind) {
            case Kind.ENUM_LITERAL -> {
                printer.open('(');
                printer.print(tree.get(node, 1));
                printer.close(')');
                printer.signedSpan(node, 2);
            }
            case Kind.INTEGER_LITERAL -> integer(node, tree.kept(tree.get(node, 1)));
            case Kind.FLOAT_LITERAL -> HexFloat.print(tree.get(node, 1), printer.in.bytes, tree.get(node, 2), out);
            case Kind.STRING_LITERAL -> {
                out.add("\"<");
                printer.print(tree.get(node, 1));
                out.add(">\"");
            }
            default -> throw Malformed.NAME;
        }
    }

    private void integer(int node, String type) {
        boolean isSuffix = type.length() <= LONGEST_SUFFIX;
        if (!isSuffix) {
            printer.open('(');
            out.add(type);
            printer.close(')');
        }
        printer.signedSpan(node, 2);
        if (isSuffix) {
            out.add(type);
        }
    }

    /** Whether a braced list is the text of a char array, as in {@code named<"abc">}. */
    boolean isString(int type, int elements) {
        if (type == Tree.NONE || tree.kind(type) != Kind.ARRAY_TYPE) {
            return false;
        }
        int element = tree.get(type, 1);
        if (tree.kind(element) != Kind.BUILTIN_TYPE
                || !tree.kept(tree.get(element, 1)).equals("char")) {
            return false;
        }
        for (int i = 0; i < tree.size(elements); i++) {
            if (byteValue(tree.element(elements, i)) == NO_BYTE) {
                return false;
            }
        }
        return true;
    }

    private int byteValue(int literal) {
        if (tree.kind(literal) != Kind.INTEGER_LITERAL) {
            return NO_BYTE;
        }
        int value = 0;
        for (int i = tree.get(literal, 2); i < tree.get(literal, 3); i++) {
            int digit = printer.in.bytes[i] - '0';
            value = value * 10 + digit;
            if (digit < 0 || digit > 9 || value > 0xFF) {
                return NO_BYTE;
            }
        }
        return value;
    }

    /** The elements, for which {@link #isString} holds, in quotation marks. */
    void string(int elements) {
        out.add('"');
        boolean afterNumber = false;
        for (int i = 0; i < tree.size(elements); i++) {
            int value = byteValue(tree.element(elements, i));
            if (afterNumber && Character.digit(value, 16) >= 0) {
                // The digit would belong to the number: end one string and begin the next.
                out.add("\"\"");
            }
            afterNumber = character(value);
        }
        out.add('"');
    }

    /** One byte; returns whether it was written as a number. */
    private boolean character(int value) {
        int simple = "\007\b\t\n\013\f\r\"\\".indexOf(value);
        if (simple >= 0) {
            out.add('\\');
            out.add("abtnvfr\"\\".charAt(simple));
            return false;
        }
        if (value >= ' ' && value != 0x7F) {
            out.addByte(value);
            return false;
        }
        out.add(value < 8 ? "\\" : "\\x");
        if (value > 0xF) {
            out.add((char) ('0' + (value >> 4)));
        }
        out.add("0123456789ABCDEF".charAt(value & 0xF));
        return true;
    }
}
