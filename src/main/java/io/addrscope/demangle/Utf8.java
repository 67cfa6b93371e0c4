// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/** Writes code points as UTF-8 (RFC 3629). */
final class Utf8 {
    /** Most bytes that one code point takes. */
    static final int MAX_LENGTH = 4;

    private Utf8() {}

    /** Whether this is a code point that text can hold and that does not disturb a line of it. */
    static boolean isShowable(int codePoint) {
        return Character.isValidCodePoint(codePoint)
                && !Character.isISOControl(codePoint)
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    /** How many bytes follow this first one of a code point; -1 if it is no first byte. */
    static int continuationBytes(int first) {
        if (first < 0x80) {
            return 0;
        }
        if (first < 0xC0 || first >= 0xF8) {
            return -1;
        }
        return first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    }

    /** The bits of the code point that its first byte holds. */
    static int leadingBits(int first) {
        return first < 0x80 ? first : first & (0x3F >> continuationBytes(first));
    }

    /** Writes one code point that is no surrogate at {@code at} and returns the offset behind it. */
    static int encode(int codePoint, byte[] bytes, int at) {
        int next = at;
        if (codePoint < 0x80) {
            bytes[next++] = (byte) codePoint;
            return next;
        }
        if (codePoint < 0x800) {
            bytes[next++] = (byte) (0xC0 | (codePoint >> 6));
        } else {
            if (codePoint < 0x10000) {
                bytes[next++] = (byte) (0xE0 | (codePoint >> 12));
            } else {
                bytes[next++] = (byte) (0xF0 | (codePoint >> 18));
                bytes[next++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
            }
            bytes[next++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        }
        bytes[next++] = (byte) (0x80 | (codePoint & 0x3F));
        return next;
    }
}
