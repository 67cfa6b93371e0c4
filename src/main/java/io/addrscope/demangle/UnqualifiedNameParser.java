// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** One part of a name: Itanium C++ ABI 5.1.2 to 5.1.4.3, 5.1.7 (unnamed types) and 5.1.8 (lambdas). */
final class UnqualifiedNameParser {
    private static final String ANONYMOUS_NAMESPACE = "_GLOBAL__N";

    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    UnqualifiedNameParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /**
     * {@code <unqualified-name> ::= [<module-name>] [F] [L] (<operator-name> | <ctor-dtor-name> | <source-name> |
     * <unnamed-type-name> | DC <source-name>+ E) [<abi-tags>]}, put into its scope if there is one. F marks a friend that is
     * mangled as a member, L a name of internal linkage.
     */
    int unqualifiedName(boolean ofEncoding, int scope, int outerModule) {
        int module = moduleName(outerModule);
        boolean isFriend = scope != Tree.NONE && in.eat('F');
        in.eat('L');
        int name;
        int c = in.peek();
        if (c >= '1' && c <= '9') {
            name = sourceName();
        } else if (in.eat("DC")) {
            int mark = tree.mark();
            do {
                tree.push(sourceName());
            } while (!in.eat('E'));
            name = tree.add(Kind.STRUCTURED_BINDING, tree.list(mark));
        } else if (c == 'C' || c == 'D') {
            if (scope == Tree.NONE || module != Tree.NONE) {
                throw Malformed.NAME;
            }
            int written = writtenOut(scope);
            name = ctorDtorName(ofEncoding, written);
            scope = written;
        } else if (c == 'U') {
            name = unnamedTypeName(ofEncoding);
        } else {
            name = operatorName(ofEncoding);
        }
        if (module != Tree.NONE) {
            name = tree.add(Kind.MODULE_ENTITY, module, name);
        }
        name = abiTags(name);
        if (isFriend) {
            return tree.add(Kind.FRIEND_NAME, scope, name);
        }
        return scope == Tree.NONE ? name : tree.add(Kind.NESTED_NAME, scope, name);
    }

    /** {@code <module-name> ::= <module-name>* W [P] <source-name>}: each part can be substituted. */
    int moduleName(int outer) {
        int module = outer;
        while (in.eat('W')) {
            int isPartition = in.eat('P') ? 1 : 0;
            module = parser.substitutions.add(tree.add(Kind.MODULE_NAME, module, sourceName(), isPartition));
        }
        return module;
    }

    /** {@code <source-name> ::= <positive length number> <identifier>} (5.1.2). */
    int sourceName() {
        int length = in.number();
        int start = in.pos;
        if (length == 0) {
            throw Malformed.NAME;
        }
        if (in.at(ANONYMOUS_NAMESPACE) && length >= ANONYMOUS_NAMESPACE.length()) {
            in.skip(length);
            return tree.text("(anonymous namespace)");
        }
        in.skip(length);
        return parser.span(Kind.SOURCE_NAME, start);
    }

    /** {@code <abi-tags> ::= (B <source-name>)*}. */
    int abiTags(int name) {
        int tagged = name;
        while (in.eat('B')) {
            tagged = tree.add(Kind.ABI_TAG, tagged, sourceName());
        }
        return tagged;
    }

    /** A constructor is named after the class itself, so its class is not shown by its typedef. */
    private int writtenOut(int scope) {
        return tree.kind(scope) == Kind.STANDARD_NAME ? tree.add(Kind.STANDARD_NAME, tree.get(scope, 1), 1) : scope;
    }

