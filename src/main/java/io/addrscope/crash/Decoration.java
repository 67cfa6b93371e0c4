// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.Arrays;

/**
 * What stands before every line of a report that was quoted, indented or logged: {@code "> "}, blanks, a container's
 * name. Taken from before the first line that can only be a report's; a digit in it stands for any digit, since loggers
 * put the time there. A line that does not begin with it is read as it is. For one thread.
 */
final class Decoration {

    /** Longer ones are sentences that mention a report. */
    private static final int MAX_BYTES = 128;

    /** What only a report says; the first of these on a line ends its decoration. */
    private static final String[] ANCHORS = {
        "# A fatal error has been detected by the Java Runtime Environment:",
        "# There is insufficient memory for the Java Runtime Environment to continue.",
        "# JRE version: ",
        "---------------  S U M M A R Y ",
        "---------------  T H R E A D ",
        "---------------  P R O C E S S ",
        "---------------  S Y S T E M ",
        "siginfo: ",
        "Current thread (0x",
        "Native frames: (",
        "Register to memory mapping:",
        "Dynamic libraries:",
    };

    private byte[] prefix = new byte[0];
    private boolean isKnown;

    /** Returns a line without its decoration. */
    Line strip(Line line) {
        if (!isKnown) {
            learn(line);
        }
        int length = matching(line);
        return length == 0 ? line : line.part(line.from() + length, line.to());
    }

    /** Forgets the decoration if this line begins a report without it. */
    void reconsider(Line line) {
        if (prefix.length > 0 && matching(line) == 0 && (line.startsWith(ANCHORS[0]) || line.startsWith(ANCHORS[1]))) {
            prefix = new byte[0];
        }
    }

    private void learn(Line line) {
        for (String anchor : ANCHORS) {
            int found = line.indexOf(anchor, line.from());
            if (found >= 0 && found - line.from() <= MAX_BYTES) {
                prefix = Arrays.copyOf(line.part(line.from(), found).copy(), found - line.from());
                isKnown = true;
                return;
            }
        }
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
