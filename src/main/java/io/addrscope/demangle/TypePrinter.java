// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Prints types: the kinds from {@link Kind#FIRST_TYPE} to {@link Kind#FIRST_EXPRESSION}. */
final class TypePrinter {
    private final CxxPrinter printer;
    private final Tree tree;
    private final Output out;

    TypePrinter(CxxPrinter printer) {
        this.printer = printer;
        this.tree = printer.tree;
        this.out = printer.out;
    }

    void left(int kind, int node) {
        switch (kind) {
            case Kind.BUILTIN_TYPE -> printer.kept(node, 1);
            case Kind.QUALIFIED_TYPE -> {
                printer.left(tree.get(node, 1));
                Qualifiers.print(tree.get(node, 2), out);
            }
            case Kind.VENDOR_QUALIFIED_TYPE -> {
                printer.print(tree.get(node, 1));
                out.add(' ');
                printer.print(tree.get(node, 2));
                if (tree.get(node, 3) != Tree.NONE) {
                    printer.print(tree.get(node, 3));
                }
            }
            case Kind.POSTFIX_TYPE -> {
                printer.left(tree.get(node, 1));
                printer.kept(node, 2);
            }
            case Kind.ELABORATED_TYPE -> {
                printer.kept(node, 1);
                out.add(' ');
                printer.print(tree.get(node, 2));
            }
            case Kind.POINTER_TYPE -> pointerLeft(tree.get(node, 1));
            case Kind.REFERENCE_TYPE -> {
                int referred = referred(node);
                declaratorLeft(referred);
                out.add(isRvalue(node) ? "&&" : "&");
            }
            case Kind.MEMBER_POINTER_TYPE -> memberPointerLeft(tree.get(node, 1), tree.get(node, 2));
            case Kind.ARRAY_TYPE -> printer.left(tree.get(node, 1));
            case Kind.FUNCTION_TYPE -> {
                printer.left(tree.get(node, 1));
                out.add(' ');
            }
            case Kind.NOEXCEPT -> {
                out.add("noexcept");
                printer.open('(');
                printer.operand(tree.get(node, 1), Operator.ANY, false);
                printer.close(')');
            }
            case Kind.THROW -> {
                out.add("throw");
                printer.inParentheses(tree.get(node, 1));
            }
            case Kind.VECTOR_TYPE -> {
                printer.print(tree.get(node, 1));
                out.add(" vector[");
                if (tree.get(node, 2) != Tree.NONE) {
                    printer.print(tree.get(node, 2));
                }
                out.add(']');
            }
            case Kind.PIXEL_VECTOR_TYPE -> {
                out.add("pixel vector[");
                printer.print(tree.get(node, 1));
                out.add(']');
            }
            case Kind.FLOAT_N_TYPE -> {
                out.add("_Float");
                printer.span(node, 1);
            }
            case Kind.BIT_INT_TYPE -> {
                out.add(tree.get(node, 2) == 1 ? "unsigned _BitInt" : "_BitInt");
                printer.open('(');
                printer.operand(tree.get(node, 1), Operator.ANY, false);
                printer.close(')');
            }
            case Kind.OBJC_TYPE -> {
                printer.print(tree.get(node, 1));
                protocol(node);
            }
            case Kind.TRANSFORMED_TYPE -> {
                printer.print(tree.get(node, 1));
                out.add('(');
                printer.print(tree.get(node, 2));
                out.add(')');
            }
            case Kind.PACK_EXPANSION -> printer.expansion(tree.get(node, 1));
            case Kind.EXPLICIT_OBJECT -> {
                out.add("this ");
                printer.print(tree.get(node, 1));
            }
            case Kind.CONSTRAINED_AUTO -> {
                printer.print(tree.get(node, 1));
                printer.kept(node, 2);
            }
            default -> throw Malformed.NAME;
        }
    }

    void right(int kind, int node) {
        switch (kind) {
            case Kind.QUALIFIED_TYPE -> printer.right(tree.get(node, 1));
            case Kind.POINTER_TYPE -> {
                if (!isObjectiveCObject(tree.get(node, 1))) {
                    declaratorRight(tree.get(node, 1));
                }
            }
            case Kind.REFERENCE_TYPE -> declaratorRight(referred(node));
            case Kind.MEMBER_POINTER_TYPE -> declaratorRight(tree.get(node, 2));
            case Kind.ARRAY_TYPE -> {
                if (out.last() != ']') {
                    out.add(' ');
                }
                printer.open('[');
                if (tree.get(node, 2) != Tree.NONE) {
                    printer.print(tree.get(node, 2));
                }
                printer.close(']');
                printer.right(tree.get(node, 1));
            }
            case Kind.FUNCTION_TYPE -> {
                printer.inParentheses(tree.get(node, 2));
                printer.right(tree.get(node, 1));
                Qualifiers.print(tree.get(node, 3), out);
                if (tree.get(node, 4) != Tree.NONE) {
                    out.add(' ');
                    printer.print(tree.get(node, 4));
                }
            }
            default -> {}
        }
    }

    private void pointerLeft(int pointee) {
        if (isObjectiveCObject(pointee)) {
            out.add("id");
            protocol(pointee);
            return;
        }
        declaratorLeft(pointee);
        out.add('*');
    }

    private void protocol(int node) {
        out.add('<');
        printer.span(node, 2);
        out.add('>');
    }

    /** Objective-C's {@code id<Protocol>} is mangled as a pointer to a qualified objc_object. */
    private boolean isObjectiveCObject(int type) {
        if (tree.kind(type) != Kind.OBJC_TYPE || tree.kind(tree.get(type, 1)) != Kind.SOURCE_NAME) {
            return false;
        }
        int name = tree.get(type, 1);
        String word = "objc_object";
        int start = tree.get(name, 1);
        if (tree.get(name, 2) - start != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (printer.in.bytes[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What comes before {@code *} or {@code &}: parentheses keep it off an array's or function's right part. */
    private void declaratorLeft(int type) {
        printer.left(type);
        if (printer.isArray(type)) {
            out.add(" (");
        } else if (printer.isFunction(type)) {
            out.add('(');
        }
    }

    private void declaratorRight(int type) {
        if (printer.isArray(type) || printer.isFunction(type)) {
            out.add(')');
        }
        printer.right(type);
    }

    private void memberPointerLeft(int classType, int memberType) {
        printer.left(memberType);
        out.add(printer.isArray(memberType) || printer.isFunction(memberType) ? '(' : ' ');
        printer.print(classType);
        out.add("::*");
    }

    /** A reference to a reference is one reference, an rvalue one only if both are. */
    private boolean isRvalue(int reference) {
        boolean isRvalue = true;
        int type = reference;
        for (int i = 0; i < Limits.DEPTH; i++) {
            if (tree.kind(type) != Kind.REFERENCE_TYPE) {
                return isRvalue;
            }
            isRvalue &= tree.get(type, 2) == 1;
            type = printer.meant(tree.get(type, 1));
        }
        throw Malformed.NAME;
    }

    /** The type behind a reference, and behind the references that it refers to. */
    private int referred(int reference) {
        int type = tree.get(reference, 1);
        for (int i = 0; i < Limits.DEPTH; i++) {
            int meant = printer.meant(type);
            if (tree.kind(meant) != Kind.REFERENCE_TYPE) {
                return type;
            }
            type = tree.get(meant, 1);
        }
        throw Malformed.NAME;
    }
}
