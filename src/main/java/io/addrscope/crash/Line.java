// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line of a report and how far it has been read. What is looked for and is not there leaves the place unchanged.
 *
 * <p>Literals are ASCII. A number whose digits touch the end of a line that was cut off is not a number. For one thread.
 */
final class Line {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int FRACTION_DIGITS = 9;

    /** The largest time in seconds whose nanoseconds a long holds. */
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    private static final long MAX_TENTH = Long.divideUnsigned(-1, 10);
    private static final int MAX_LAST_DIGIT = 5;

    private final byte[] bytes;
    private final int from;
    private final int to;

    /** Offset in the input of {@code bytes[0]}; negative where the array holds more than the input before. */
    private final long base;

    private final boolean isCut;
    private int at;

    /**
     * @param bytes not copied; not changed while the line is in use
     * @param from index of the first byte
     * @param to index behind the last byte, before the newline
     * @param offset offset in the input of the first byte
     * @param isCut whether more of the line may have followed
     */
    Line(byte[] bytes, int from, int to, long offset, boolean isCut) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.base = offset - from;
        this.isCut = isCut;
        this.at = from;
    }

    /** Returns the part of this line between two indexes as a line of its own, read from its beginning. */
    Line part(int start, int end) {
        return new Line(bytes, start, end, base + start, isCut || end < to);
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int at() {
        return at;
    }

    void moveTo(int index) {
        at = index;
    }

    boolean isCut() {
        return isCut;
    }

    boolean isAtEnd() {
        return at >= to;
    }

    /** Returns the next byte, or -1 at the end. */
    int peek() {
        return at < to ? bytes[at] & 0xff : -1;
    }

    /** Returns a byte by its index, or -1 outside of the line. */
    int byteAt(int index) {
        return index >= from && index < to ? bytes[index] & 0xff : -1;
    }

    /** Returns the offset in the input of an index. */
    long offset(int index) {
        return base + index;
    }

    /** Returns where the bytes between two indexes stand. */
    Span span(int start, int end) {
        return new Span(base + start, end - start);
    }

    /** Returns where the line stands. */
    Span span() {
        return span(from, to);
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    void copyTo(byte[] target, int index) {
        System.arraycopy(bytes, from, target, index, to - from);
    }

    int length() {
        return to - from;
    }

    /** Returns whether nothing but blanks is left. */
    boolean isBlank() {
        for (int i = at; i < to; i++) {
            if (!isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == 0;
    }

    /** Returns whether {@code literal} comes next. */
    boolean startsWith(String literal) {
        return matches(at, literal);
    }

    private boolean matches(int index, String literal) {
        int length = literal.length();
        if (to - index < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[index + i] != literal.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Moves behind {@code literal} if it comes next. */
    boolean skip(String literal) {
        if (!startsWith(literal)) {
            return false;
        }
        at += literal.length();
        return true;
    }

    void skipBlanks() {
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
    }

    /** Moves behind the next {@code literal}, wherever it is. */
    boolean skipPast(String literal) {
        int found = indexOf(literal, at);
        if (found < 0) {
            return false;
        }
        at = found + literal.length();
        return true;
    }

    /** Returns the index of the first {@code literal} from {@code start} on, or -1. */
    int indexOf(String literal, int start) {
        byte first = (byte) literal.charAt(0);
        int last = to - literal.length();
        for (int i = start; i <= last; i++) {
            if (bytes[i] == first && matches(i, literal)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the index of the last {@code literal} from {@code start} on, or -1. */
    int lastIndexOf(String literal, int start) {
        byte first = (byte) literal.charAt(0);
        for (int i = to - literal.length(); i >= start; i--) {
            if (bytes[i] == first && matches(i, literal)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the index of the next blank, or the end. */
    int endOfToken() {
        int index = at;
        while (index < to && !isBlank(bytes[index])) {
            index++;
        }
        return index;
    }

    /** Reads {@code 0x} and hexadecimal digits. */
    @Nullable
    Word hex() {
        if (peek() != '0' || (byteAt(at + 1) | 0x20) != 'x') {
            return null;
        }
        return digits(at, at + 2, 16);
    }

    /** Reads hexadecimal digits without {@code 0x} before them. */
    @Nullable
    Word bareHex() {
        return digits(at, at, 16);
    }

    @Nullable
    Word decimal() {
        return digits(at, at, 10);
    }

    /** Reads a hexadecimal number with {@code 0x}, or else a decimal one. */
    @Nullable
    Word number() {
        Word hex = hex();
        return hex != null ? hex : decimal();
    }

    private @Nullable Word digits(int start, int firstDigit, int radix) {
        long value = 0;
        int index = firstDigit;
        int digit;
        while (index < to && (digit = digit(bytes[index])) >= 0 && digit < radix) {
            if (radix == 16 ? value >>> 60 != 0 : !canTakeDecimal(value, digit)) {
                return null;
            }
            value = value * radix + digit;
            index++;
        }
        if (index == firstDigit || (index == to && isCut)) {
            return null;
        }
        at = index;
        return new Word(value, span(start, index));
    }

    private static boolean canTakeDecimal(long value, int digit) {
        int compared = Long.compareUnsigned(value, MAX_TENTH);
        return compared < 0 || (compared == 0 && digit <= MAX_LAST_DIGIT);
    }

    /** Returns the value of a hexadecimal digit, or -1. */
    static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Reads a number of seconds with a fraction. */
    @Nullable
    Seconds seconds() {
        int start = at;
        Word whole = decimal();
        if (whole == null || whole.value() < 0 || whole.value() > MAX_SECONDS) {
            at = start;
            return null;
        }
        long nanos = whole.value() * NANOS_PER_SECOND;
        if (peek() == '.') {
            int index = at + 1;
            long unit = NANOS_PER_SECOND;
            while (index < to && bytes[index] >= '0' && bytes[index] <= '9' && index - at <= FRACTION_DIGITS) {
                unit /= 10;
                nanos += (bytes[index] - '0') * unit;
                index++;
            }
            if (index == to && isCut) {
                at = start;
                return null;
            }
            at = index;
        }
        return new Seconds(nanos, span(start, at));
    }

    /** Returns the bytes from here to {@code end} without blanks around them, and moves to {@code end}; null if none. */
    @Nullable
    Text textTo(int end) {
        int start = at;
        int stop = end;
        while (start < stop && isBlank(bytes[start])) {
            start++;
        }
        while (stop > start && isBlank(bytes[stop - 1])) {
            stop--;
        }
        at = end;
        return start == stop ? null : text(start, stop);
    }

    /** As {@link #textTo}, to the end of the line. */
    @Nullable
    Text rest() {
        return textTo(to);
    }

    /** Returns the bytes up to the next blank and moves there; null if there are none. */
    @Nullable
    Text token() {
        return textTo(endOfToken());
    }

    /** Returns the bytes between two indexes. */
    Text text(int start, int end) {
        int stop = Math.min(end, start + Limits.TEXT_BYTES);
        boolean cut = stop < end || (end == to && isCut);
        return new Text(Arrays.copyOfRange(bytes, start, stop), span(start, stop), cut);
    }
}
