// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Names in expressions that depend on template parameters: {@code <unresolved-name>} of Itanium C++ ABI 5.1.6. */
final class UnresolvedNameParser {
    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    UnresolvedNameParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /**
     * {@code <unresolved-name> ::= [gs] <base-unresolved-name> | sr <unresolved-type> <base-unresolved-name> | srN
     * <unresolved-type> <unresolved-qualifier-level>+ E <base-unresolved-name> | [gs] sr <unresolved-qualifier-level>+ E
     * <base-unresolved-name>}, whose gs is read.
     */
    int unresolvedName(boolean isGlobal) {
        int scope = Tree.NONE;
        if (in.eat("srN")) {
            scope = qualified(unresolvedType());
            while (!in.eat('E')) {
                scope = tree.add(Kind.NESTED_NAME, scope, simpleId());
            }
        } else if (!in.eat("sr")) {
            int name = baseUnresolvedName();
            return isGlobal ? tree.add(Kind.GLOBAL_NAME, name) : name;
        } else if (in.atDigit()) {
            scope = simpleId();
            if (isGlobal) {
                scope = tree.add(Kind.GLOBAL_NAME, scope);
            }
            while (!in.eat('E')) {
                scope = tree.add(Kind.NESTED_NAME, scope, simpleId());
            }
        } else {
            scope = qualified(unresolvedType());
        }
        return tree.add(Kind.NESTED_NAME, scope, baseUnresolvedName());
    }

    private int qualified(int type) {
        return in.peek() == 'I' ? tree.add(Kind.TEMPLATE_ID, type, parser.templates.templateArgs(false)) : type;
    }

    /** {@code <unresolved-type> ::= <template-param> | <decltype> | <substitution>}; the first two can be substituted. */
    private int unresolvedType() {
        return switch (in.peek()) {
            case 'T' -> parser.substitutions.add(parser.templates.templateParam());
            case 'D' -> parser.substitutions.add(parser.types.decltype());
            default -> parser.names.substitution();
        };
    }

    /** {@code <simple-id> ::= <source-name> [<template-args>]}. */
    private int simpleId() {
        return qualified(parser.unqualifiedNames.sourceName());
    }

    /** {@code <base-unresolved-name> ::= <simple-id> | on <operator-name> [<template-args>] | dn <destructor-name>}. */
    int baseUnresolvedName() {
        if (in.atDigit()) {
            return simpleId();
        }
        if (in.eat("dn")) {
            // <destructor-name> ::= <unresolved-type> | <simple-id>
            return tree.add(Kind.DESTRUCTOR_NAME, in.atDigit() ? simpleId() : unresolvedType());
        }
        // Compilers leave out the "on".
        in.eat("on");
        return qualified(parser.unqualifiedNames.operatorName(false));
    }
}
