// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Prints expressions: the kinds from {@link Kind#FIRST_EXPRESSION} on. */
final class ExpressionPrinter {
    private final CxxPrinter printer;
    private final Tree tree;
    private final Output out;
    private final LiteralPrinter literals;

    ExpressionPrinter(CxxPrinter printer) {
        this.printer = printer;
        this.tree = printer.tree;
        this.out = printer.out;
        this.literals = new LiteralPrinter(printer);
    }

    /** An operand of an operator: in parentheses if it binds less tightly, or, unless {@code strictly}, as tightly. */
    void operand(int node, int precedence, boolean strictly) {
        if (precedence(node) >= precedence + (strictly ? 1 : 0)) {
            printer.open('(');
            printer.print(node);
            printer.close(')');
        } else {
            printer.print(node);
        }
    }

    private int precedence(int node) {
        return switch (tree.kind(node)) {
            case Kind.BINARY, Kind.MEMBER -> Operator.get(tree.get(node, 2)).precedence();
            case Kind.PREFIX ->
                Operator.get(tree.get(node, 1)).form() == Operator.Form.POSTFIX
                        ? Operator.UNARY
                        : Operator.get(tree.get(node, 1)).precedence();
            case Kind.POSTFIX, Kind.SUBSCRIPT, Kind.NAMED_CAST, Kind.CALL -> Operator.POSTFIX;
            case Kind.CONDITIONAL -> Operator.TERNARY;
            case Kind.ENCLOSED -> tree.get(node, 3);
            case Kind.CONVERSION, Kind.MEMBER_POINTER_CONVERSION -> Operator.CAST;
            case Kind.NEW, Kind.DELETE -> Operator.UNARY;
            default -> Operator.PRIMARY;
        };
    }

    void print(int kind, int node) {
        switch (kind) {
            case Kind.BINARY -> binary(tree.get(node, 1), Operator.get(tree.get(node, 2)), tree.get(node, 3));
            case Kind.PREFIX -> {
                out.add(Operator.get(tree.get(node, 1)).symbol());
                operand(tree.get(node, 2), precedence(node), false);
            }
            case Kind.POSTFIX -> {
                operand(tree.get(node, 1), Operator.POSTFIX, true);
                out.add(Operator.get(tree.get(node, 2)).symbol());
            }
            case Kind.SUBSCRIPT -> {
                operand(tree.get(node, 1), Operator.POSTFIX, false);
                printer.open('[');
                operand(tree.get(node, 2), Operator.ANY, false);
                printer.close(']');
            }
            case Kind.CONDITIONAL -> {
                operand(tree.get(node, 1), Operator.TERNARY, false);
                out.add(" ? ");
                operand(tree.get(node, 2), Operator.ANY, false);
                out.add(" : ");
                operand(tree.get(node, 3), Operator.ASSIGN, true);
            }
            case Kind.MEMBER -> {
                operand(tree.get(node, 1), precedence(node), true);
                out.add(Operator.get(tree.get(node, 2)).symbol());
                operand(tree.get(node, 3), precedence(node), false);
            }
            case Kind.ENCLOSED -> {
                printer.kept(node, 1);
                inParentheses(tree.get(node, 2));
            }
            case Kind.NAMED_CAST -> {
                out.add(Operator.get(tree.get(node, 1)).symbol());
                printer.inAngleBrackets(tree.get(node, 2));
                inParentheses(tree.get(node, 3));
            }
            case Kind.CONVERSION -> {
                inParentheses(tree.get(node, 1));
                printer.inParentheses(tree.get(node, 2));
            }
            case Kind.CALL -> call(node);
            case Kind.NEW -> newExpression(node);
            case Kind.DELETE -> {
                newOrDelete("delete", tree.get(node, 2));
                out.add(' ');
                printer.print(tree.get(node, 1));
            }
            case Kind.INIT_LIST -> initList(tree.get(node, 1), tree.get(node, 2));
            case Kind.DESIGNATED -> designated(node);
            case Kind.DESIGNATED_RANGE -> {
                out.add('[');
                printer.print(tree.get(node, 1));
                out.add(" ... ");
                printer.print(tree.get(node, 2));
                out.add(']');
                designatedValue(tree.get(node, 3));
            }
            case Kind.FOLD -> fold(node);
            case Kind.THROW_EXPRESSION -> {
                out.add("throw ");
                printer.print(tree.get(node, 1));
            }
            case Kind.SIZEOF_PACK -> {
                out.add("sizeof...");
                printer.open('(');
                printer.expansion(tree.get(node, 1));
                printer.close(')');
            }
            case Kind.SIZEOF_ARGUMENTS -> {
                out.add("sizeof... ");
                printer.inParentheses(tree.get(node, 1));
            }
            case Kind.LAMBDA -> {
                out.add("[]");
                printer.closureDeclarator(tree.get(node, 1));
                out.add("{...}");
            }
            case Kind.FUNCTION_PARAMETER -> {
                out.add("fp");
                printer.span(node, 1);
            }
            case Kind.MEMBER_POINTER_CONVERSION -> {
                inParentheses(tree.get(node, 1));
                inParentheses(tree.get(node, 2));
            }
            case Kind.SUBOBJECT -> subobject(node);
            case Kind.REQUIRES -> requires(node);
            case Kind.EXPRESSION_REQUIREMENT -> expressionRequirement(node);
            case Kind.TYPE_REQUIREMENT -> {
                out.add(" typename ");
                printer.print(tree.get(node, 1));
                out.add(';');
            }
            case Kind.NESTED_REQUIREMENT -> {
                out.add(" requires ");
                printer.print(tree.get(node, 1));
                out.add(';');
            }
            default -> literals.print(kind, node);
        }
    }