    /** {@code <ctor-dtor-name> ::= C1 | C2 | C3 | CI1 <type> | CI2 <type> | D0 | D1 | D2} (5.1.4.3); GNU adds C4, C5, D4, D5. */
    private int ctorDtorName(boolean ofEncoding, int scope) {
        boolean isDestructor = in.next() == 'D';
        boolean inherits = !isDestructor && in.eat('I');
        int variant = in.next();
        boolean known = isDestructor
                ? variant == '0' || variant == '1' || variant == '2' || variant == '4' || variant == '5'
                : variant >= '1' && variant <= '5';
        if (!known) {
            throw Malformed.NAME;
        }
        if (ofEncoding) {
            parser.encodings.isCtorDtorConversion = true;
        }
        if (inherits) {
            parser.names.name(false);
        }
        return tree.add(Kind.CTOR_DTOR_NAME, scope, isDestructor ? 1 : 0);
    }

    /** {@code <unnamed-type-name> ::= Ut [<number>] _ | <closure-type-name>} (5.1.7, 5.1.8); Clang's blocks are Ub. */
    int unnamedTypeName(boolean ofEncoding) {
        in.expect('U');
        return switch (in.next()) {
            case 't' -> {
                if (ofEncoding) {
                    parser.parameters.dropTo(0);
                }
                yield numbered(Kind.UNNAMED_TYPE);
            }
            case 'b' -> {
                in.skipDigits();
                in.expect('_');
                yield tree.text("'block-literal'");
            }
            case 'l' -> {
                if (ofEncoding) {
                    parser.parameters.dropTo(0);
                }
                yield closureTypeName();
            }
            default -> throw Malformed.NAME;
        };
    }

    private int numbered(int kind) {
        int start = in.pos;
        in.skipDigits();
        int node = parser.span(kind, start);
        in.expect('_');
        return node;
    }

    /** {@code <closure-type-name> ::= Ul <template-param-decl>* [Q <constraint>] <lambda-sig> [Q <constraint>] E [<number>] _}. */
    private int closureTypeName() {
        parser.enter();
        int outerLambdaLevel = parser.templates.enterLambda();
        int level = parser.parameters.levels();
        parser.parameters.pushLevel();
        int mark = tree.mark();
        while (parser.templates.atTemplateParamDecl()) {
            tree.push(parser.templates.templateParamDecl(true));
        }
        int declarations = tree.list(mark);
        if (declarations == Tree.EMPTY) {
            // Only a lambda with template parameters has a level for them; "auto" makes one when it is met.
            parser.parameters.dropTo(level);
        }
        int headRequires = in.eat('Q') ? parser.expressions.constraintExpression() : Tree.NONE;
        int signature = Tree.EMPTY;
        if (!in.eat('v')) {
            mark = tree.mark();
            do {
                tree.push(parser.types.type());
            } while (in.peek() != 'E' && in.peek() != 'Q');
            signature = tree.list(mark);
        }
        int requires = in.eat('Q') ? parser.expressions.constraintExpression() : Tree.NONE;
        in.expect('E');
        int start = in.pos;
        in.skipDigits();
        int end = in.pos;
        in.expect('_');
        parser.parameters.dropTo(level);
        parser.templates.leaveLambda(outerLambdaLevel);
        parser.leave();
        return tree.add(Kind.CLOSURE_TYPE, declarations, headRequires, signature, requires, start, end);
    }

    /** {@code <operator-name>} (5.1.3): a table, and cv, li, and a vendor's own. */
    int operatorName(boolean ofEncoding) {
        int c = in.peek();
        if (c == 'l' && in.eat("li")) {
            return tree.add(Kind.LITERAL_OPERATOR, sourceName());
        }
        if (c == 'c' && in.eat("cv")) {
            int type = parser.types.conversionType(ofEncoding);
            if (ofEncoding) {
                parser.encodings.isCtorDtorConversion = true;
            }
            return tree.add(Kind.CONVERSION_OPERATOR, type);
        }
        if (c == 'v' && Input.isDigit(in.peek(1))) {
            in.pos += 2;
            return tree.add(Kind.CONVERSION_OPERATOR, sourceName());
        }
        int operator = Operator.parse(in);
        if (operator < 0 || !Operator.get(operator).isFunction()) {
            throw Malformed.NAME;
        }
        return tree.add(Kind.OPERATOR_NAME, operator);
    }
}
