// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** {@code <undisambiguated-identifier> ::= [u] <decimal-number> [_] <bytes>} of RFC 2603; u marks Punycode. */
final class RustIdentifiers {
    private final RustV0 name;
    private final Input in;
    private final Punycode punycode = new Punycode();

    private int start;
    private int end;
    private boolean isPunycode;

    RustIdentifiers(RustV0 name) {
        this.name = name;
        this.in = name.in;
    }

    /** Reads one, for the methods below. */
    void read() {
        isPunycode = in.eat('u');
        // A leading zero is the whole number.
        int length = in.eat('0') ? 0 : in.number();
        // Keeps the length from running into an identifier that begins with a digit or underscore.
        in.eat('_');
        start = in.pos;
        in.skip(length);
        end = in.pos;
        for (int i = start; i < end; i++) {
            int c = in.bytes[i];
            boolean isWord = Input.isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!isWord) {
                throw Malformed.NAME;
            }
        }
    }

    boolean isEmpty() {
        return start == end;
    }

    void print() {
        if (!name.shows()) {
            return;
        }
        if (isPunycode) {
            punycode.print(in.bytes, start, end, name.out());
        } else {
            name.out().add(in.bytes, start, end);
        }
    }

    /** Prints the name of an ABI, in which underscores stand for hyphens. */
    void printAbi() {
        if (isPunycode) {
            throw Malformed.NAME;
        }
        for (int i = start; i < end; i++) {
            name.add(in.bytes[i] == '_' ? '-' : (char) in.bytes[i]);
        }
    }
}
