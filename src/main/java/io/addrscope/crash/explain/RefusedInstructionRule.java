// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code SIGILL} and {@code SIGFPE}: the processor refused an instruction. */
final class RefusedInstructionRule implements Rule {

    /** {@code ud2} of x86 (Intel SDM volume 2): compilers put it where the program must not come. */
    private static final int UD2_FIRST = 0x0f;

    private static final int UD2_SECOND = 0x0b;

    @Override
    public @Nullable Verdict judge(Scene scene) {
        if (scene.isSignal("SIGFPE")) {
            return division(scene);
        }
        return scene.isSignal("SIGILL") ? illegal(scene) : null;
    }

    private static Verdict division(Scene scene) {
        List<String> evidence = new ArrayList<>();
        if (!scene.signalCode().isEmpty()) {
            evidence.add("si_code is " + scene.signalCode());
        }
        String what = scene.signalCode().equals("FPE_INTDIV")
                ? "integer division by zero, or with a result that does not fit,"
                : "arithmetic that the processor refuses";
        return new Verdict(Verdict.Kind.DIVISION, what + Sentence.inCode(scene), evidence);
    }

    private static Verdict illegal(Scene scene) {
        List<String> evidence = new ArrayList<>();
        OptionalLong pc = scene.pc();
        boolean isTrap = false;
        if (pc.isPresent()) {
            OptionalInt first = Instructions.byteAt(scene.report, pc.getAsLong());
            OptionalInt second = Instructions.byteAt(scene.report, pc.getAsLong() + 1);
            isTrap = first.equals(OptionalInt.of(UD2_FIRST)) && second.equals(OptionalInt.of(UD2_SECOND));
        }
        if (isTrap) {
            evidence.add("the instruction is ud2, which compilers put where a program must not come:"
                    + " __builtin_trap, an unreachable place, a function without a return");
        }
        return new Verdict(
                Verdict.Kind.ILLEGAL_INSTRUCTION,
                (isTrap ? "trap instruction" : "illegal instruction") + Sentence.inCode(scene),
                evidence);
    }
}
