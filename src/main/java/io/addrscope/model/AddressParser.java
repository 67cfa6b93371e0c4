// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.math.BigInteger;

/**
 * Reads an address as people write it.
 *
 * <p>Hexadecimal with or without {@code 0x}, in either case, with any number of leading zeros; decimal only where the
 * caller says so. What is not one address (a range, a negative number, more than 64 bits) is refused with a message that
 * quotes the token and names what is wrong with it.
 */
public final class AddressParser {

    private static final int MAX_HEX_DIGITS = 16;
    private static final int MAX_QUOTED_CHARS = 60;
    private static final BigInteger TWO_TO_THE_64 = BigInteger.ONE.shiftLeft(64);

    private AddressParser() {}

    /**
     * Reads a hexadecimal address.
     *
     * @param token the text; surrounding blanks are ignored
     * @throws AddressFormatException if it is not one address
     */
    public static long parse(String token) {
        return parseHex(token, strip(token));
    }

    /**
     * Reads a decimal address, or a hexadecimal one if it begins with {@code 0x}.
     *
     * @param token the text; surrounding blanks are ignored
     * @throws AddressFormatException if it is not one address
     */
    public static long parseDecimal(String token) {
        String text = strip(token);
        if (hasHexPrefix(text)) {
            return parseHex(token, text);
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw refused(token, "'" + printable(text.charAt(i)) + "' is not a decimal digit");
            }
        }
        String digits = withoutLeadingZeros(text);
        // 2^64 has 20 digits: longer ones need no arithmetic to be refused.
        if (digits.length() > 20 || new BigInteger(digits).compareTo(TWO_TO_THE_64) >= 0) {
            throw refused(token, "it needs more than 64 bits");
        }
        return Long.parseUnsignedLong(digits);
    }

    private static String strip(String token) {
        String text = token.strip();
        if (text.isEmpty()) {
            throw refused(token, "it is empty");
        }
        if (text.charAt(0) == '-') {
            throw refused(token, "an address is never negative; write -1 as 0xffffffffffffffff");
        }
        if (text.indexOf('-') > 0) {
            throw refused(token, "it is a range; give one address of it");
        }
        return text;
    }

    private static long parseHex(String token, String text) {
        String digits = hasHexPrefix(text) ? text.substring(2) : text;
        if (digits.isEmpty()) {
            throw refused(token, "no digit follows 0x");
        }
        for (int i = 0; i < digits.length(); i++) {
            // Character.digit would take digits of every script.
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), 16) < 0) {
                throw refused(token, "'" + printable(digits.charAt(i)) + "' is not a hexadecimal digit");
            }
        }
        String significant = withoutLeadingZeros(digits);
        if (significant.length() > MAX_HEX_DIGITS) {
            throw refused(token, "it needs more than 64 bits");
        }
        return Long.parseUnsignedLong(significant, 16);
    }

    private static boolean hasHexPrefix(String text) {
        return text.length() >= 2 && text.charAt(0) == '0' && (text.charAt(1) == 'x' || text.charAt(1) == 'X');
    }

    private static String withoutLeadingZeros(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    private static AddressFormatException refused(String token, String why) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < Math.min(token.length(), MAX_QUOTED_CHARS); i++) {
            quoted.append(printable(token.charAt(i)));
        }
        if (token.length() > MAX_QUOTED_CHARS) {
            quoted.append("...");
        }
        return new AddressFormatException("not an address: \"" + quoted + "\" (" + why + ")");
    }

    /** A token can come from anywhere: what it holds must not steer the terminal that shows the message. */
    private static String printable(char c) {
        return c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c);
    }
}
