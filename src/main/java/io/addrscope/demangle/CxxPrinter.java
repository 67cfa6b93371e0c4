// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Prints a {@link Tree} as C++. A declaration is written around its name, so every node has a left part and possibly a right
 * one: of {@code int (*)[3]}, the array's left part is {@code int} and its right part is {@code [3]}.
 *
 * <p>This class holds what all kinds share: which pack element is being printed, whether {@code >} would end template
 * arguments, and the budget. How each kind looks is in {@link NamePrinter}, {@link TypePrinter}, {@link ExpressionPrinter}.
 */
final class CxxPrinter {
    /** {@link #packSize} outside of packs, and in an expansion whose pack has not been met. */
    private static final int NO_PACK = -1;

    final Input in;
    final Tree tree;
    final Output out;

    private final NamePrinter names;
    private final TypePrinter types;
    private final ExpressionPrinter expressions;

    /** Which element of packs is being printed, of how many. */
    private int packIndex;

    private int packSize;

    /** Parentheses since the innermost template arguments began. */
    private int parentheses;

    private boolean showsParameters;
    private boolean showsTemplateArguments;

    private int depth;
    private int work;

    CxxPrinter(Input in, Tree tree, Output out) {
        this.in = in;
        this.tree = tree;
        this.out = out;
        names = new NamePrinter(this);
        types = new TypePrinter(this);
        expressions = new ExpressionPrinter(this);
    }

    void print(int root, Style style) {
        packIndex = 0;
        packSize = NO_PACK;
        parentheses = 1;
        showsParameters = style == Style.FULL;
        showsTemplateArguments = style != Style.WITHOUT_TEMPLATE_ARGUMENTS;
        depth = 0;
        work = 0;
        print(root);
    }

    boolean showsParameters() {
        return showsParameters;
    }

    void print(int node) {
        left(node);
        right(node);
    }

    /** The part before the name that a declaration declares. */
    void left(int node) {
        enter();
        int kind = tree.kind(node);
        if (kind < Kind.FIRST_TYPE) {
            names.left(kind, node);
        } else if (kind < Kind.FIRST_EXPRESSION) {
            types.left(kind, node);
        } else {
            expressions.print(kind, node);
        }
        depth--;
    }

    /** The part behind the name; most kinds have none. */
    void right(int node) {
        enter();
        int kind = tree.kind(node);
        if (kind < Kind.FIRST_TYPE) {
            names.right(kind, node);
        } else if (kind < Kind.FIRST_EXPRESSION) {
            types.right(kind, node);
        }
        depth--;
    }

    private void enter() {
        if (++depth > Limits.DEPTH || ++work > Limits.WORK) {
            throw Malformed.NAME;
        }
    }

    /** The node that prints in the place of this one: what a forward reference or a pack stands for right now. */
    int meant(int node) {
        int meant = node;
        for (int i = 0; i < Limits.DEPTH; i++) {
            int kind = tree.kind(meant);
            if (kind == Kind.FORWARD_REFERENCE && tree.get(meant, 2) != Tree.NONE) {
                meant = tree.get(meant, 2);
            } else if (kind == Kind.PARAMETER_PACK) {
                int element = packElement(meant);
                if (element == Tree.NONE) {
                    return meant;
                }
                meant = element;
            } else {
                return meant;
            }
        }
        throw Malformed.NAME;
    }

    boolean isArray(int node) {
        return unqualifiedKind(node) == Kind.ARRAY_TYPE;
    }

    boolean isFunction(int node) {
        int kind = unqualifiedKind(node);
        return kind == Kind.FUNCTION_TYPE || kind == Kind.ENCODING;
    }

    private int unqualifiedKind(int node) {
        int meant = meant(node);
        for (int i = 0; i < Limits.DEPTH; i++) {
            int kind = tree.kind(meant);
            if (kind != Kind.QUALIFIED_TYPE) {
                return kind;
            }
            meant = meant(tree.get(meant, 1));
        }
        throw Malformed.NAME;
    }

