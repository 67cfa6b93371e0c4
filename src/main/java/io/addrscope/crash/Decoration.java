// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

/**
 * What stands before every line of a report that was quoted, indented or logged: {@code "> "}, blanks, a container's
 * name. Taken from before the first line that can only be a report's; a digit in it stands for any digit, since loggers
 * put the time there. A line that does not begin with it is read as it is. For one thread.
 */
final class Decoration {

    /** Longer ones are sentences that mention a report. */
    private static final int MAX_BYTES = 128;

    /** How a report begins; whatever stands before it on the line is decoration. */
    private static final String[] BEGINNINGS = {
        "# A fatal error has been detected by the Java Runtime Environment:",
        "# There is insufficient memory for the Java Runtime Environment to continue.",
    };

    /** What else only a report says; it is decorated by marks of quotations and blanks, or quoted in a sentence. */
    private static final String[] ANCHORS = {
        "# JRE version: ",
        "---------------  S U M M A R Y ",
        "---------------  T H R E A D ",
        "---------------  P R O C E S S ",
        "---------------  S Y S T E M ",
        "siginfo: ",
        "Current thread (0x",
        "Native frames: (",
        "Registers:",
        "Register to memory mapping:",
        "Dynamic libraries:",
    };

    private byte[] prefix = new byte[0];
    private boolean isKnown;

    /**
     * Returns a line without its decoration.
     *
     * @param hasBegun whether the line that begins the report was there
     */
    Line strip(Line line, boolean hasBegun) {
        if (!hasBegun) {
            learn(line);
        }
        int length = matching(line);
        return length == 0 ? line : line.part(line.from() + length, line.to());
    }

    private void learn(Line line) {
        for (String beginning : BEGINNINGS) {
            int found = line.indexOf(beginning, line.from());
            if (found >= 0 && found - line.from() <= MAX_BYTES) {
                take(line, found);
                return;
            }
        }
        if (isKnown) {
            return;
        }
        int start = line.from();
        while (isMark(line.byteAt(start))) {
            start++;
        }
        Line rest = line.part(start, line.to());
        for (String anchor : ANCHORS) {
            if (rest.startsWith(anchor)) {
                take(line, start);
                return;
            }
        }
    }

    private static boolean isMark(int b) {
        return b == ' ' || b == '\t' || b == '>' || b == '|';
    }

    private void take(Line line, int end) {
        prefix = line.part(line.from(), end).copy();
        isKnown = true;
    }

    /** Returns how many bytes of the line are decoration; a line that is shorter than it may lack its last blanks. */
    private int matching(Line line) {
        int length = Math.min(prefix.length, line.length());
        for (int i = 0; i < length; i++) {
            if (!fits(prefix[i], (byte) line.byteAt(line.from() + i))) {
                return 0;
            }
        }
        for (int i = length; i < prefix.length; i++) {
            if (prefix[i] != ' ') {
                return 0;
            }
        }
        return length;
    }

    private static boolean fits(byte expected, byte found) {
        return expected == found || (isDigit(expected) && isDigit(found));
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
