// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Rust's mangling v0 (RFC 2603): the name as a whole, paths and generic arguments. A v0 name is in the order in which it is
 * shown, so it is printed as it is read, without a tree; a back-reference is read again where it points. Productions are
 * named as in the RFC's section "Syntax of mangled names".
 */
final class RustV0 {
    /** Whether the last generic arguments of a path are left open, for the bindings of a dyn trait. */
    private static final boolean LEAVE_OPEN = true;

    final Input in;

    private final Output out;
    private final RustIdentifiers identifiers;
    private final RustTypes types;
    private final RustConsts consts;

    /** Offset of the first byte behind {@code _R}: back-references count from there. */
    private int base;

    /** False while something is read that is not shown. */
    private boolean shows;

    private boolean showsHashes;
    private boolean showsGenerics;
    private int depth;
    private int work;

    RustV0(Input in, Output out) {
        this.in = in;
        this.out = out;
        identifiers = new RustIdentifiers(this);
        types = new RustTypes(this);
        consts = new RustConsts(this);
    }

    /** {@code <symbol-name> ::= _R <path> [<instantiating-crate>] [. <suffix>]}; a version number would follow the R. */
    void print(Style style, boolean hashes) {
        in.skip("_R".length());
        base = in.pos;
        shows = true;
        showsHashes = hashes;
        showsGenerics = style != Style.WITHOUT_TEMPLATE_ARGUMENTS;
        depth = 0;
        work = 0;
        types.reset();
        if (in.atDigit()) {
            throw Malformed.NAME;
        }
        path(false);
        if (!in.atEnd() && in.peek() != '.') {
            shows = false;
            path(false);
        }
        Suffix.print(in, out);
    }

    /** {@code <path>}; within types, generic arguments follow without {@code ::}. */
    void path(boolean inType) {
        path(inType, !LEAVE_OPEN);
    }

    /** As {@link #path(boolean)}, but leaves out the {@code >} of generic arguments at the end; returns whether it did. */
    boolean openPath() {
        return path(true, LEAVE_OPEN);
    }

    private boolean path(boolean inType, boolean leaveOpen) {
        enter();
        boolean isOpen = false;
        switch (in.next()) {
            case 'C' -> crateRoot();
            case 'M' -> {
                implPath(inType);
                add('<');
                types.type();
                add('>');
            }
            case 'X' -> {
                implPath(inType);
                traitImpl();
            }
            case 'Y' -> traitImpl();
            case 'N' -> nestedPath(inType);
            case 'I' -> isOpen = genericArgs(inType, leaveOpen);
            case 'B' -> {
                int resume = enterBackReference();
                if (resume >= 0) {
                    isOpen = path(inType, leaveOpen);
                    in.pos = resume;
                }
            }
            default -> throw Malformed.NAME;
        }
        leave();
        return isOpen;
    }

    /** {@code C <identifier>}; without a disambiguator there is no hash to show. */
    private void crateRoot() {
        long hash = disambiguator();
        identifiers.read();
        identifiers.print();
        if (showsHashes && hash != 0) {
            add('[');
            add(Long.toHexString(hash));
            add(']');
        }
    }

    /** {@code <impl-path> ::= [<disambiguator>] <path>}: where an impl is, which is not shown. */
    private void implPath(boolean inType) {
        boolean outer = shows;
        shows = false;
        disambiguator();
        path(inType);
        shows = outer;
    }

    private void traitImpl() {
        add('<');
        types.type();
        add(" as ");
        path(true);
        add('>');
    }