    /** Whether a right part follows: nothing then separates the left part from a name. */
    boolean hasRight(int node) {
        int meant = node;
        for (int i = 0; i < Limits.DEPTH; i++) {
            meant = meant(meant);
            switch (tree.kind(meant)) {
                case Kind.ARRAY_TYPE,
                        Kind.FUNCTION_TYPE,
                        Kind.ENCODING,
                        Kind.TYPE_PARAMETER,
                        Kind.CONSTRAINED_PARAMETER,
                        Kind.VALUE_PARAMETER,
                        Kind.TEMPLATE_PARAMETER,
                        Kind.PACK_PARAMETER -> {
                    return true;
                }
                case Kind.POINTER_TYPE, Kind.REFERENCE_TYPE, Kind.QUALIFIED_TYPE -> meant = tree.get(meant, 1);
                case Kind.MEMBER_POINTER_TYPE -> meant = tree.get(meant, 2);
                default -> {
                    return false;
                }
            }
        }
        throw Malformed.NAME;
    }

    /** The current element of a {@link Kind#PARAMETER_PACK}, or none. The first pack met says how often to expand. */
    int packElement(int pack) {
        int elements = tree.get(pack, 1);
        if (packSize == NO_PACK) {
            packSize = tree.size(elements);
            packIndex = 0;
        }
        return packIndex < tree.size(elements) ? tree.element(elements, packIndex) : Tree.NONE;
    }

    /** {@code pattern...}, expanded if it holds a pack whose elements are known. */
    void expansion(int pattern) {
        int outerIndex = packIndex;
        int outerSize = packSize;
        packIndex = NO_PACK;
        packSize = NO_PACK;
        int start = out.length();
        print(pattern);
        if (packSize == NO_PACK) {
            out.add("...");
        } else if (packSize == 0) {
            out.truncate(start);
        } else {
            int size = packSize;
            for (int i = 1; i < size; i++) {
                out.add(", ");
                packIndex = i;
                packSize = size;
                print(pattern);
            }
        }
        packIndex = outerIndex;
        packSize = outerSize;
    }

    /** The elements with commas between; those that print nothing, being empty packs, have no comma. */
    void commaSeparated(int list) {
        boolean first = true;
        for (int i = 0; i < tree.size(list); i++) {
            int before = out.length();
            if (!first) {
                out.add(", ");
            }
            int start = out.length();
            expressions.operand(tree.element(list, i), Operator.COMMA, false);
            if (out.length() == start) {
                out.truncate(before);
            } else {
                first = false;
            }
        }
    }

    boolean showsTemplateArguments() {
        return showsTemplateArguments;
    }

    /** In angle brackets, within which a {@code >} must be in parentheses. */
    void templateArguments(int list) {
        if (!showsTemplateArguments) {
            return;
        }
        int outer = parentheses;
        parentheses = 0;
        out.add('<');
        commaSeparated(list);
        out.add('>');
        parentheses = outer;
    }

    void inAngleBrackets(int node) {
        int outer = parentheses;
        parentheses = 0;
        out.add('<');
        left(node);
        right(node);
        out.add('>');
        parentheses = outer;
    }

    void open(char bracket) {
        parentheses++;
        out.add(bracket);
    }

    void close(char bracket) {
        parentheses--;
        out.add(bracket);
    }

    void inParentheses(int list) {
        open('(');
        commaSeparated(list);
        close(')');
    }

    /** Whether a {@code >} printed now would end template arguments. */
    boolean isGreaterAmbiguous() {
        return parentheses == 0;
    }

    void operand(int node, int precedence, boolean strictly) {
        expressions.operand(node, precedence, strictly);
    }

    void closureDeclarator(int closure) {
        names.closureDeclarator(closure);
    }

    void span(int node, int operand) {
        out.add(in.bytes, tree.get(node, operand), tree.get(node, operand + 1));
    }

    /** A number in the raw name, whose minus is written n. */
    void signedSpan(int node, int operand) {
        int start = tree.get(node, operand);
        if (start < tree.get(node, operand + 1) && in.bytes[start] == 'n') {
            out.add('-');
            start++;
        }
        out.add(in.bytes, start, tree.get(node, operand + 1));
    }

    void kept(int node, int operand) {
        out.add(tree.kept(tree.get(node, operand)));
    }
}
