// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Expressions: Itanium C++ ABI 5.1.6. */
final class ExpressionParser {
    /** Flags of {@link Kind#NEW} and {@link Kind#DELETE}. */
    static final int GLOBAL = 1;

    static final int ARRAY = 2;

    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    ExpressionParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /** {@code <constraint-expression>}: an expression that sees the template parameters of every level. */
    int constraintExpression() {
        boolean outer = parser.templates.showNumbers(true);
        int expression = expression();
        parser.templates.showNumbers(outer);
        return expression;
    }

    /** {@code <expression>}. */
    int expression() {
        parser.enter();
        int expression = anyExpression();
        parser.leave();
        return expression;
    }

    private int anyExpression() {
        boolean isGlobal = in.eat("gs");
        int code = Operator.parse(in);
        if (code >= 0) {
            return operation(code, isGlobal);
        }
        int c = in.peek();
        int second = in.peek(1);
        if (c == 'L') {
            return parser.literals.exprPrimary();
        }
        if (c == 'T') {
            return parser.templates.templateParam();
        }
        if (c == 'f') {
            boolean isParameter = second == 'p' || (second == 'L' && Input.isDigit(in.peek(2)));
            return isParameter ? functionParam() : foldExpression();
        }
        if (in.eat("cv")) {
            return conversion();
        }
        if (in.eat("il")) {
            return tree.add(Kind.INIT_LIST, Tree.NONE, bracedExpressions());
        }
        if (in.eat("tl")) {
            int type = parser.types.type();
            return tree.add(Kind.INIT_LIST, type, bracedExpressions());
        }
        if (in.eat("mc")) {
            int type = parser.types.type();
            int operand = expression();
            int start = in.pos;
            skipNumber();
            int end = in.pos;
            in.expect('E');
            return tree.add(Kind.MEMBER_POINTER_CONVERSION, type, operand, start, end);
        }
        if (in.eat("so")) {
            return subobject();
        }
        if (in.eat("nx")) {
            return tree.add(Kind.ENCLOSED, tree.keep("noexcept "), expression(), Operator.UNARY);
        }
        if (in.eat("rq")) {
            return requires(Tree.NONE);
        }
        if (in.eat("rQ")) {
            int mark = tree.mark();
            while (!in.eat('_')) {
                tree.push(parser.types.type());
            }
            return requires(tree.list(mark));
        }
        if (in.eat("sp")) {
            return tree.add(Kind.PACK_EXPANSION, expression());
        }
        if (in.eat("sZ")) {
            return in.peek() == 'T'
                    ? tree.add(Kind.SIZEOF_PACK, parser.templates.templateParam())
                    : tree.add(Kind.ENCLOSED, tree.keep("sizeof... "), functionParam(), Operator.PRIMARY);
        }
        if (in.eat("sP")) {
            int mark = tree.mark();
            while (!in.eat('E')) {
                tree.push(parser.templates.templateArg());
            }
            return tree.add(Kind.SIZEOF_ARGUMENTS, tree.list(mark));
        }
        if (in.eat("tr")) {
            return tree.text("throw");
        }
        if (in.eat("tw")) {
            return tree.add(Kind.THROW_EXPRESSION, expression());
        }
        if (c == 'u') {
            return vendorExpression();
        }
        return parser.unresolvedNames.unresolvedName(isGlobal);
    }

