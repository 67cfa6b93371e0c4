// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import java.util.Arrays;

/**
 * Decodes identifiers that are not ASCII: Punycode (RFC 3492) as Rust uses it, with {@code _} for the delimiter. Keeps its memory
 * for the next identifier.
 */
final class Punycode {
    // RFC 3492, section 5.
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    /** Longest identifier decoded, in code points: each insertion moves what is behind it. */
    private static final int MAX_LENGTH = 1024;

    private int[] codePoints = new int[64];
    private int count;

    /** Prints the identifier encoded in {@code bytes[start, end)}; fails on what is no Punycode. RFC 3492, section 6.2. */
    void print(byte[] bytes, int start, int end, Output out) {
        count = 0;
        int at = start;
        for (int i = end - 1; i >= start; i--) {
            if (bytes[i] == '_') {
                for (int basic = start; basic < i; basic++) {
                    insert(count, bytes[basic]);
                }
                at = i + 1;
                break;
            }
        }
        if (at == end) {
            throw Malformed.NAME;
        }
        long n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        while (at < end) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < end ? digit(bytes[at++]) : -1;
                if (digit < 0) {
                    throw Malformed.NAME;
                }
                i += digit * weight;
                int threshold = Math.max(T_MIN, Math.min(T_MAX, k - bias));
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (i > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
                    throw Malformed.NAME;
                }
            }
            int length = count + 1;
            bias = adapt(i - before, length, before == 0);
            n += i / length;
            i %= length;
            if (n > Character.MAX_CODE_POINT || !Utf8.isShowable((int) n)) {
                throw Malformed.NAME;
            }
            insert((int) i, (int) n);
            i++;
        }
        for (int c = 0; c < count; c++) {
            out.addCodePoint(codePoints[c]);
        }
    }

    private static int digit(int c) {
        return c >= 'a' && c <= 'z' ? c - 'a' : Input.isDigit(c) ? c - '0' + 26 : -1;
    }

    /** RFC 3492, section 6.1. */
    private static int adapt(long delta, int length, boolean isFirst) {
        long rest = delta / (isFirst ? DAMP : 2);
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (int) ((BASE - T_MIN + 1) * rest / (rest + SKEW));
    }

    private void insert(int index, int codePoint) {
        if (count == MAX_LENGTH || codePoint < 0) {
            throw Malformed.NAME;
        }
        if (count == codePoints.length) {
            codePoints = Arrays.copyOf(codePoints, count * 2);
        }
        System.arraycopy(codePoints, index, codePoints, index + 1, count - index);
        codePoints[index] = codePoint;
        count++;
    }
}
