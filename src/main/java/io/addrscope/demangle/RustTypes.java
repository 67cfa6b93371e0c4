// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import org.jspecify.annotations.Nullable;

/** {@code <type>} of RFC 2603, with lifetimes, function signatures and dyn traits. */
final class RustTypes {
    private static final int LETTERS = 26;

    private final RustV0 name;
    private final Input in;

    /** Lifetimes bound by the {@code for<...>} around. */
    private long boundLifetimes;

    RustTypes(RustV0 name) {
        this.name = name;
        this.in = name.in;
    }

    void reset() {
        boundLifetimes = 0;
    }

    /** {@code <type>}. */
    void type() {
        @Nullable String basic = basicType(in.peek());
        if (basic != null) {
            in.pos++;
            name.add(basic);
            return;
        }
        name.enter();
        int start = in.pos;
        switch (in.next()) {
            case 'A' -> {
                name.add('[');
                type();
                name.add("; ");
                name.consts().constant(true);
                name.add(']');
            }
            case 'S' -> {
                name.add('[');
                type();
                name.add(']');
            }
            case 'T' -> tuple();
            case 'R' -> reference(false);
            case 'Q' -> reference(true);
            case 'P' -> {
                name.add("*const ");
                type();
            }
            case 'O' -> {
                name.add("*mut ");
                type();
            }
            case 'F' -> fnSig();
            case 'D' -> dynBounds();
            case 'B' -> {
                int resume = name.enterBackReference();
                if (resume >= 0) {
                    type();
                    in.pos = resume;
                }
            }
            case 'W' -> {
                type();
                name.add(" is ");
                pattern();
            }
            default -> {
                in.pos = start;
                name.path(true);
            }
        }
        name.leave();
    }

    /** A later addition for types that are restricted to a pattern: {@code R <const> <const> | O <pattern>+ E | N}. */
    private void pattern() {
        switch (in.next()) {
            case 'R' -> {
                name.consts().constant(false);
                name.add("..=");
                name.consts().constant(false);
            }
            case 'O' -> {
                name.enter();
                pattern();
                while (!in.eat('E')) {
                    name.add(" | ");
                    pattern();
                }
                name.leave();
            }
            case 'N' -> name.add("!null");
            default -> throw Malformed.NAME;
        }
    }

    private void tuple() {
        name.add('(');
        int count = 0;
        for (; !in.eat('E'); count++) {
            if (count > 0) {
                name.add(", ");
            }
            type();
        }
        name.add(count == 1 ? ",)" : ")");
    }

    /** {@code R [<lifetime>] <type> | Q [<lifetime>] <type>}; an erased lifetime is not shown. */
    private void reference(boolean isMutable) {
        name.add('&');
        if (in.eat('L')) {
            long lifetime = name.base62Number();
            if (lifetime != 0) {
                lifetime(lifetime);
                name.add(' ');
            }
        }
        if (isMutable) {
            name.add("mut ");
        }
        type();
    }

    /** {@code <fn-sig> ::= [<binder>] [U] [K <abi>] <type>* E <type>}. */
    private void fnSig() {
        long outer = boundLifetimes;
        binder();
        if (in.eat('U')) {
            name.add("unsafe ");
        }
        if (in.eat('K')) {
            name.add("extern \"");
            if (in.eat('C')) {
                name.add('C');
            } else {
                name.identifiers().read();
                name.identifiers().printAbi();
            }
            name.add("\" ");
        }
        name.add("fn(");
        for (int i = 0; !in.eat('E'); i++) {
            if (i > 0) {
                name.add(", ");
            }
            type();
        }
        name.add(')');
        if (!in.eat('u')) {
            name.add(" -> ");
            type();
        }
        boundLifetimes = outer;
    }

    /** {@code D <dyn-bounds> <lifetime>} with {@code <dyn-bounds> ::= [<binder>] <dyn-trait>* E}. */
    private void dynBounds() {
        long outer = boundLifetimes;
        name.add("dyn ");
        binder();
        for (int i = 0; !in.eat('E'); i++) {
            if (i > 0) {
                name.add(" + ");
            }
            dynTrait();
        }
        boundLifetimes = outer;
        in.expect('L');
        long lifetime = name.base62Number();
        if (lifetime != 0) {
            name.add(" + ");
            lifetime(lifetime);
        }
    }

    /** {@code <dyn-trait> ::= <path> <dyn-trait-assoc-binding>*} with bindings {@code p <identifier> (<type> | K <const>)}. */
    private void dynTrait() {
        boolean isOpen = name.openPath();
        while (in.eat('p')) {
            name.identifiers().read();
            if (!name.showsGenerics()) {
                name.withoutOutput(this::assocBinding);
                continue;
            }
            name.add(isOpen ? ", " : "<");
            isOpen = true;
            name.identifiers().print();
            name.add(" = ");
            assocBinding();
        }
        if (isOpen) {
            name.add('>');
        }
    }

    private void assocBinding() {
        if (in.eat('K')) {
            name.consts().constant(false);
        } else {
            type();
        }
    }

    /** {@code <binder> ::= G <base-62-number>}. */
    private void binder() {
        long count = name.optionalBase62Number('G');
        if (count == 0) {
            return;
        }
        // Each bound lifetime is used, so there cannot be more than bytes; a crafted number would print for ever.
        if (count < 0 || count > in.left()) {
            throw Malformed.NAME;
        }
        if (!name.shows()) {
            // Nothing bounds how often this happens, since no output grows.
            boundLifetimes += count;
            return;
        }
        name.add("for<");
        for (long i = 0; i < count; i++) {
            if (i > 0) {
                name.add(", ");
            }
            boundLifetimes++;
            lifetime(1);
        }
        name.add("> ");
    }

    /** A lifetime by its index: zero is erased, the others count from the innermost bound one outwards. */
    void lifetime(long index) {
        if (index == 0) {
            name.add("'_");
            return;
        }
        if (Long.compareUnsigned(index, boundLifetimes) > 0) {
            throw Malformed.NAME;
        }
        long fromOutermost = boundLifetimes - index;
        name.add('\'');
        if (fromOutermost < LETTERS) {
            name.add((char) ('a' + fromOutermost));
        } else {
            name.add('z');
            name.add(Long.toString(fromOutermost - LETTERS + 1));
        }
    }

    /** {@code <basic-type>}: one lower-case letter. */
    private static @Nullable String basicType(int c) {
        return switch (c) {
            case 'a' -> "i8";
            case 'b' -> "bool";
            case 'c' -> "char";
            case 'd' -> "f64";
            case 'e' -> "str";
            case 'f' -> "f32";
            case 'h' -> "u8";
            case 'i' -> "isize";
            case 'j' -> "usize";
            case 'l' -> "i32";
            case 'm' -> "u32";
            case 'n' -> "i128";
            case 'o' -> "u128";
            case 'p' -> "_";
            case 's' -> "i16";
            case 't' -> "u16";
            case 'u' -> "()";
            case 'v' -> "...";
            case 'x' -> "i64";
            case 'y' -> "u64";
            case 'z' -> "!";
            default -> null;
        };
    }
}
