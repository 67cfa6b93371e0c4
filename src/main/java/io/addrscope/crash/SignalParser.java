// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * Parses what follows {@code siginfo:} (os_posix.cpp, os_windows.cpp).
 *
 * <pre>
 * siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000002400
 * siginfo: si_signo: 11 (SIGSEGV), si_code: 0 (SI_USER), si_pid: 20 (current process), si_uid: 0
 * siginfo: si_signo: 11 (SIGSEGV), si_code: -6 (SI_TKILL), si_pid: 20, si_uid: 0
 * siginfo:si_signo=SIGSEGV: si_errno=0, si_code=1 (SEGV_MAPERR), si_addr=0x0000000000000000
 * siginfo: EXCEPTION_ACCESS_VIOLATION (0xc0000005), reading address 0xffffffffffffffff
 * siginfo: ExceptionCode=0xc0000005, writing address 0x0000000000000000
 * </pre>
 */
final class SignalParser {

    private SignalParser() {}

    static SignalInfo parse(Line line) {
        int start = line.at();
        line.skip("siginfo:");
        line.skipBlanks();
        return line.startsWith("EXCEPTION") || line.startsWith("ExceptionCode")
                ? windows(line, start)
                : unix(line, start);
    }

    private static SignalInfo unix(Line line, int start) {
        int from = line.at();
        Word number = field(line, from, "si_signo");
        Text name = number == null ? wordBehind(line, from, "si_signo") : inBrackets(line);
        Word code = field(line, from, "si_code");
        final Text codeName = code == null ? null : inBrackets(line);
        final Word error = field(line, from, "si_errno");
        final Word address = field(line, from, "si_addr");
        Word process = field(line, from, "si_pid");
        final Text note = process == null ? null : inBrackets(line);
        final Word user = field(line, from, "si_uid");
        return new SignalInfo(
                name, number, code, codeName, error, address, null, process, note, user, line.span(start, line.to()));
    }

    /** Returns the number behind a field's name, and moves behind it. */
    private static @Nullable Word field(Line line, int from, String name) {
        if (!moveBehind(line, from, name)) {
            return null;
        }
        boolean isNegative = line.skip("-");
        Word number = line.number();
        return number == null || !isNegative ? number : new Word(-number.value(), number.at());
    }

    /** Returns the word behind a field's name, where it is not a number. */
    private static @Nullable Text wordBehind(Line line, int from, String name) {
        if (!moveBehind(line, from, name)) {
            return null;
        }
        int end = line.at();
        while (line.byteAt(end) > ' ' && line.byteAt(end) != ':' && line.byteAt(end) != ',') {
            end++;
        }
        return line.textTo(end);
    }

    private static boolean moveBehind(Line line, int from, String name) {
        line.moveTo(from);
        if (!line.skipPast(name)) {
            return false;
        }
        if (!line.skip(":") && !line.skip("=")) {
            return false;
        }
        line.skipBlanks();
        return true;
    }

    /** Returns what follows in brackets. */
    private static @Nullable Text inBrackets(Line line) {
        if (!line.skip(" (")) {
            return null;
        }
        int end = line.indexOf(")", line.at());
        return line.textTo(end < 0 ? line.to() : end);
    }

    private static SignalInfo windows(Line line, int start) {
        Text name = null;
        Word number;
        if (line.skip("ExceptionCode=")) {
            number = line.hex();
        } else {
            int bracket = line.indexOf(" (0x", line.at());
            name = line.textTo(bracket < 0 ? line.to() : bracket);
            line.skip(" (");
            number = line.hex();
        }
        int addressWord = line.indexOf(" address ", line.at());
        Text access = null;
        Word address = null;
        if (addressWord >= 0) {
            int comma = line.part(line.at(), addressWord).lastIndexOf(",", line.at());
            line.moveTo(comma < 0 ? line.at() : comma + 1);
            access = line.textTo(addressWord);
            line.skip(" address ");
            address = line.hex();
        }
        return new SignalInfo(
                name, number, null, null, null, address, access, null, null, null, line.span(start, line.to()));
    }
}