    /** {@code N <namespace> <path> <identifier>}: upper-case namespaces are the compiler's. */
    private void nestedPath(boolean inType) {
        int namespace = in.next();
        boolean isSpecial = namespace >= 'A' && namespace <= 'Z';
        if (!isSpecial && (namespace < 'a' || namespace > 'z')) {
            throw Malformed.NAME;
        }
        path(inType);
        long disambiguator = disambiguator();
        identifiers.read();
        if (isSpecial) {
            add("::{");
            add(namespace == 'C' ? "closure" : namespace == 'S' ? "shim" : String.valueOf((char) namespace));
            if (!identifiers.isEmpty()) {
                add(':');
                identifiers.print();
            }
            add('#');
            add(Long.toUnsignedString(disambiguator));
            add('}');
        } else if (!identifiers.isEmpty()) {
            add("::");
            identifiers.print();
        }
    }

    /** {@code I <path> <generic-arg>* E}. */
    private boolean genericArgs(boolean inType, boolean leaveOpen) {
        path(inType);
        boolean outer = shows;
        shows &= showsGenerics;
        if (!inType) {
            add("::");
        }
        add('<');
        for (int i = 0; !in.eat('E'); i++) {
            if (i > 0) {
                add(", ");
            }
            genericArg();
        }
        boolean isOpen = leaveOpen && showsGenerics;
        if (!isOpen) {
            add('>');
        }
        shows = outer;
        return isOpen;
    }

    /** {@code <generic-arg> ::= <lifetime> | <type> | K <const>}. */
    private void genericArg() {
        if (in.eat('L')) {
            types.lifetime(base62Number());
        } else if (in.eat('K')) {
            consts.constant(false);
        } else {
            types.type();
        }
    }

    /**
     * {@code <backref> ::= B <base-62-number>}, whose letter is read: moves to where it points, which must be before itself, and
     * returns where to go on; -1, without moving, if nothing is shown.
     */
    int enterBackReference() {
        int start = in.pos - 1;
        long target = base62Number();
        if (target < 0 || target >= start - base) {
            throw Malformed.NAME;
        }
        if (!shows) {
            return -1;
        }
        int resume = in.pos;
        in.pos = base + (int) target;
        return resume;
    }

    /** {@code <disambiguator> ::= s <base-62-number>}, or zero. */
    long disambiguator() {
        return optionalBase62Number('s');
    }

    /** Zero without the tag, else one more than the number. */
    long optionalBase62Number(char tag) {
        if (!in.eat(tag)) {
            return 0;
        }
        long number = base62Number();
        if (number == -1) {
            throw Malformed.NAME;
        }
        return number + 1;
    }

    /** {@code <base-62-number> ::= <0-9a-zA-Z>* _}: digits count from one, none is zero. Unsigned, of 64 bits. */
    long base62Number() {
        if (in.eat('_')) {
            return 0;
        }
        long value = 0;
        while (true) {
            int c = in.next();
            if (c == '_') {
                break;
            }
            int digit = base62Digit(c);
            if (digit < 0 || Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 62)) > 0) {
                throw Malformed.NAME;
            }
            value = value * 62 + digit;
        }
        if (value == -1) {
            throw Malformed.NAME;
        }
        return value + 1;
    }

    private static int base62Digit(int c) {
        if (Input.isDigit(c)) {
            return c - '0';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 10;
        }
        return c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
    }

    void enter() {
        if (++depth > Limits.DEPTH || ++work > Limits.WORK) {
            throw Malformed.NAME;
        }
    }

    void leave() {
        depth--;
    }

    RustIdentifiers identifiers() {
        return identifiers;
    }

    RustTypes types() {
        return types;
    }

    RustConsts consts() {
        return consts;
    }

    boolean showsGenerics() {
        return showsGenerics;
    }

    /** Whether what is read now is shown. */
    boolean shows() {
        return shows;
    }

    Output out() {
        return out;
    }

    /** Reads what is not shown. */
    void withoutOutput(Runnable production) {
        boolean outer = shows;
        shows = false;
        production.run();
        shows = outer;
    }

    void add(char c) {
        if (shows) {
            out.add(c);
        }
    }

    void add(String text) {
        if (shows) {
            out.add(text);
        }
    }
}
