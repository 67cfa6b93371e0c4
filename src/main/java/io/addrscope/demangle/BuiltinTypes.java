// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import org.jspecify.annotations.Nullable;

/** {@code <builtin-type>} (Itanium C++ ABI 5.1.5.2): those that are letters only, with the names that they are shown by. */
final class BuiltinTypes {
    private static final @Nullable String[] BY_LETTER = new @Nullable String[128];
    private static final @Nullable String[] BY_LETTER_AFTER_D = new @Nullable String[128];

    static {
        BY_LETTER['v'] = "void";
        BY_LETTER['w'] = "wchar_t";
        BY_LETTER['b'] = "bool";
        BY_LETTER['c'] = "char";
        BY_LETTER['a'] = "signed char";
        BY_LETTER['h'] = "unsigned char";
        BY_LETTER['s'] = "short";
        BY_LETTER['t'] = "unsigned short";
        BY_LETTER['i'] = "int";
        BY_LETTER['j'] = "unsigned int";
        BY_LETTER['l'] = "long";
        BY_LETTER['m'] = "unsigned long";
        BY_LETTER['x'] = "long long";
        BY_LETTER['y'] = "unsigned long long";
        BY_LETTER['n'] = "__int128";
        BY_LETTER['o'] = "unsigned __int128";
        BY_LETTER['f'] = "float";
        BY_LETTER['d'] = "double";
        BY_LETTER['e'] = "long double";
        BY_LETTER['g'] = "__float128";
        BY_LETTER['z'] = "...";
        BY_LETTER_AFTER_D['d'] = "decimal64";
        BY_LETTER_AFTER_D['e'] = "decimal128";
        BY_LETTER_AFTER_D['f'] = "decimal32";
        BY_LETTER_AFTER_D['h'] = "half";
        BY_LETTER_AFTER_D['i'] = "char32_t";
        BY_LETTER_AFTER_D['s'] = "char16_t";
        BY_LETTER_AFTER_D['u'] = "char8_t";
        BY_LETTER_AFTER_D['a'] = "auto";
        BY_LETTER_AFTER_D['c'] = "decltype(auto)";
        BY_LETTER_AFTER_D['n'] = "std::nullptr_t";
        BY_LETTER_AFTER_D['A'] = "_Accum";
        BY_LETTER_AFTER_D['R'] = "_Fract";
        BY_LETTER_AFTER_D['S'] = "_Sat ";
    }

    private BuiltinTypes() {}

    static @Nullable String byLetter(int c) {
        return c < 0 ? null : BY_LETTER[c];
    }

    static @Nullable String byLetterAfterD(int c) {
        return c < 0 ? null : BY_LETTER_AFTER_D[c];
    }

    /** Reads a type that begins with D, whose second letter {@link #byLetterAfterD} knows. */
    static int afterD(Input in, Tree tree) {
        in.expect('D');
        boolean saturates = in.eat('S');
        if (saturates) {
            in.expect('D');
        }
        int letter = in.next();
        @Nullable String word = byLetterAfterD(letter);
        boolean isFixedPoint = letter == 'A' || letter == 'R';
        if (word == null || (saturates && !isFixedPoint)) {
            throw Malformed.NAME;
        }
        return tree.add(
                Kind.BUILTIN_TYPE,
                tree.keep(isFixedPoint ? (saturates ? "_Sat " : "") + fixedPointSize(in) + word : word));
    }

    /** N1169's sizes: DA and DR are followed by the letter of the integer type of the same size. */
    private static String fixedPointSize(Input in) {
        return switch (in.next()) {
            case 's' -> "short ";
            case 't' -> "unsigned short ";
            case 'i' -> "";
            case 'j' -> "unsigned ";
            case 'l' -> "long ";
            case 'm' -> "unsigned long ";
            default -> throw Malformed.NAME;
        };
    }
}
