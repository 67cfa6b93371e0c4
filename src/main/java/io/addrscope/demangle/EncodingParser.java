// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/** Functions, data and what compilers make beside them: Itanium C++ ABI 5.1.2 and 5.1.4. */
final class EncodingParser {
    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    /** The name just read is a template-id, so that a return type comes first. */
    boolean endsWithTemplateArgs;

    /** The name just read is that of a constructor, destructor or conversion: these have no return type. */
    boolean isCtorDtorConversion;

    /** The first parameter is the object itself (C++23). */
    boolean hasExplicitObject;

    /** {@link Qualifiers} of the member function just read. */
    int qualifiers;

    private int[] forwardReferences = new int[8];
    private int forwardCount;

    EncodingParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    void reset() {
        forwardCount = 0;
    }

    /**
     * {@code <encoding> ::= <function name> <bare-function-type> | <data name> | <special-name>} (5.1.2). A function template
     * has its return type before the parameters (5.1.5.3); constraints (Q) follow the parameters.
     */
    int encoding() {
        parser.enter();
        int outerParameters = parser.parameters.beginEncoding();
        boolean outerEndsWithTemplateArgs = endsWithTemplateArgs;
        boolean outerIsCtorDtorConversion = isCtorDtorConversion;
        boolean outerHasExplicitObject = hasExplicitObject;
        int outerQualifiers = qualifiers;
        endsWithTemplateArgs = false;
        isCtorDtorConversion = false;
        hasExplicitObject = false;
        qualifiers = 0;

        int encoding = in.peek() == 'G' || in.peek() == 'T' ? specialName() : functionOrData();

        endsWithTemplateArgs = outerEndsWithTemplateArgs;
        isCtorDtorConversion = outerIsCtorDtorConversion;
        hasExplicitObject = outerHasExplicitObject;
        qualifiers = outerQualifiers;
        parser.parameters.endEncoding(outerParameters);
        parser.leave();
        return encoding;
    }

    private int functionOrData() {
        int firstForward = forwardCount;
        int name = parser.names.name(true);
        resolveForwardReferences(firstForward);
        if (atEndOfEncoding()) {
            return name;
        }
        int attribute = Tree.NONE;
        if (in.eat("Ua9enable_ifI")) {
            attribute = tree.add(Kind.ENABLE_IF, parser.templates.templateArgList());
        }
        boolean explicitObject = hasExplicitObject;
        int functionQualifiers = qualifiers;
        int returnType = !isCtorDtorConversion && endsWithTemplateArgs ? parser.types.type() : Tree.NONE;
        int signature = Tree.EMPTY;
        if (!in.eat('v')) {
            int mark = tree.mark();
            do {
                int type = parser.types.type();
                if (explicitObject) {
                    type = tree.add(Kind.EXPLICIT_OBJECT, type);
                    explicitObject = false;
                }
                tree.push(type);
            } while (!atEndOfEncoding() && in.peek() != 'Q');
            signature = tree.list(mark);
        }
        int requires = in.eat('Q') ? parser.expressions.constraintExpression() : Tree.NONE;
        return tree.add(Kind.ENCODING, name, returnType, signature, functionQualifiers, attribute, requires);
    }

    /** End of a nested encoding (E), of the name, before a suffix (.), before {@code _block_invoke}. */
    private boolean atEndOfEncoding() {
        int c = in.peek();
        return in.atEnd() || c == 'E' || c == '.' || c == '_';
    }

    /** Remembers a template parameter used before the template arguments that it stands for. */
    void addForwardReference(int node) {
        if (forwardCount == forwardReferences.length) {
            forwardReferences = Arrays.copyOf(forwardReferences, forwardCount * 2);
        }
        forwardReferences[forwardCount++] = node;
    }

    private void resolveForwardReferences(int first) {
        for (int i = first; i < forwardCount; i++) {
            int reference = forwardReferences[i];
            int target = parser.parameters.get(0, tree.get(reference, 1));
            if (target == Tree.NONE) {
                throw Malformed.NAME;
            }
            tree.set(reference, 2, target);
        }
        forwardCount = first;
    }

    /** {@code <special-name>} (5.1.4). */
    private int specialName() {
        if (in.next() == 'T') {
            return tableOrThunk();
        }
        return switch (in.next()) {
            // 5.1.4.4
            case 'V' -> special("guard variable for ", parser.names.name(false));
            // 5.1.4.5
            case 'R' -> referenceTemporary();
            // 5.1.4.7, C++20 modules
            case 'I' -> moduleInitializer();
            // 5.1.4.6
            case 'T' ->
                switch (in.next()) {
                    case 't' -> special("transaction clone for ", encoding());
                    case 'n' -> special("non-transaction clone for ", encoding());
                    default -> throw Malformed.NAME;
                };
            // GNU
            case 'A' -> special("hidden alias for ", encoding());
            default -> throw Malformed.NAME;
        };
    }

    private int referenceTemporary() {
        int object = parser.names.name(false);
        // Older compilers wrote no <seq-id>, and no underscore.
        if (in.peek() == '_' || in.atDigit() || (in.peek() >= 'A' && in.peek() <= 'Z')) {
            Substitutions.index(in);
        }
        return special("reference temporary for ", object);
    }

    private int moduleInitializer() {
        int module = parser.unqualifiedNames.moduleName(Tree.NONE);
        if (module == Tree.NONE) {
            throw Malformed.NAME;
        }
        return special("initializer for module ", module);
    }

    /** The special names that begin with T: 5.1.4.1, 5.1.4.2, and those for thread-local variables. */
    private int tableOrThunk() {
        int c = in.next();
        return switch (c) {
            case 'V' -> special("vtable for ", parser.types.type());
            case 'T' -> special("VTT for ", parser.types.type());
            case 'I' -> special("typeinfo for ", parser.types.type());
            case 'S' -> special("typeinfo name for ", parser.types.type());
            case 'A' -> special("template parameter object for ", parser.templates.templateArg());
            case 'W' -> special("thread-local wrapper routine for ", parser.names.name(false));
            case 'H' -> special("thread-local initialization routine for ", parser.names.name(false));
            case 'C' -> constructionVtable();
            case 'c' -> {
                callOffset(in.next());
                callOffset(in.next());
                yield special("covariant return thunk to ", encoding());
            }
            default -> {
                callOffset(c);
                yield special(c == 'v' ? "virtual thunk to " : "non-virtual thunk to ", encoding());
            }
        };
    }

    /** {@code TC <derived type> <offset number> _ <base type>}. */
    private int constructionVtable() {
        int derived = parser.types.type();
        offset();
        return tree.add(Kind.CONSTRUCTION_VTABLE, parser.types.type(), derived);
    }

    /** {@code <call-offset> ::= h <nv-offset> _ | v <v-offset> _} (5.1.4.2), whose letter is read. */
    private void callOffset(int letter) {
        if (letter != 'h' && letter != 'v') {
            throw Malformed.NAME;
        }
        offset();
        if (letter == 'v') {
            offset();
        }
    }

    private void offset() {
        in.eat('n');
        if (!in.atDigit()) {
            throw Malformed.NAME;
        }
        in.skipDigits();
        in.expect('_');
    }

    private int special(String text, int of) {
        return tree.add(Kind.SPECIAL_NAME, tree.keep(text), of);
    }
}
