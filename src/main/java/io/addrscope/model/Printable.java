// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Makes text from elsewhere safe to show: whoever names a file must not steer the terminal of whoever looks at it.
 *
 * <p>Control characters, the line and paragraph separators, and the characters that reverse or hide what stands beside
 * them are written as escapes. Names use the escapes of the shell's {@code $'...'}, backslash included, so that a name
 * can be read back.
 */
public final class Printable {

    private static final String HEX = "0123456789abcdef";

    private Printable() {}

    /**
     * Returns a name in UTF-8, with {@code \\} for a backslash and {@code \xNN} for a byte that is not UTF-8; equal
     * texts mean equal names.
     */
    static String name(byte[] bytes) {
        if (isPlainAscii(bytes)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        StringBuilder out = new StringBuilder(bytes.length + 16);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer decoded = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, decoded, true);
            decoded.flip();
            appendEscaped(out, decoded, true);
            decoded.clear();
            if (!result.isError()) {
                return out.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                appendByte(out, in.get());
            }
        }
    }

    /** Returns a sentence or a name that may hold foreign text, without what could steer a terminal. */
    public static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Nearly all are printable ASCII. Halves of pairs go the careful way; they are rare.
            if ((c < ' ' || c >= 0x7f) && (isUnsafe(c) || Character.isSurrogate(c))) {
                StringBuilder out = new StringBuilder(text.length() + 16);
                appendEscaped(out, text, false);
                return out.toString();
            }
        }
        return text;
    }

    private static boolean isPlainAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b == 0x7f || b == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void appendEscaped(StringBuilder out, CharSequence text, boolean backslashes) {
        int i = 0;
        while (i < text.length()) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\\' && backslashes) {
                out.append("\\\\");
            } else if (!isUnsafe(c)) {
                out.appendCodePoint(c);
            } else if (c < 0x80) {
                appendByte(out, (byte) c);
            } else if (c < 0x10000) {
                appendHex(out.append("\\u"), c, 12);
            } else {
                appendHex(out.append("\\U"), c, 28);
            }
        }
    }

    private static void appendByte(StringBuilder out, byte b) {
        appendHex(out.append("\\x"), b & 0xff, 4);
    }

    private static void appendHex(StringBuilder out, int value, int highestShift) {
        for (int shift = highestShift; shift >= 0; shift -= 4) {
            out.append(HEX.charAt((value >> shift) & 0xf));
        }
    }

    private static boolean isUnsafe(int c) {
        if (c < 0xa0) {
            // DEL and C1 too, which some terminals obey like ESC sequences.
            return c < ' ' || c >= 0x7f;
        }
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
