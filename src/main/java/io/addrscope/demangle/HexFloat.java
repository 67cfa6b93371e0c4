// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * Floating literals (Itanium C++ ABI 5.1.6.1), which are mangled as the hexadecimal digits of their bits, most significant
 * first: shown in C's hexadecimal notation ({@code %a}), which loses nothing.
 */
final class HexFloat {
    private static final int FRACTION_BITS = 52;
    private static final int EXPONENT_BIAS = 1023;

    /** Of the x87 format: sign and exponent, then a significand of 64 bits, whose first bit is the integer part. */
    private static final int X87_EXPONENT_DIGITS = 4;

    private static final int X87_BIAS = 16383;

    private HexFloat() {}

    /** The value of a lower-case hexadecimal digit, or -1. */
    static int digit(int c) {
        return Input.isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Prints the literal of the type with this letter whose digits begin at {@code start}. */
    static void print(int letter, byte[] bytes, int start, Output out) {
        switch (letter) {
            case 'f' -> {
                print(Float.intBitsToFloat((int) bits(bytes, start, Float.BYTES * 2)), out);
                out.add('f');
            }
            case 'd' -> print(Double.longBitsToDouble(bits(bytes, start, Double.BYTES * 2)), out);
            default -> {
                printX87(
                        (int) bits(bytes, start, X87_EXPONENT_DIGITS),
                        bits(bytes, start + X87_EXPONENT_DIGITS, Long.BYTES * 2),
                        out);
                out.add('L');
            }
        }
    }

    private static long bits(byte[] bytes, int start, int digits) {
        long bits = 0;
        for (int i = 0; i < digits; i++) {
            bits = bits << 4 | digit(bytes[start + i]);
        }
        return bits;
    }

    private static void print(double value, Output out) {
        long bits = Double.doubleToRawLongBits(value);
        if (bits < 0) {
            out.add('-');
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.add(Double.isNaN(value) ? "nan" : "inf");
            return;
        }
        int exponent = (int) (bits >>> FRACTION_BITS) & 0x7FF;
        long fraction = bits & ((1L << FRACTION_BITS) - 1);
        boolean isNormal = exponent != 0;
        out.add(isNormal ? "0x1" : "0x0");
        fraction(fraction << (Long.SIZE - FRACTION_BITS), out);
        exponent(isNormal ? exponent - EXPONENT_BIAS : fraction == 0 ? 0 : 1 - EXPONENT_BIAS, out);
    }

    private static void printX87(int signAndExponent, long significand, Output out) {
        int exponent = signAndExponent & 0x7FFF;
        if ((signAndExponent & 0x8000) != 0) {
            out.add('-');
        }
        if (exponent == 0x7FFF) {
            out.add(significand << 1 == 0 ? "inf" : "nan");
            return;
        }
        // Four bits before the point, as the C library of x86 writes it.
        out.add("0x");
        out.add(Character.forDigit((int) (significand >>> 60), 16));
        fraction(significand << 4, out);
        exponent(significand == 0 ? 0 : Math.max(exponent, 1) - X87_BIAS - 3, out);
    }

    /** The digits behind the point, from the most significant on, without trailing zeros. */
    private static void fraction(long bits, Output out) {
        if (bits == 0) {
            return;
        }
        out.add('.');
        for (long rest = bits; rest != 0; rest <<= 4) {
            out.add(Character.forDigit((int) (rest >>> 60), 16));
        }
    }

    private static void exponent(int exponent, Output out) {
        out.add(exponent < 0 ? "p" : "p+");
        out.addNumber(exponent);
    }
}
