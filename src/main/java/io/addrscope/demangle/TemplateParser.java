// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Template parameters, their declarations and arguments: Itanium C++ ABI 5.1.5.8 to 5.1.5.10. */
final class TemplateParser {
    /** No lambda's parameters are being read. */
    private static final int NO_LAMBDA = -1;

    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    /** A parameter may stand for an argument that comes later in the name. */
    private boolean allowsForwardReferences;

    /** Level of the generic lambda whose parameters are being read. */
    private int lambdaLevel = NO_LAMBDA;

    /**
     * Within constraints, all enclosing levels are in scope, and the name does not say which they are: parameters are shown as
     * they are numbered.
     */
    private boolean showsNumbers;

    /** Names invented so far for type, value and template parameters. */
    private int typeNames;

    private int valueNames;
    private int templateNames;

    TemplateParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    void reset() {
        allowsForwardReferences = false;
        lambdaLevel = NO_LAMBDA;
        showsNumbers = false;
        typeNames = 0;
        valueNames = 0;
        templateNames = 0;
        parser.types.reset();
    }

    boolean allowForwardReferences(boolean allowed) {
        boolean outer = allowsForwardReferences;
        allowsForwardReferences |= allowed;
        return outer;
    }

    void restoreForwardReferences(boolean outer) {
        allowsForwardReferences = outer;
    }

    boolean showNumbers(boolean shown) {
        boolean outer = showsNumbers;
        showsNumbers = shown;
        return outer;
    }

    int enterLambda() {
        int outer = lambdaLevel;
        lambdaLevel = parser.parameters.levels();
        return outer;
    }

    void leaveLambda(int outer) {
        lambdaLevel = outer;
    }

    /** {@code <template-param> ::= T_ | T <number> _ | TL <level> __ | TL <level> _ <number> _} (5.1.5.8). */
    int templateParam() {
        int start = in.pos;
        in.expect('T');
        int level = 0;
        if (in.eat('L')) {
            level = in.number() + 1;
            in.expect('_');
        }
        int index = 0;
        if (!in.eat('_')) {
            index = in.number() + 1;
            in.expect('_');
        }
        if (showsNumbers) {
            return tree.add(Kind.SOURCE_NAME, start, in.pos - 1);
        }
        if (allowsForwardReferences && level == 0) {
            int reference = tree.add(Kind.FORWARD_REFERENCE, index, Tree.NONE, 0);
            parser.encodings.addForwardReference(reference);
            return reference;
        }
        int argument = parser.parameters.get(level, index);
        if (argument != Tree.NONE) {
            return argument;
        }
        int levels = parser.parameters.levels();
        if (level != lambdaLevel || level > levels) {
            throw Malformed.NAME;
        }
        // 5.1.8: "auto" in a lambda's parameters is mangled as the template parameter that it invents.
        if (level == levels) {
            parser.parameters.pushLevel();
        }
        return tree.text("auto");
    }

    /** {@code <template-args> ::= I <template-arg>+ [Q <constraint>] E} (5.1.5.10). */
    int templateArgs(boolean ofEncoding) {
        in.expect('I');
        if (!ofEncoding) {
            return tree.add(Kind.TEMPLATE_ARGS, templateArgList());
        }
        // The parameters of the encoding are those of its last template arguments.
        parser.parameters.dropTo(0);
        parser.parameters.pushLevel();
        int mark = tree.mark();
        while (!in.eat('E')) {
            int arg = templateArg();
            tree.push(arg);
            parser.parameters.add(meantBy(arg));
            if (eatConstraint()) {
                break;
            }
        }
        return tree.add(Kind.TEMPLATE_ARGS, tree.list(mark));
    }

    /** What the parameter stands for. A pack with a declaration is shown whole wherever it is named, as llvm-cxxfilt does. */
    private int meantBy(int arg) {
        return switch (tree.kind(arg)) {
            case Kind.QUALIFIED_ARGUMENT -> tree.get(arg, 2);
            case Kind.ARGUMENT_PACK -> tree.add(Kind.PARAMETER_PACK, tree.get(arg, 1));
            default -> arg;
        };
    }

