// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import org.jspecify.annotations.Nullable;

/** Types: Itanium C++ ABI 5.1.5. Every type but the builtin ones and bare substitutions can be substituted. */
final class TypeParser {
    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    /**
     * Whether template arguments may follow a {@code <template-param>}. Not within a conversion operator's name, where they
     * belong to the operator (5.1.3).
     */
    private boolean allowsTemplateArgs = true;

    TypeParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /** The type in {@code cv <type>} as a name: it may use template parameters whose arguments come after it. */
    int conversionType(boolean ofEncoding) {
        boolean outerAllows = allowsTemplateArgs;
        boolean outerForward = parser.templates.allowForwardReferences(ofEncoding);
        allowsTemplateArgs = false;
        int type = type();
        allowsTemplateArgs = outerAllows;
        parser.templates.restoreForwardReferences(outerForward);
        return type;
    }

    void reset() {
        allowsTemplateArgs = true;
    }

    /** The type in {@code cv <type>} as an expression. */
    int castType() {
        boolean outerAllows = allowsTemplateArgs;
        allowsTemplateArgs = false;
        int type = type();
        allowsTemplateArgs = outerAllows;
        return type;
    }

    /** {@code <type>}. */
    int type() {
        int c = in.peek();
        @Nullable String builtin = BuiltinTypes.byLetter(c);
        if (builtin != null) {
            in.pos++;
            return tree.add(Kind.BUILTIN_TYPE, tree.keep(builtin));
        }
        parser.enter();
        int type = compoundType(c);
        parser.leave();
        return type;
    }

    private int compoundType(int c) {
        int type;
        switch (c) {
            case 'r', 'V', 'K' -> type = atFunctionType() ? functionType() : qualifiedType();
            case 'U' -> type = vendorQualifiedType();
            case 'u' -> {
                in.pos++;
                type = parser.unqualifiedNames.sourceName();
                if (in.eat('I')) {
                    type = tree.add(Kind.TRANSFORMED_TYPE, type, type());
                    in.expect('E');
                }
            }
            case 'D' -> {
                if (BuiltinTypes.byLetterAfterD(in.peek(1)) != null) {
                    return BuiltinTypes.afterD(in, tree);
                }
                type = typeAfterD();
                if (isBuiltin(type)) {
                    return type;
                }
            }
            case 'F' -> type = functionType();
            case 'A' -> type = arrayType();
            case 'M' -> {
                in.pos++;
                int classType = type();
                type = tree.add(Kind.MEMBER_POINTER_TYPE, classType, type());
            }
            case 'T' ->
                type = in.peek(1) == 's' || in.peek(1) == 'u' || in.peek(1) == 'e'
                        ? elaboratedType()
                        : templateParamType();
            case 'P' -> {
                in.pos++;
                type = tree.add(Kind.POINTER_TYPE, type());
            }
            case 'R' -> {
                in.pos++;
                type = tree.add(Kind.REFERENCE_TYPE, type(), 0);
            }
            case 'O' -> {
                in.pos++;
                type = tree.add(Kind.REFERENCE_TYPE, type(), 1);
            }
            case 'C' -> {
                in.pos++;
                type = tree.add(Kind.POSTFIX_TYPE, type(), tree.keep(" complex"));
            }
            case 'G' -> {
                in.pos++;
                type = tree.add(Kind.POSTFIX_TYPE, type(), tree.keep(" imaginary"));
            }
            case 'S' -> {
                if (in.peek(1) != 't') {
                    return substitutedType();
                }
                type = parser.names.name(false);
            }
            default -> type = parser.names.name(false);
        }
        return parser.substitutions.add(type);
    }

    /** A {@code <substitution>}, with template arguments if it is a template; or a name in a module. */
    private int substitutedType() {
        int name = parser.names.substitution();
        if (tree.kind(name) == Kind.MODULE_NAME) {
            name = parser.unqualifiedNames.unqualifiedName(false, Tree.NONE, name);
            if (in.peek() != 'I') {
                return parser.substitutions.add(name);
            }
            parser.substitutions.add(name);
        } else if (in.peek() != 'I' || !allowsTemplateArgs) {
            return name;
        }
        return parser.substitutions.add(tree.add(Kind.TEMPLATE_ID, name, parser.templates.templateArgs(false)));
    }

