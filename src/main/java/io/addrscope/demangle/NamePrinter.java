// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Prints names and declarations: the kinds below {@link Kind#FIRST_TYPE}. */
final class NamePrinter {
    private final CxxPrinter printer;
    private final Tree tree;
    private final Output out;

    NamePrinter(CxxPrinter printer) {
        this.printer = printer;
        this.tree = printer.tree;
        this.out = printer.out;
    }

    void left(int kind, int node) {
        switch (kind) {
            case Kind.LIST -> printer.commaSeparated(node);
            case Kind.SOURCE_NAME -> printer.span(node, 1);
            case Kind.TEXT -> printer.kept(node, 1);
            case Kind.NESTED_NAME, Kind.LOCAL_NAME -> scoped(node, "::");
            case Kind.FRIEND_NAME -> scoped(node, "::friend ");
            case Kind.GLOBAL_NAME -> {
                out.add("::");
                printer.print(tree.get(node, 1));
            }
            case Kind.TEMPLATE_ID -> {
                printer.print(tree.get(node, 1));
                printer.print(tree.get(node, 2));
            }
            case Kind.TEMPLATE_ARGS -> printer.templateArguments(tree.get(node, 1));
            case Kind.ABI_TAG -> {
                printer.left(tree.get(node, 1));
                out.add("[abi:");
                printer.print(tree.get(node, 2));
                out.add(']');
            }
            case Kind.STANDARD_NAME -> standardName(tree.get(node, 1), tree.get(node, 2) == 1);
            case Kind.CTOR_DTOR_NAME -> {
                if (tree.get(node, 2) == 1) {
                    out.add('~');
                }
                baseName(tree.get(node, 1));
            }
            case Kind.DESTRUCTOR_NAME -> {
                out.add('~');
                printer.left(tree.get(node, 1));
            }
            case Kind.UNNAMED_TYPE -> {
                out.add("'unnamed");
                printer.span(node, 1);
                out.add('\'');
            }
            case Kind.CLOSURE_TYPE -> {
                out.add("'lambda");
                printer.span(node, 5);
                out.add('\'');
                closureDeclarator(node);
            }
            case Kind.STRUCTURED_BINDING -> {
                printer.open('[');
                printer.commaSeparated(tree.get(node, 1));
                printer.close(']');
            }
            case Kind.OPERATOR_NAME ->
                operatorName(Operator.get(tree.get(node, 1)).symbol());
            case Kind.CONVERSION_OPERATOR -> {
                out.add("operator ");
                printer.print(tree.get(node, 1));
            }
            case Kind.LITERAL_OPERATOR -> {
                out.add("operator\"\" ");
                printer.print(tree.get(node, 1));
            }
            case Kind.MODULE_NAME -> moduleName(node);
            case Kind.MODULE_ENTITY -> {
                printer.print(tree.get(node, 2));
                out.add('@');
                printer.print(tree.get(node, 1));
            }
            case Kind.ENCODING -> encodingLeft(node);
            case Kind.SPECIAL_NAME -> {
                printer.kept(node, 1);
                printer.print(tree.get(node, 2));
            }
            case Kind.CONSTRUCTION_VTABLE -> {
                out.add("construction vtable for ");
                printer.print(tree.get(node, 1));
                out.add("-in-");
                printer.print(tree.get(node, 2));
            }
            case Kind.SUFFIXED -> {
                printer.print(tree.get(node, 1));
                out.add(" (");
                printer.span(node, 2);
                out.add(')');
            }
            case Kind.ENABLE_IF -> {
                out.add(" [enable_if:");
                printer.commaSeparated(tree.get(node, 1));
                out.add(']');
            }
            case Kind.PARAMETER_PACK, Kind.FORWARD_REFERENCE -> standIn(kind, node, true);
            case Kind.ARGUMENT_PACK -> printer.commaSeparated(tree.get(node, 1));
            case Kind.QUALIFIED_ARGUMENT -> printer.print(tree.get(node, 2));
            case Kind.PARAMETER_NAME -> parameterName(tree.get(node, 1), tree.get(node, 2));
            default -> declarationLeft(kind, node);
        }
    }

    void right(int kind, int node) {
        switch (kind) {
            case Kind.ENCODING -> encodingRight(node);
            case Kind.PARAMETER_PACK, Kind.FORWARD_REFERENCE -> standIn(kind, node, false);
            case Kind.TYPE_PARAMETER -> printer.print(tree.get(node, 1));
            case Kind.CONSTRAINED_PARAMETER -> printer.print(tree.get(node, 2));
            case Kind.VALUE_PARAMETER -> {
                printer.print(tree.get(node, 2));
                printer.right(tree.get(node, 1));
            }
            case Kind.TEMPLATE_PARAMETER -> {
                printer.print(tree.get(node, 2));
                requires(tree.get(node, 3));
            }
            case Kind.PACK_PARAMETER -> printer.right(tree.get(node, 1));
            default -> {}
        }
    }

    /** Template parameters as declared by generic lambdas and template template parameters. */
    private void declarationLeft(int kind, int node) {
        switch (kind) {
            case Kind.TYPE_PARAMETER -> out.add("typename ");
            case Kind.CONSTRAINED_PARAMETER -> {
                printer.print(tree.get(node, 1));
                out.add(' ');
            }
            case Kind.VALUE_PARAMETER -> {
                printer.left(tree.get(node, 1));
                if (!printer.hasRight(tree.get(node, 1))) {
                    out.add(' ');
                }
            }
            case Kind.TEMPLATE_PARAMETER -> {
                out.add("template");
                printer.templateArguments(tree.get(node, 1));
                out.add(" typename ");
            }
            case Kind.PACK_PARAMETER -> {
                printer.left(tree.get(node, 1));
                out.add("...");
            }
            default -> throw Malformed.NAME;
        }
    }

