// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Names and their scopes: Itanium C++ ABI 5.1.2 and 5.1.7. Productions take {@code ofEncoding}: true for the name of the
 * encoding being read, whose template arguments are what {@code T_} means from then on and whose form says whether a
 * return type follows; false for any name within.
 */
final class NameParser {
    private final CxxParser parser;
    private final Input in;
    private final Tree tree;

    NameParser(CxxParser parser) {
        this.parser = parser;
        this.in = parser.in;
        this.tree = parser.tree;
    }

    /** {@code <name> ::= <nested-name> | <unscoped-name> | <unscoped-template-name> <template-args> | <local-name>}. */
    int name(boolean ofEncoding) {
        switch (in.peek()) {
            case 'N' -> {
                return nestedName(ofEncoding);
            }
            case 'Z' -> {
                return localName(ofEncoding);
            }
            default -> {}
        }
        boolean substituted = in.peek() == 'S' && in.peek(1) != 't';
        int name = Tree.NONE;
        if (substituted) {
            name = substitution();
            if (tree.kind(name) == Kind.MODULE_NAME) {
                name = parser.unqualifiedNames.unqualifiedName(ofEncoding, Tree.NONE, name);
                substituted = false;
            }
        } else {
            name = unscopedName(ofEncoding);
        }
        if (in.peek() == 'I') {
            if (!substituted) {
                parser.substitutions.add(name);
            }
            int args = parser.templates.templateArgs(ofEncoding);
            if (ofEncoding) {
                parser.encodings.endsWithTemplateArgs = true;
            }
            return tree.add(Kind.TEMPLATE_ID, name, args);
        }
        if (substituted) {
            // A substitution is a whole name only in front of template arguments.
            throw Malformed.NAME;
        }
        return name;
    }

    /** {@code <unscoped-name> ::= [St] [<module-name>] <unqualified-name>}. */
    int unscopedName(boolean ofEncoding) {
        int scope = in.eat("St") ? tree.text("std") : Tree.NONE;
        int module = Tree.NONE;
        if (in.peek() == 'S') {
            module = substitution();
            if (tree.kind(module) != Kind.MODULE_NAME) {
                throw Malformed.NAME;
            }
        }
        return parser.unqualifiedNames.unqualifiedName(ofEncoding, scope, module);
    }

    /**
     * {@code <nested-name> ::= N [<CV-qualifiers>] [<ref-qualifier>] <prefix> <unqualified-name> E}; N H for a function with an
     * explicit object parameter. Each {@code <prefix>} on the way can be substituted, the whole name cannot.
     */
    private int nestedName(boolean ofEncoding) {
        in.expect('N');
        if (in.eat('H')) {
            if (ofEncoding) {
                parser.encodings.hasExplicitObject = true;
            }
        } else {
            int qualifiers = Qualifiers.parse(in);
            if (in.eat('O')) {
                qualifiers |= Qualifiers.RVALUE;
            } else if (in.eat('R')) {
                qualifiers |= Qualifiers.LVALUE;
            }
            if (ofEncoding) {
                parser.encodings.qualifiers = qualifiers;
            }
        }
        int name = Tree.NONE;
        while (!in.eat('E')) {
            if (ofEncoding) {
                parser.encodings.endsWithTemplateArgs = false;
            }
            int c = in.peek();
            if (c == 'T') {
                requireNone(name);
                name = parser.templates.templateParam();
            } else if (c == 'I') {
                name = templateId(name, ofEncoding);
            } else if (c == 'D' && (in.peek(1) == 't' || in.peek(1) == 'T')) {
                requireNone(name);
                name = parser.types.decltype();
            } else {
                int module = Tree.NONE;
                if (c == 'S') {
                    int substitution = in.eat("St") ? tree.text("std") : substitution();
                    if (tree.kind(substitution) == Kind.MODULE_NAME) {
                        module = substitution;
                    } else {
                        requireNone(name);
                        name = substitution;
                        continue;
                    }
                }
                name = parser.unqualifiedNames.unqualifiedName(ofEncoding, name, module);
            }
            parser.substitutions.add(name);
            // <closure-prefix> (5.1.8): what precedes is the variable that a lambda initializes.
            in.eat('M');
        }
        if (name == Tree.NONE) {
            throw Malformed.NAME;
        }
        parser.substitutions.dropLast();
        return name;
    }

    private int templateId(int name, boolean ofEncoding) {
        if (name == Tree.NONE || tree.kind(name) == Kind.TEMPLATE_ID) {
            throw Malformed.NAME;
        }
        int args = parser.templates.templateArgs(ofEncoding);
        if (ofEncoding) {
            parser.encodings.endsWithTemplateArgs = true;
        }
        return tree.add(Kind.TEMPLATE_ID, name, args);
    }

    private static void requireNone(int name) {
        if (name != Tree.NONE) {
            throw Malformed.NAME;
        }
    }

    /**
     * {@code <local-name> ::= Z <function encoding> E <entity name> [<discriminator>] | Z <function encoding> E s
     * [<discriminator>] | Z <function encoding> Ed [<parameter number>] _ <entity name>} (5.1.7, 5.1.8).
     */
    private int localName(boolean ofEncoding) {
        in.expect('Z');
        int encoding = parser.encodings.encoding();
        in.expect('E');
        if (in.eat('s')) {
            discriminator();
            return tree.add(Kind.LOCAL_NAME, encoding, tree.text("string literal"));
        }
        if (in.eat('d')) {
            in.eat('n');
            in.skipDigits();
            in.expect('_');
            return tree.add(Kind.LOCAL_NAME, encoding, entity(ofEncoding));
        }
        int entity = entity(ofEncoding);
        discriminator();
        return tree.add(Kind.LOCAL_NAME, encoding, entity);
    }

    /** The template parameters around a local name are not those of its function's entities. */
    private int entity(boolean ofEncoding) {
        if (ofEncoding) {
            return name(true);
        }
        int outer = parser.parameters.beginEncoding();
        int entity = name(false);
        parser.parameters.endEncoding(outer);
        return entity;
    }

    /**
     * {@code <discriminator> ::= _ <digit> | __ <number> _} (5.1.7). Compilers also wrote plain digits at the end of a name.
     * Something else is left for whoever comes next.
     */
    private void discriminator() {
        int start = in.pos;
        if (in.eat('_')) {
            if (in.atDigit()) {
                in.pos++;
                return;
            }
            if (in.eat('_') && in.atDigit()) {
                in.skipDigits();
                if (in.eat('_')) {
                    return;
                }
            }
            in.pos = start;
        } else if (in.atDigit()) {
            in.skipDigits();
            if (!in.atEnd()) {
                in.pos = start;
            }
        }
    }

    /** {@code <substitution> ::= S_ | S <seq-id> _ | Sa | Sb | Ss | Si | So | Sd}, the latter with ABI tags (5.1.10). */
    int substitution() {
        in.expect('S');
        int c = in.peek();
        if (c < 'a' || c > 'z') {
            return parser.substitutions.get(Substitutions.index(in));
        }
        if ("absiod".indexOf(c) < 0) {
            throw Malformed.NAME;
        }
        in.pos++;
        int name = tree.add(Kind.STANDARD_NAME, c, 0);
        int tagged = parser.unqualifiedNames.abiTags(name);
        return tagged == name ? name : parser.substitutions.add(tagged);
    }
}