    private void inParentheses(int node) {
        printer.open('(');
        printer.print(node);
        printer.close(')');
    }

    private void binary(int left, Operator operator, int right) {
        boolean isGreater =
                operator.symbol().startsWith(">") && !operator.symbol().endsWith("=");
        boolean enclosed = isGreater && printer.isGreaterAmbiguous();
        if (enclosed) {
            printer.open('(');
        }
        // Assignments associate to the right.
        boolean isAssignment = operator.precedence() == Operator.ASSIGN;
        operand(left, isAssignment ? Operator.OR_IF : operator.precedence(), !isAssignment);
        if (operator.precedence() != Operator.COMMA) {
            out.add(' ');
        }
        out.add(operator.symbol());
        out.add(' ');
        operand(right, operator.precedence(), isAssignment);
        if (enclosed) {
            printer.close(')');
        }
    }

    private void call(int node) {
        boolean enclosed = tree.get(node, 3) == 1;
        if (enclosed) {
            printer.open('(');
        }
        printer.print(tree.get(node, 1));
        if (enclosed) {
            printer.close(')');
        }
        printer.inParentheses(tree.get(node, 2));
    }

    private void newExpression(int node) {
        newOrDelete("new", tree.get(node, 4));
        if (tree.get(node, 1) != Tree.EMPTY) {
            printer.inParentheses(tree.get(node, 1));
        }
        out.add(' ');
        printer.print(tree.get(node, 2));
        int initializers = tree.get(node, 3);
        if (initializers == Tree.NONE || initializers == Tree.EMPTY) {
            return;
        }
        if (tree.kind(initializers) == Kind.INIT_LIST) {
            printer.print(initializers);
        } else {
            printer.inParentheses(initializers);
        }
    }

    private void newOrDelete(String word, int flags) {
        if ((flags & ExpressionParser.GLOBAL) != 0) {
            out.add("::");
        }
        out.add(word);
        if ((flags & ExpressionParser.ARRAY) != 0) {
            out.add("[]");
        }
    }

    private void initList(int type, int elements) {
        if (literals.isString(type, elements)) {
            literals.string(elements);
            return;
        }
        if (type != Tree.NONE) {
            printer.print(type);
        }
        out.add('{');
        printer.commaSeparated(elements);
        out.add('}');
    }

    private void designated(int node) {
        boolean isIndex = tree.get(node, 3) == 1;
        out.add(isIndex ? '[' : '.');
        printer.print(tree.get(node, 1));
        if (isIndex) {
            out.add(']');
        }
        designatedValue(tree.get(node, 2));
    }

    private void designatedValue(int value) {
        int kind = tree.kind(value);
        if (kind != Kind.DESIGNATED && kind != Kind.DESIGNATED_RANGE) {
            out.add(" = ");
        }
        printer.print(value);
    }

    /** {@code ((pack) + ... + (init))}, {@code (... + (pack))}, and so on. */
    private void fold(int node) {
        String symbol = Operator.get(tree.get(node, 1)).symbol();
        int pack = tree.get(node, 2);
        int initial = tree.get(node, 3);
        boolean isLeft = tree.get(node, 4) == 1;
        printer.open('(');
        if (!isLeft || initial != Tree.NONE) {
            foldOperand(isLeft ? initial : pack, isLeft);
            out.add(' ');
            out.add(symbol);
            out.add(' ');
        }
        out.add("...");
        if (isLeft || initial != Tree.NONE) {
            out.add(' ');
            out.add(symbol);
            out.add(' ');
            foldOperand(isLeft ? pack : initial, !isLeft);
        }
        printer.close(')');
    }

    private void foldOperand(int node, boolean isInitial) {
        if (isInitial) {
            operand(node, Operator.CAST, true);
        } else {
            printer.open('(');
            printer.expansion(node);
            printer.close(')');
        }
    }

    private void subobject(int node) {
        printer.print(tree.get(node, 2));
        out.add(".<");
        printer.print(tree.get(node, 1));
        out.add(" at offset ");
        if (tree.get(node, 3) == tree.get(node, 4)) {
            out.add('0');
        } else {
            printer.signedSpan(node, 3);
        }
        out.add('>');
    }

    private void requires(int node) {
        out.add("requires");
        if (tree.get(node, 1) != Tree.NONE) {
            out.add(' ');
            printer.inParentheses(tree.get(node, 1));
        }
        out.add(' ');
        printer.open('{');
        int requirements = tree.get(node, 2);
        for (int i = 0; i < tree.size(requirements); i++) {
            printer.print(tree.element(requirements, i));
        }
        out.add(' ');
        printer.close('}');
    }

    private void expressionRequirement(int node) {
        boolean isNoexcept = tree.get(node, 2) == 1;
        int constraint = tree.get(node, 3);
        boolean isCompound = isNoexcept || constraint != Tree.NONE;
        out.add(' ');
        if (isCompound) {
            printer.open('{');
        }
        printer.print(tree.get(node, 1));
        if (isCompound) {
            printer.close('}');
        }
        if (isNoexcept) {
            out.add(" noexcept");
        }
        if (constraint != Tree.NONE) {
            out.add(" -> ");
            printer.print(constraint);
        }
        out.add(';');
    }
}