    /** {@code <template-arg>* [Q <constraint>] E}. */
    int templateArgList() {
        int mark = tree.mark();
        while (!in.eat('E')) {
            tree.push(templateArg());
            if (eatConstraint()) {
                break;
            }
        }
        return tree.list(mark);
    }

    /** A constraint ends the arguments of a constrained template. It tells overloads apart, but is not shown. */
    private boolean eatConstraint() {
        if (!in.eat('Q')) {
            return false;
        }
        parser.expressions.constraintExpression();
        in.expect('E');
        return true;
    }

    /** {@code <template-arg> ::= <type> | X <expression> E | <expr-primary> | J <template-arg>* E | <template-param-decl> <template-arg>}. */
    int templateArg() {
        parser.enter();
        int arg;
        switch (in.peek()) {
            case 'X' -> {
                in.pos++;
                arg = parser.expressions.expression();
                in.expect('E');
            }
            case 'J' -> {
                in.pos++;
                int mark = tree.mark();
                while (!in.eat('E')) {
                    tree.push(templateArg());
                }
                arg = tree.add(Kind.ARGUMENT_PACK, tree.list(mark));
            }
            case 'L' -> {
                if (in.eat("LZ")) {
                    arg = parser.encodings.encoding();
                    in.expect('E');
                } else {
                    arg = parser.literals.exprPrimary();
                }
            }
            case 'T' -> {
                if (atTemplateParamDecl()) {
                    int declaration = templateParamDecl(false);
                    arg = tree.add(Kind.QUALIFIED_ARGUMENT, declaration, templateArg());
                } else {
                    arg = parser.types.type();
                }
            }
            default -> arg = parser.types.type();
        }
        parser.leave();
        return arg;
    }

    boolean atTemplateParamDecl() {
        return in.peek() == 'T' && "yptnk".indexOf(in.peek(1)) >= 0 && in.left() > 1;
    }

    /**
     * {@code <template-param-decl> ::= Ty | Tk <constraint> | Tn <type> | Tt <template-param-decl>* [Q <constraint>] E | Tp
     * <template-param-decl>} (5.1.5.8). The name does not hold the parameters' names: they are invented, and those of a
     * lambda can then be used.
     */
    int templateParamDecl(boolean usable) {
        parser.enter();
        in.expect('T');
        int declaration;
        switch (in.next()) {
            case 'y' -> declaration = tree.add(Kind.TYPE_PARAMETER, inventName('y', usable));
            case 'k' -> {
                boolean outer = showNumbers(true);
                int constraint = parser.names.name(false);
                showNumbers(outer);
                declaration = tree.add(Kind.CONSTRAINED_PARAMETER, constraint, inventName('y', usable));
            }
            case 'n' -> {
                int valueName = inventName('n', usable);
                declaration = tree.add(Kind.VALUE_PARAMETER, parser.types.type(), valueName);
            }
            case 't' -> declaration = templateTemplateParameter(inventName('t', usable));
            case 'p' -> declaration = tree.add(Kind.PACK_PARAMETER, templateParamDecl(usable));
            default -> throw Malformed.NAME;
        }
        parser.leave();
        return declaration;
    }

    private int templateTemplateParameter(int name) {
        int level = parser.parameters.levels();
        parser.parameters.pushLevel();
        int mark = tree.mark();
        int requires = Tree.NONE;
        while (!in.eat('E')) {
            tree.push(templateParamDecl(true));
            if (in.eat('Q')) {
                requires = parser.expressions.constraintExpression();
                in.expect('E');
                break;
            }
        }
        parser.parameters.dropTo(level);
        return tree.add(Kind.TEMPLATE_PARAMETER, tree.list(mark), name, requires);
    }

    private int inventName(char sort, boolean usable) {
        int index = sort == 'y' ? typeNames++ : sort == 'n' ? valueNames++ : templateNames++;
        int name = tree.add(Kind.PARAMETER_NAME, sort, index);
        if (usable) {
            parser.parameters.add(name);
        }
        return name;
    }
}
