// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Rust's first mangling, which borrows the nested names of C++:
 *
 * <pre>
 * _ZN (&lt;length&gt; &lt;path element&gt;)+ 17h &lt;16 hexadecimal digits&gt; E [. &lt;suffix&gt;]
 * </pre>
 *
 * The hash at the end tells it from C++. Characters that a linker might not take are escaped: {@code $LT$} and the like,
 * {@code $u7e$} for any code point, {@code ..} for {@code ::}. Source: rustc_symbol_mangling, module legacy.
 */
final class RustLegacy {
    /** Length of {@code 17h<16 digits>E}. */
    private static final int TAIL = 20;

    private static final int HASH_DIGITS = 16;

    private static final String[][] ESCAPES = {
        {"$SP$", "@"},
        {"$BP$", "*"},
        {"$RF$", "&"},
        {"$LT$", "<"},
        {"$GT$", ">"},
        {"$LP$", "("},
        {"$RP$", ")"},
        {"$C$", ","},
    };

    private final Input in;
    private final Output out;

    RustLegacy(Input in, Output out) {
        this.in = in;
        this.out = out;
    }

    /** Prints the name if it is of this form; else consumes and prints nothing of worth and returns false. */
    boolean print(boolean showsHash) {
        int start = in.pos;
        int printed = out.length();
        int hash = findHash();
        if (hash < 0 || !(in.eat("_ZN") || in.eat("__ZN"))) {
            return false;
        }
        boolean isFirst = true;
        while (in.pos < hash) {
            if (!in.atDigit()) {
                break;
            }
            int length = in.number();
            int end = in.pos + length;
            if (length == 0 || end > hash) {
                break;
            }
            if (!isFirst) {
                out.add("::");
            }
            isFirst = false;
            element(end);
        }
        if (in.pos != hash || isFirst) {
            in.pos = start;
            out.truncate(printed);
            return false;
        }
        if (showsHash) {
            out.add("::");
            out.add(in.bytes, hash + 2, hash + TAIL - 1);
        }
        in.pos = hash + TAIL;
        Suffix.print(in, out);
        return true;
    }

    /** Offset of {@code 17h} and so on, in front of the end or of a suffix, or -1. */
    private int findHash() {
        int end = in.end;
        for (int i = in.end - 1; i >= in.pos; i--) {
            if (in.bytes[i] == '.' && isHash(i - TAIL)) {
                end = i;
            }
        }
        return isHash(end - TAIL) ? end - TAIL : -1;
    }

    private boolean isHash(int at) {
        if (at <= in.pos
                || in.bytes[at] != '1'
                || in.bytes[at + 1] != '7'
                || in.bytes[at + 2] != 'h'
                || in.bytes[at + TAIL - 1] != 'E') {
            return false;
        }
        for (int i = 0; i < HASH_DIGITS; i++) {
            if (HexFloat.digit(in.bytes[at + 3 + i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** One element of the path, up to {@code end}. */
    private void element(int end) {
        if (in.at('_', '$')) {
            // Keeps the element from beginning with a dollar.
            in.pos++;
        }
        while (in.pos < end) {
            if (in.at('.', '.') && in.pos + 1 < end) {
                out.add("::");
                in.pos += 2;
            } else if (in.peek() != '$') {
                out.addByte(in.next());
            } else if (!escape(end)) {
                out.add(in.bytes, in.pos, end);
                in.pos = end;
            }
        }
    }

    private boolean escape(int end) {
        for (String[] escape : ESCAPES) {
            if (in.pos + escape[0].length() <= end && in.eat(escape[0])) {
                out.add(escape[1]);
                return true;
            }
        }
        if (in.peek(1) != 'u') {
            return false;
        }
        int codePoint = 0;
        int at = in.pos + 2;
        for (; at < end && HexFloat.digit(in.bytes[at]) >= 0; at++) {
            codePoint = codePoint * 16 + HexFloat.digit(in.bytes[at]);
            if (codePoint > Character.MAX_CODE_POINT) {
                return false;
            }
        }
        if (at == in.pos + 2 || at >= end || in.bytes[at] != '$' || !Utf8.isShowable(codePoint)) {
            return false;
        }
        out.addCodePoint(codePoint);
        in.pos = at + 1;
        return true;
    }
}
