// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** What compilers and linkers append for parts and copies of a function: {@code .cold}, {@code .part.0}, {@code .llvm.123}. */
final class Suffix {
    private Suffix() {}

    /** Prints the rest of the input, in parentheses; fails if there is one that is no suffix. */
    static void print(Input in, Output out) {
        if (in.atEnd()) {
            return;
        }
        if (in.peek() != '.') {
            throw Malformed.NAME;
        }
        out.add(" (");
        out.add(in.bytes, in.pos, in.end);
        out.add(')');
        in.pos = in.end;
    }
}
