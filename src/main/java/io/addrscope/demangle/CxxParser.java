// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Reads one C++ name by the grammar of the Itanium C++ ABI, section 5.1, into a {@link Tree}. The grammar is split by area;
 * this class holds what the areas share. Every production is a method named after it; a method that cannot read its
 * production throws {@link Malformed}.
 */
final class CxxParser {
    final Input in;
    final Tree tree;
    final Substitutions substitutions = new Substitutions();
    final TemplateParameters parameters = new TemplateParameters();

    final EncodingParser encodings;
    final NameParser names;
    final UnqualifiedNameParser unqualifiedNames;
    final TypeParser types;
    final TemplateParser templates;
    final ExpressionParser expressions;
    final UnresolvedNameParser unresolvedNames;
    final LiteralParser literals;

    private int depth;

    CxxParser(Input in, Tree tree) {
        this.in = in;
        this.tree = tree;
        encodings = new EncodingParser(this);
        names = new NameParser(this);
        unqualifiedNames = new UnqualifiedNameParser(this);
        types = new TypeParser(this);
        templates = new TemplateParser(this);
        expressions = new ExpressionParser(this);
        unresolvedNames = new UnresolvedNameParser(this);
        literals = new LiteralParser(this);
    }

    /**
     * {@code <mangled-name> ::= _Z <encoding> [. <vendor-specific suffix>]} (5.1.2), and Clang's name for the code of a
     * block, {@code ___Z <encoding> _block_invoke}. The whole input must be read.
     */
    int mangledName() {
        depth = 0;
        tree.reset();
        substitutions.clear();
        parameters.clear();
        encodings.reset();
        templates.reset();
        if (in.eat("_Z") || in.eat("__Z")) {
            int encoding = encodings.encoding();
            if (in.peek() == '.') {
                encoding = tree.add(Kind.SUFFIXED, encoding, in.pos, in.end);
                in.pos = in.end;
            }
            return whole(encoding);
        }
        if (in.eat("___Z") || in.eat("____Z")) {
            int encoding = encodings.encoding();
            if (!in.eat("_block_invoke")) {
                throw Malformed.NAME;
            }
            if (in.eat('_')) {
                in.number();
            } else {
                in.skipDigits();
            }
            if (in.peek() == '.') {
                in.pos = in.end;
            }
            return whole(tree.add(Kind.SPECIAL_NAME, tree.keep("invocation function for block in "), encoding));
        }
        throw Malformed.NAME;
    }

    /** One level down; each {@code enter} of a production that ends is followed by {@link #leave}. */
    void enter() {
        if (++depth > Limits.DEPTH) {
            throw Malformed.NAME;
        }
    }

    void leave() {
        depth--;
    }

    /** A node for the digits from {@code start} to the cursor. */
    int span(int kind, int start) {
        return tree.add(kind, start, in.pos);
    }

    private int whole(int node) {
        if (!in.atEnd()) {
            throw Malformed.NAME;
        }
        return node;
    }
}
