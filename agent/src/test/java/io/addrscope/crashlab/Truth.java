// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others say about the addresses of a report: gdb, attached to the process before its end, and llvm-symbolizer, of the
 * library as it came from the linker.
 *
 * @param answers one for each address, as they stand in the report
 * @param stack what gdb prints of the stack of the thread that crashed, the handler of the signal included
 */
public record Truth(List<Answer> answers, List<String> stack) {

    /** Of a process that nobody could ask about. */
    public static final Truth NONE = new Truth(List.of(), List.of());

    /** A function, and the line in it; the line is 0 if it is not known. */
    public record Frame(String function, String file, int line) {}

    /**
     * What is at one address.
     *
     * @param about the address
     * @param symbol the linker's symbol, as gdb finds it; null if it finds none. It is wrong where gdb is: of a library that was
     *     replaced, it reads the other
     * @param offset from the start of the symbol
     * @param functions of gdb's debug information, those that are inlined in others first; empty if it has none
     * @param file of the innermost function by the same; null if not known
     * @param line of the innermost function by the same; 0 if not known
     * @param linked what the library says before anything became of it, innermost first; empty unless the address lies in it
     */
    public record Answer(
            Reported about,
            @Nullable String symbol,
            long offset,
            List<String> functions,
            @Nullable String file,
            int line,
            List<Frame> linked) {}
}