    private void scoped(int node, String separator) {
        printer.print(tree.get(node, 1));
        out.add(separator);
        printer.print(tree.get(node, 2));
    }

    /** One side of what a pack or a forward reference stands for; the latter may, in a crafted name, stand for itself. */
    private void standIn(int kind, int node, boolean isLeft) {
        int target;
        if (kind == Kind.PARAMETER_PACK) {
            target = printer.packElement(node);
        } else {
            target = tree.get(node, 3) == 1 ? Tree.NONE : tree.get(node, 2);
            tree.set(node, 3, 1);
        }
        if (target != Tree.NONE) {
            if (isLeft) {
                printer.left(target);
            } else {
                printer.right(target);
            }
            if (kind == Kind.FORWARD_REFERENCE) {
                tree.set(node, 3, 0);
            }
        }
    }

    private void encodingLeft(int node) {
        int returnType = tree.get(node, 2);
        if (returnType != Tree.NONE && printer.showsParameters()) {
            printer.left(returnType);
            if (!printer.hasRight(returnType)) {
                out.add(' ');
            }
        }
        printer.print(tree.get(node, 1));
    }

    private void encodingRight(int node) {
        if (!printer.showsParameters()) {
            return;
        }
        printer.inParentheses(tree.get(node, 3));
        int returnType = tree.get(node, 2);
        if (returnType != Tree.NONE) {
            printer.right(returnType);
        }
        Qualifiers.print(tree.get(node, 4), out);
        int attribute = tree.get(node, 5);
        if (attribute != Tree.NONE) {
            printer.print(attribute);
        }
        requires(tree.get(node, 6));
    }

    private void requires(int constraint) {
        if (constraint != Tree.NONE) {
            out.add(" requires ");
            printer.print(constraint);
        }
    }

    /** {@code <typename T> requires C (int) requires D}: what follows the word lambda. */
    void closureDeclarator(int node) {
        if (tree.get(node, 1) != Tree.EMPTY) {
            printer.templateArguments(tree.get(node, 1));
        }
        if (!printer.showsParameters()) {
            return;
        }
        int headRequires = tree.get(node, 2);
        if (headRequires != Tree.NONE) {
            requires(headRequires);
            out.add(' ');
        }
        printer.inParentheses(tree.get(node, 3));
        requires(tree.get(node, 4));
    }

    private void moduleName(int node) {
        int parent = tree.get(node, 1);
        boolean isPartition = tree.get(node, 3) == 1;
        if (parent != Tree.NONE) {
            printer.print(parent);
        }
        if (parent != Tree.NONE || isPartition) {
            out.add(isPartition ? ':' : '.');
        }
        printer.print(tree.get(node, 2));
    }

    private void operatorName(String symbol) {
        out.add("operator");
        if (Character.isLetter(symbol.charAt(0))) {
            out.add(' ');
        }
        out.add(symbol.strip());
    }

    /** {@code $T}, {@code $N}, {@code $TT}, then numbered. */
    private void parameterName(int sort, int index) {
        out.add(sort == 'y' ? "$T" : sort == 'n' ? "$N" : "$TT");
        if (index > 0) {
            out.addNumber(index - 1);
        }
    }

    /** The abbreviations of 5.1.10, as the type's own name or, for its members that are named after it, written out. */
    private void standardName(int letter, boolean isWrittenOut) {
        out.add("std::");
        if (letter == 'a' || letter == 'b' || isWrittenOut) {
            out.add(standardBaseName(letter));
            if (letter != 'a' && letter != 'b' && printer.showsTemplateArguments()) {
                out.add("<char, std::char_traits<char>");
                out.add(letter == 's' ? ", std::allocator<char>>" : ">");
            }
            return;
        }
        switch (letter) {
            case 's' -> out.add("string");
            case 'i' -> out.add("istream");
            case 'o' -> out.add("ostream");
            default -> out.add("iostream");
        }
    }

    private static String standardBaseName(int letter) {
        return switch (letter) {
            case 'a' -> "allocator";
            case 'i' -> "basic_istream";
            case 'o' -> "basic_ostream";
            case 'd' -> "basic_iostream";
            default -> "basic_string";
        };
    }

    /** What a class's constructors and destructors are called. */
    private void baseName(int scope) {
        int node = scope;
        while (true) {
            switch (tree.kind(node)) {
                case Kind.NESTED_NAME, Kind.FRIEND_NAME, Kind.MODULE_ENTITY -> node = tree.get(node, 2);
                case Kind.TEMPLATE_ID, Kind.ABI_TAG, Kind.GLOBAL_NAME -> node = tree.get(node, 1);
                case Kind.STANDARD_NAME -> {
                    out.add(standardBaseName(tree.get(node, 1)));
                    return;
                }
                case Kind.SOURCE_NAME, Kind.TEXT, Kind.OPERATOR_NAME -> {
                    printer.print(node);
                    return;
                }
                default -> {
                    // An unnamed class has no name to call its constructor by.
                    return;
                }
            }
        }
    }
}
