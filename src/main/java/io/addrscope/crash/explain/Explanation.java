// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.HsErrReport;
import io.addrscope.model.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A crash, explained. Immutable; safe for any number of threads.
 *
 * @param report the report
 * @param verdict what happened
 * @param owner whose code failed; null if nothing shows it
 * @param signature what crashes of one cause have in common: to group them by
 * @param pc what the program counter is; null if there was none
 * @param faultAddress what the address is that could not be used; null if there was none
 * @param stack the stack of the failing thread, innermost frame first
 * @param hasMoreFrames whether the report leaves out outer frames
 * @param registers the general registers
 * @param stackWords the words at the top of the stack
 * @param libraries the libraries that the frames are in
 * @param notes what is missing of the report, or wrong with it: one sentence each
 */
public record Explanation(
        HsErrReport report,
        Verdict verdict,
        @Nullable Owner owner,
        String signature,
        @Nullable Location pc,
        @Nullable Location faultAddress,
        List<ExplainedFrame> stack,
        boolean hasMoreFrames,
        List<ExplainedValue> registers,
        List<ExplainedValue> stackWords,
        List<ExplainedLibrary> libraries,
        List<String> notes) {

    /** Copies the lists. */
    public Explanation {
        stack = List.copyOf(stack);
        registers = List.copyOf(registers);
        stackWords = List.copyOf(stackWords);
        libraries = List.copyOf(libraries);
        notes = List.copyOf(notes);
    }

    /** Returns this explanation with another owner. */
    public Explanation withOwner(@Nullable Owner newOwner) {
        return new Explanation(
                report,
                verdict,
                newOwner,
                signature,
                pc,
                faultAddress,
                stack,
                hasMoreFrames,
                registers,
                stackWords,
                libraries,
                notes);
    }
}
