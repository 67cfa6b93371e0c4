// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.HexDump.MemoryWord;
import java.util.List;

/**
 * A crash report of HotSpot. Everything of it may be missing. Immutable; safe for any number of threads.
 *
 * @param header its beginning
 * @param platform system and processor
 * @param summary when, and on what
 * @param fault the failing thread
 * @param process the JVM around it
 * @param system the machine
 * @param structure what the report is made of, and what is wrong with it
 */
public record HsErrReport(
        Header header,
        Platform platform,
        Summary summary,
        FaultThread fault,
        ProcessInfo process,
        SystemInfo system,
        Structure structure) {

    private static final int DIGITS_OF_64_BITS = 18;

    /** Returns the words of the stack from the stack pointer on. */
    public List<MemoryWord> stackWords() {
        HexDump dump = fault.topOfStack();
        boolean is64Bit =
                dump.lines().isEmpty() || dump.lines().get(0).address().at().length() >= DIGITS_OF_64_BITS;
        return dump.words(is64Bit ? Long.BYTES : Integer.BYTES, platform.isBigEndian());
    }
}
