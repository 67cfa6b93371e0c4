// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * {@code <const>} of RFC 2603, and its later forms for references, strings, arrays, tuples and structs, which are put into braces
 * where they are a generic argument, as in source code.
 */
final class RustConsts {
    /** Digits of the largest number that is shown in decimal. */
    private static final int LONG_DIGITS = 16;

    private final RustV0 name;
    private final Input in;

    RustConsts(RustV0 name) {
        this.name = name;
        this.in = name.in;
    }

    /** {@code <const>}; within another expression it needs no braces. */
    void constant(boolean inExpression) {
        name.enter();
        int tag = in.next();
        switch (tag) {
            case 'p' -> name.add('_');
            case 'h', 't', 'm', 'y', 'o', 'j' -> number();
            case 'a', 's', 'l', 'x', 'n', 'i' -> {
                if (in.eat('n')) {
                    name.add('-');
                }
                number();
            }
            case 'b' -> bool();
            case 'c' -> character();
            case 'B' -> {
                int resume = name.enterBackReference();
                if (resume >= 0) {
                    constant(inExpression);
                    in.pos = resume;
                }
            }
            case 'R' -> {
                if (in.eat('e')) {
                    string();
                    break;
                }
                compound(tag, inExpression);
            }
            default -> compound(tag, inExpression);
        }
        name.leave();
    }

    private void compound(int tag, boolean inExpression) {
        if (!inExpression) {
            name.add('{');
        }
        switch (tag) {
            case 'e' -> {
                // A literal is a reference to str, so str itself is what it refers to.
                name.add('*');
                string();
            }
            case 'R' -> {
                name.add('&');
                constant(true);
            }
            case 'Q' -> {
                name.add("&mut ");
                constant(true);
            }
            case 'A' -> {
                name.add('[');
                constants();
                name.add(']');
            }
            case 'T' -> {
                name.add('(');
                name.add(constants() == 1 ? ",)" : ")");
            }
            case 'V' -> {
                name.path(false);
                fields();
            }
            default -> throw Malformed.NAME;
        }
        if (!inExpression) {
            name.add('}');
        }
    }

    /** {@code <const>* E}; returns how many. */
    private int constants() {
        int count = 0;
        for (; !in.eat('E'); count++) {
            if (count > 0) {
                name.add(", ");
            }
            constant(true);
        }
        return count;
    }

    /** {@code U | T <const>* E | S (<identifier> <const>)* E}: the fields of a unit, tuple or named struct or variant. */
    private void fields() {
        switch (in.next()) {
            case 'U' -> {}
            case 'T' -> {
                name.add('(');
                constants();
                name.add(')');
            }
            case 'S' -> {
                name.add(" { ");
                for (int i = 0; !in.eat('E'); i++) {
                    if (i > 0) {
                        name.add(", ");
                    }
                    name.disambiguator();
                    name.identifiers().read();
                    name.identifiers().print();
                    name.add(": ");
                    constant(true);
                }
                name.add(" }");
            }
            default -> throw Malformed.NAME;
        }
    }

    /** Reads {@code <hex-digit>+ _} without a leading zero; returns how many digits there are in front of the cursor's underscore. */
    private int hexDigits() {
        int start = in.pos;
        while (HexFloat.digit(in.peek()) >= 0) {
            in.pos++;
        }
        int digits = in.pos - start;
        boolean hasLeadingZero = digits > 1 && in.bytes[start] == '0';
        if (digits == 0 || hasLeadingZero) {
            throw Malformed.NAME;
        }
        in.expect('_');
        return digits;
    }

    /** The value of the digits that {@link #hexDigits} read, at most {@link #LONG_DIGITS}. */
    private long value(int digits) {
        long value = 0;
        for (int i = in.pos - 1 - digits; i < in.pos - 1; i++) {
            value = value << 4 | HexFloat.digit(in.bytes[i]);
        }
        return value;
    }

    private void number() {
        int digits = hexDigits();
        if (digits <= LONG_DIGITS) {
            name.add(Long.toUnsignedString(value(digits)));
        } else if (name.shows()) {
            name.out().add("0x");
            name.out().add(in.bytes, in.pos - 1 - digits, in.pos - 1);
        }
    }

    private void bool() {
        if (in.eat("0_")) {
            name.add("false");
        } else if (in.eat("1_")) {
            name.add("true");
        } else {
            throw Malformed.NAME;
        }
    }

    private void character() {
        int digits = hexDigits();
        long value = digits <= LONG_DIGITS ? value(digits) : -1;
        if (value < 0
                || value > Character.MAX_CODE_POINT
                || (value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE)) {
            throw Malformed.NAME;
        }
        name.add('\'');
        escaped((int) value, '\'');
        name.add('\'');
    }

    /** A code point as in a Rust literal with this quotation mark. */
    private void escaped(int codePoint, char quote) {
        switch (codePoint) {
            case '\t' -> name.add("\\t");
            case '\r' -> name.add("\\r");
            case '\n' -> name.add("\\n");
            case '\\' -> name.add("\\\\");
            default -> {
                if (codePoint == quote) {
                    name.add('\\');
                    name.add(quote);
                } else if (codePoint >= ' ' && codePoint < 0x7F) {
                    name.add((char) codePoint);
                } else {
                    name.add("\\u{" + Integer.toHexString(codePoint) + "}");
                }
            }
        }
    }

    /** {@code (<hex-digit> <hex-digit>)* _}: a string as its bytes of UTF-8. */
    private void string() {
        name.add('"');
        int start = in.pos;
        while (HexFloat.digit(in.peek()) >= 0) {
            in.pos++;
        }
        int end = in.pos;
        in.expect('_');
        if ((end - start) % 2 != 0) {
            throw Malformed.NAME;
        }
        for (int at = start; at < end; ) {
            int first = byteAt(at);
            int more = Utf8.continuationBytes(first);
            if (more < 0 || at + 2 * (more + 1) > end) {
                throw Malformed.NAME;
            }
            int codePoint = Utf8.leadingBits(first);
            for (int i = 1; i <= more; i++) {
                int next = byteAt(at + 2 * i);
                if ((next & 0xC0) != 0x80) {
                    throw Malformed.NAME;
                }
                codePoint = codePoint << 6 | (next & 0x3F);
            }
            text(codePoint);
            at += 2 * (more + 1);
        }
        name.add('"');
    }

    private void text(int codePoint) {
        if (codePoint >= 0x80 && Utf8.isShowable(codePoint)) {
            if (name.shows()) {
                name.out().addCodePoint(codePoint);
            }
        } else {
            escaped(codePoint, '"');
        }
    }

    private int byteAt(int at) {
        return HexFloat.digit(in.bytes[at]) << 4 | HexFloat.digit(in.bytes[at + 1]);
    }
}