    /** {@code <template-param> | <template-template-param> <template-args>} (5.1.5.8). */
    private int templateParamType() {
        int param = parser.templates.templateParam();
        if (in.peek() != 'I' || !allowsTemplateArgs) {
            return param;
        }
        parser.substitutions.add(param);
        return tree.add(Kind.TEMPLATE_ID, param, parser.templates.templateArgs(false));
    }

    /** {@code <class-enum-type> ::= Ts <name> | Tu <name> | Te <name>} (5.1.5.5). */
    private int elaboratedType() {
        in.pos++;
        int letter = in.next();
        String word = letter == 's' ? "struct" : letter == 'u' ? "union" : "enum";
        return tree.add(Kind.ELABORATED_TYPE, tree.keep(word), parser.names.name(false));
    }

    /** Whether CV-qualifiers, if any, belong to a function type. */
    private boolean atFunctionType() {
        int ahead = 0;
        if (in.peek(ahead) == 'r') {
            ahead++;
        }
        if (in.peek(ahead) == 'V') {
            ahead++;
        }
        if (in.peek(ahead) == 'K') {
            ahead++;
        }
        if (in.peek(ahead) == 'F') {
            return true;
        }
        int next = in.peek(ahead + 1);
        return in.peek(ahead) == 'D' && (next == 'o' || next == 'O' || next == 'w' || next == 'x');
    }

    /** {@code <CV-qualifiers> <type>} (5.1.5.1). */
    private int qualifiedType() {
        int qualifiers = Qualifiers.parse(in);
        int type = type();
        return qualifiers == 0 ? type : tree.add(Kind.QUALIFIED_TYPE, type, qualifiers);
    }

    /** {@code <extended-qualifier>* <CV-qualifiers> <type>} with {@code <extended-qualifier> ::= U <source-name> [<template-args>]}. */
    private int vendorQualifiedType() {
        if (!in.eat('U')) {
            return qualifiedType();
        }
        parser.enter();
        int qualifier = parser.unqualifiedNames.sourceName();
        int type;
        if (tree.kind(qualifier) == Kind.SOURCE_NAME && startsWithProtocol(tree.get(qualifier, 1))) {
            type = objectiveCType(tree.get(qualifier, 1) + "objcproto".length(), tree.get(qualifier, 2));
        } else {
            int args = in.peek() == 'I' ? parser.templates.templateArgs(false) : Tree.NONE;
            type = tree.add(Kind.VENDOR_QUALIFIED_TYPE, vendorQualifiedType(), qualifier, args);
        }
        parser.leave();
        return type;
    }

    private boolean startsWithProtocol(int start) {
        int pos = in.pos;
        in.pos = start;
        boolean starts = in.at("objcproto");
        in.pos = pos;
        return starts;
    }

    /** Clang's Objective-C types: the qualifier holds one more {@code <source-name>}, the protocol. */
    private int objectiveCType(int start, int end) {
        int pos = in.pos;
        in.pos = start;
        int protocol = parser.unqualifiedNames.sourceName();
        if (in.pos > end || tree.kind(protocol) != Kind.SOURCE_NAME) {
            throw Malformed.NAME;
        }
        in.pos = pos;
        return tree.add(Kind.OBJC_TYPE, vendorQualifiedType(), tree.get(protocol, 1), tree.get(protocol, 2));
    }

    private int typeAfterD() {
        return switch (in.peek(1)) {
            case 't', 'T' -> decltype();
            case 'o', 'O', 'w', 'x' -> functionType();
            case 'v' -> {
                in.pos += 2;
                yield vectorType();
            }
            case 'p' -> {
                in.pos += 2;
                yield tree.add(Kind.PACK_EXPANSION, type());
            }
            case 'F' -> {
                in.pos += 2;
                yield floatType();
            }
            case 'B', 'U' -> {
                int isUnsigned = in.peek(1) == 'U' ? 1 : 0;
                in.pos += 2;
                int bits = in.atDigit() ? digits() : parser.expressions.expression();
                in.expect('_');
                yield tree.add(Kind.BIT_INT_TYPE, bits, isUnsigned);
            }
            case 'k' -> {
                in.pos += 2;
                yield tree.add(Kind.CONSTRAINED_AUTO, parser.names.name(false), tree.keep(" auto"));
            }
            case 'K' -> {
                in.pos += 2;
                yield tree.add(Kind.CONSTRAINED_AUTO, parser.names.name(false), tree.keep(" decltype(auto)"));
            }
            default -> throw Malformed.NAME;
        };
    }