    private int operation(int code, boolean isGlobal) {
        Operator operator = Operator.get(code);
        switch (operator.form()) {
            case BINARY -> {
                int left = expression();
                return tree.add(Kind.BINARY, left, code, expression());
            }
            case PREFIX -> {
                return tree.add(Kind.PREFIX, code, expression());
            }
            case POSTFIX -> {
                if (in.eat('_')) {
                    return tree.add(Kind.PREFIX, code, expression());
                }
                return tree.add(Kind.POSTFIX, expression(), code);
            }
            case SUBSCRIPT -> {
                int array = expression();
                return tree.add(Kind.SUBSCRIPT, array, expression());
            }
            case MEMBER -> {
                int object = expression();
                return tree.add(Kind.MEMBER, object, code, expression());
            }
            case CONDITIONAL -> {
                int condition = expression();
                int then = expression();
                return tree.add(Kind.CONDITIONAL, condition, then, expression());
            }
            case CALL -> {
                int callee = expression();
                return tree.add(
                        Kind.CALL,
                        callee,
                        expressionsUntilEnd(),
                        operator.code().equals("cp") ? 1 : 0);
            }
            case NAMED_CAST -> {
                int type = parser.types.type();
                return tree.add(Kind.NAMED_CAST, code, type, expression());
            }
            case OF_TYPE -> {
                return tree.add(
                        Kind.ENCLOSED, tree.keep(operator.symbol()), parser.types.type(), operator.precedence());
            }
            case OF_EXPRESSION -> {
                return tree.add(Kind.ENCLOSED, tree.keep(operator.symbol()), expression(), operator.precedence());
            }
            case DELETE -> {
                return tree.add(Kind.DELETE, expression(), flags(operator, isGlobal));
            }
            case NEW -> {
                return newExpression(flags(operator, isGlobal));
            }
        }
        throw Malformed.NAME;
    }

    private static int flags(Operator operator, boolean isGlobal) {
        return (isGlobal ? GLOBAL : 0) | (operator.symbol().endsWith("[]") ? ARRAY : 0);
    }

    /** {@code nw <expression>* _ <type> (E | pi <expression>* E | il <braced-expression>* E)}, whose operator is read. */
    private int newExpression(int flags) {
        int mark = tree.mark();
        while (!in.eat('_')) {
            tree.push(expression());
        }
        int placement = tree.list(mark);
        int type = parser.types.type();
        int initializers = Tree.NONE;
        if (in.eat("pi")) {
            initializers = expressionsUntilEnd();
        } else if (in.at('i', 'l')) {
            // Not in the document, but what compilers make of new T{x}.
            initializers = expression();
        } else {
            in.expect('E');
        }
        return tree.add(Kind.NEW, placement, type, initializers, flags);
    }

    /** {@code cv <type> <expression> | cv <type> _ <expression>* E}, whose operator is read. */
    private int conversion() {
        int type = parser.types.castType();
        if (in.eat('_')) {
            return tree.add(Kind.CONVERSION, type, expressionsUntilEnd());
        }
        int mark = tree.mark();
        tree.push(expression());
        return tree.add(Kind.CONVERSION, type, tree.list(mark));
    }

    private int expressionsUntilEnd() {
        int mark = tree.mark();
        while (!in.eat('E')) {
            tree.push(expression());
        }
        return tree.list(mark);
    }

    private int bracedExpressions() {
        int mark = tree.mark();
        while (!in.eat('E')) {
            tree.push(bracedExpression());
        }
        return tree.list(mark);
    }

    /** {@code <braced-expression> ::= <expression> | di <name> <braced-expression> | dx <index> <b.-e.> | dX <first> <last> <b.-e.>}. */
    private int bracedExpression() {
        if (in.peek() != 'd') {
            return expression();
        }
        parser.enter();
        int expression;
        if (in.eat("di")) {
            int name = parser.unqualifiedNames.sourceName();
            expression = tree.add(Kind.DESIGNATED, name, bracedExpression(), 0);
        } else if (in.eat("dx")) {
            int index = expression();
            expression = tree.add(Kind.DESIGNATED, index, bracedExpression(), 1);
        } else if (in.eat("dX")) {
            int first = expression();
            int last = expression();
            expression = tree.add(Kind.DESIGNATED_RANGE, first, last, bracedExpression());
        } else {
            expression = expression();
        }
        parser.leave();
        return expression;
    }

