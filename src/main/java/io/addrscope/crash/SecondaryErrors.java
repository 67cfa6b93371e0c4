// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.SecondaryError.Kind;

/**
 * Finds what HotSpot says of errors during the reporting.
 *
 * <pre>
 * [error occurred during error reporting (STEP), id 0xb, SIGSEGV (0xb) at pc=0x00007fad3c2549a4]
 * [error occurred during error reporting (STEP), id 0xe0000000, Internal Error (FILE:LINE)]
 * [error occurred during error reporting, step 120, id 0xb]
 * [timeout occurred during error reporting in step "STEP"] after 30 s.
 * [stop reattempt (STEP) reason: WHY]
 * [Too many errors, abort]
 * [thread 1234 also had an error]
 * ------ Timeout during error reporting after 120 s. ------
 * </pre>
 */
final class SecondaryErrors {

    private static final String ERROR = "[error occurred during error reporting";
    private static final String TIMEOUT = "[timeout occurred during error reporting in step ";
    private static final String STOPPED = "[stop reattempt (";
    private static final String TOO_MANY = "[Too many errors, abort]";
    private static final String THREAD = "[thread ";
    private static final String THREAD_END = " also had an error]";
    private static final String GLOBAL = "------ Timeout during error reporting after ";

    /** Far more than HotSpot writes. */
    static final int MAX_BYTES = 2048;

    private static final String[] BEGINNINGS = {ERROR, TIMEOUT, STOPPED, TOO_MANY, GLOBAL};

    private SecondaryErrors() {}

    /** Returns the index of the first one in a line, or -1. */
    static int find(Line line) {
        if (line.byteAt(line.from()) == '-') {
            return line.indexOf(GLOBAL, line.from());
        }
        for (int i = line.indexOf("[", line.from()); i >= 0; i = line.indexOf("[", i + 1)) {
            Line rest = line.part(i, line.to());
            for (String beginning : BEGINNINGS) {
                if (rest.startsWith(beginning)) {
                    return i;
                }
            }
            if (rest.skip(THREAD) && rest.decimal() != null && rest.startsWith(THREAD_END)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns whether the line before may be cut: whether a line begins with one of those before which HotSpot breaks the
     * line, wherever it is.
     *
     * @param bytes the line, or its first bytes
     */
    static boolean breaksLine(byte[] bytes) {
        Line line = new Line(bytes, 0, bytes.length, 0, true);
        int found = find(line);
        if (found < 0) {
            return false;
        }
        line.moveTo(found);
        return line.startsWith(ERROR) || line.startsWith(TIMEOUT) || line.startsWith(GLOBAL);
    }

    /**
     * Parses the one that a line begins with.
     *
     * @param line is moved behind it
     */
    static SecondaryError parse(Line line, SectionKind within) {
        int start = line.at();
        if (line.skip(ERROR)) {
            return error(line, start, within);
        }
        Kind kind = Kind.TOO_MANY;
        Text step = null;
        int end = line.to();
        if (line.skip(TIMEOUT)) {
            kind = Kind.TIMEOUT;
            line.skip("\"");
            step = line.textTo(orEnd(line, line.lastIndexOf("\"]", line.at())));
        } else if (line.skip(STOPPED)) {
            kind = Kind.NOT_TRIED_AGAIN;
            step = line.textTo(orEnd(line, line.indexOf(") reason: ", line.at())));
            end = behind(line, "]");
        } else if (line.skip(GLOBAL)) {
            kind = Kind.GLOBAL_TIMEOUT;
        } else if (line.skip(THREAD)) {
            kind = Kind.OTHER_THREAD;
            end = behind(line, THREAD_END);
        } else {
            end = behind(line, "]");
        }
        line.moveTo(end);
        return new SecondaryError(kind, step, null, null, null, null, within, line.span(start, end));
    }

    private static SecondaryError error(Line line, int start, SectionKind within) {
        Text step = null;
        int id = line.indexOf(", id 0x", line.at());
        if (line.skip(" (")) {
            int end = line.indexOf("), id 0x", line.at());
            step = line.textTo(orEnd(line, end >= 0 ? end : line.indexOf(")", line.at())));
        } else if (line.skip(", step ")) {
            step = line.textTo(orEnd(line, id));
        }
        Word number = null;
        Text signal = null;
        Word pc = null;
        Text source = null;
        if (id >= 0) {
            line.moveTo(id + ", id ".length());
            number = line.hex();
            if (line.skip(", Internal Error (") || line.skip(", Out of Memory Error (")) {
                source = line.textTo(orEnd(line, line.lastIndexOf(")]", line.at())));
            } else if (line.skip(", ")) {
                signal = line.textTo(orEnd(line, line.indexOf(" (0x", line.at())));
                pc = line.skipPast(" at pc=") ? line.hex() : null;
            }
        }
        int end = behind(line, "]");
        line.moveTo(end);
        return new SecondaryError(Kind.ERROR, step, number, signal, pc, source, within, line.span(start, end));
    }

    private static int orEnd(Line line, int index) {
        return index < 0 ? line.to() : index;
    }

    private static int behind(Line line, String literal) {
        int found = line.indexOf(literal, line.at());
        return found < 0 ? line.to() : found + literal.length();
    }
}