    /** Builtin types cannot be substituted, those that are not letters only neither. */
    private boolean isBuiltin(int type) {
        int kind = tree.kind(type);
        return kind == Kind.TEXT || kind == Kind.FLOAT_N_TYPE || kind == Kind.CONSTRAINED_AUTO;
    }

    /** {@code DF <number> _ | DF16b | DF <number> x}, whose first letters are read (5.1.5.2). */
    private int floatType() {
        if (in.eat("16b")) {
            return tree.text("std::bfloat16_t");
        }
        int start = in.pos;
        in.number();
        int end = in.pos;
        if (in.eat('x')) {
            return tree.add(Kind.FLOAT_N_TYPE, start, in.pos);
        }
        in.expect('_');
        return tree.add(Kind.FLOAT_N_TYPE, start, end);
    }

    private int digits() {
        int start = in.pos;
        in.skipDigits();
        return parser.span(Kind.SOURCE_NAME, start);
    }

    /** {@code <decltype> ::= Dt <expression> E | DT <expression> E} (5.1.5.4). */
    int decltype() {
        if (!in.eat("Dt") && !in.eat("DT")) {
            throw Malformed.NAME;
        }
        int expression = parser.expressions.expression();
        in.expect('E');
        return tree.add(Kind.ENCLOSED, tree.keep("decltype"), expression, Operator.PRIMARY);
    }

    /** {@code Dv <number> _ <type> | Dv [<expression>] _ <type>}, and p for AltiVec's pixels; the first letters are read. */
    private int vectorType() {
        int dimension = Tree.NONE;
        if (in.atDigit()) {
            dimension = digits();
            in.expect('_');
            if (in.eat('p')) {
                return tree.add(Kind.PIXEL_VECTOR_TYPE, dimension);
            }
        } else if (!in.eat('_')) {
            dimension = parser.expressions.expression();
            in.expect('_');
        }
        return tree.add(Kind.VECTOR_TYPE, type(), dimension);
    }

    /** {@code <function-type> ::= [<CV-qualifiers>] [<exception-spec>] [Dx] F [Y] <bare-function-type> [<ref-qualifier>] E} (5.1.5.3). */
    private int functionType() {
        int qualifiers = Qualifiers.parse(in);
        int exceptions = Tree.NONE;
        if (in.eat("Do")) {
            exceptions = tree.text("noexcept");
        } else if (in.eat("DO")) {
            exceptions = tree.add(Kind.NOEXCEPT, parser.expressions.expression());
            in.expect('E');
        } else if (in.eat("Dw")) {
            int mark = tree.mark();
            while (!in.eat('E')) {
                tree.push(type());
            }
            exceptions = tree.add(Kind.THROW, tree.list(mark));
        }
        in.eat("Dx");
        in.expect('F');
        in.eat('Y');
        int returnType = type();
        int mark = tree.mark();
        while (!in.eat('E')) {
            if (in.eat('v')) {
                continue;
            }
            if (in.eat("RE")) {
                qualifiers |= Qualifiers.LVALUE;
                break;
            }
            if (in.eat("OE")) {
                qualifiers |= Qualifiers.RVALUE;
                break;
            }
            tree.push(type());
        }
        return tree.add(Kind.FUNCTION_TYPE, returnType, tree.list(mark), qualifiers, exceptions);
    }

    /** {@code <array-type> ::= A [<number>] _ <type> | A <expression> _ <type>} (5.1.5.6). */
    private int arrayType() {
        in.expect('A');
        int bound = Tree.NONE;
        if (in.atDigit()) {
            bound = digits();
            in.expect('_');
        } else if (!in.eat('_')) {
            bound = parser.expressions.expression();
            in.expect('_');
        }
        return tree.add(Kind.ARRAY_TYPE, type(), bound);
    }
}