    /** {@code <function-param> ::= fp <CV-qualifiers> [<number>] _ | fL <number> p <CV-qualifiers> [<number>] _ | fpT} (5.1.5.9). */
    private int functionParam() {
        if (in.eat("fpT")) {
            return tree.text("this");
        }
        if (in.eat("fL")) {
            in.number();
            in.expect('p');
        } else if (!in.eat("fp")) {
            throw Malformed.NAME;
        }
        Qualifiers.parse(in);
        int start = in.pos;
        in.skipDigits();
        int parameter = parser.span(Kind.FUNCTION_PARAMETER, start);
        in.expect('_');
        return parameter;
    }

    /** {@code (fl | fr) <operator-name> <expression> | (fL | fR) <operator-name> <expression> <expression>}. */
    private int foldExpression() {
        in.expect('f');
        int form = in.next();
        boolean hasInitializer = form == 'L' || form == 'R';
        boolean isLeft = form == 'l' || form == 'L';
        if (!hasInitializer && !isLeft && form != 'r') {
            throw Malformed.NAME;
        }
        int code = Operator.parse(in);
        if (code < 0) {
            throw Malformed.NAME;
        }
        Operator operator = Operator.get(code);
        boolean folds = operator.form() == Operator.Form.BINARY
                || (operator.form() == Operator.Form.MEMBER && operator.symbol().endsWith("*"));
        if (!folds) {
            throw Malformed.NAME;
        }
        int first = expression();
        int second = hasInitializer ? expression() : Tree.NONE;
        // A binary left fold has its initial value first.
        boolean swapped = isLeft && hasInitializer;
        return tree.add(Kind.FOLD, code, swapped ? second : first, swapped ? first : second, isLeft ? 1 : 0);
    }

    /** Clang's {@code so <type> <expression> [<offset>] <union-selector>* [p] E}: a part of an object. */
    private int subobject() {
        int type = parser.types.type();
        int object = expression();
        int start = in.pos;
        skipNumber();
        int end = in.pos;
        while (in.eat('_')) {
            skipNumber();
        }
        in.eat('p');
        in.expect('E');
        return tree.add(Kind.SUBOBJECT, type, object, start, end);
    }

    private void skipNumber() {
        in.eat('n');
        in.skipDigits();
    }

    /** {@code <requirement>+ E}, with {@code <requirement> ::= X <expression> [N] [R <type-constraint>] | T <type> | Q <constraint>}. */
    private int requires(int parameters) {
        int mark = tree.mark();
        do {
            if (in.eat('X')) {
                int expression = expression();
                int isNoexcept = in.eat('N') ? 1 : 0;
                int constraint = in.eat('R') ? parser.names.name(false) : Tree.NONE;
                tree.push(tree.add(Kind.EXPRESSION_REQUIREMENT, expression, isNoexcept, constraint));
            } else if (in.eat('T')) {
                tree.push(tree.add(Kind.TYPE_REQUIREMENT, parser.types.type()));
            } else if (in.eat('Q')) {
                tree.push(tree.add(Kind.NESTED_REQUIREMENT, expression()));
            } else {
                throw Malformed.NAME;
            }
        } while (!in.eat('E'));
        return tree.add(Kind.REQUIRES, parameters, tree.list(mark));
    }

    /**
     * {@code u <source-name> <template-arg>* E}. Clang once wrote {@code __uuidof} as {@code u8__uuidoft <type>} and {@code
     * u8__uuidofz <expression>}, without the E.
     */
    private int vendorExpression() {
        in.expect('u');
        boolean isUuidOf = in.at("8__uuidof");
        int name = parser.unqualifiedNames.sourceName();
        int mark = tree.mark();
        if (isUuidOf && in.eat('t')) {
            tree.push(parser.types.type());
            return tree.add(Kind.CALL, name, tree.list(mark), 0);
        }
        if (isUuidOf && in.eat('z')) {
            tree.push(expression());
            return tree.add(Kind.CALL, name, tree.list(mark), 0);
        }
        while (!in.eat('E')) {
            tree.push(parser.templates.templateArg());
        }
        return tree.add(Kind.CALL, name, tree.list(mark), 0);
    }
}
