// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Register;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code SIGSEGV} by a read or write: what the pointer was. */
final class BadPointerRule implements Rule {

    /** Larger than most objects whose fields are read by a null pointer; nothing is mapped there (mmap_min_addr). */
    private static final long NULL_END = 0x10000;

    private static final String KERNEL = "SI_KERNEL";

    /** {@code hlt} of x86 (Intel SDM volume 2). */
    private static final int HLT = 0xf4;

    @Override
    public @Nullable Verdict judge(Scene scene) {
        if (!scene.isSignal("SIGSEGV")) {
            return null;
        }
        if (scene.isTrap(Scene.GENERAL_PROTECTION) || scene.signalCode().equals(KERNEL)) {
            return generalProtection(scene);
        }
        Location location = scene.faultLocation();
        if (location == null) {
            return null;
        }
        List<String> evidence = new ArrayList<>();
        String access = scene.access().noun;
        long address = location.address();
        if (Address.isBelow(address, NULL_END) && !location.isMapped()) {
            evidence.add("si_addr is " + Address.format(address) + ", where nothing is ever mapped");
            return new Verdict(
                    Verdict.Kind.NULL_POINTER,
                    "null pointer" + (address == 0 ? "" : " + " + Address.format(address)) + ": " + access
                            + Sentence.inCode(scene),
                    evidence);
        }
        evidence.add("si_addr " + (location.isMapped() ? "" : Address.format(address) + ": ")
                + Sentence.whatIsThere(location));
        Mapping mapping = location.mapping();
        if (mapping != null) {
            return new Verdict(
                    Verdict.Kind.PROTECTED_MEMORY,
                    access + " at " + Address.format(address) + ", which lies in " + Names.memory(location, mapping)
                            + "," + Sentence.inCode(scene),
                    evidence);
        }
        boolean isKnown = location.reason(Reason.Code.NOT_RECORDED) == null;
        return new Verdict(
                Verdict.Kind.BAD_POINTER,
                "bad pointer: " + access + " at " + Address.format(address) + (isKnown ? ", which is not mapped," : "")
                        + Sentence.inCode(scene),
                evidence);
    }

    /** The processor does not say which address it was; a register that was used as a pointer may show it. */
    private static Verdict generalProtection(Scene scene) {
        List<String> evidence = new ArrayList<>();
        evidence.add("a general protection fault: the processor does not tell the address");
        for (Register register : scene.report.fault().registers()) {
            long value = register.value().value();
            // Bits 47 and above of an address are alike (Intel SDM volume 1, 3.3.7.1), with five levels of tables 56
            // and above.
            long upper = value >> 56;
            if (register.values().size() == 1 && upper != 0 && upper != -1 && isGeneral(register)) {
                evidence.add(register.name().printable() + " is " + Address.format(value) + ", which is no address");
            }
        }
        boolean isShown = evidence.size() > 1;
        OptionalLong pc = scene.pc();
        if (pc.isPresent() && Instructions.byteAt(scene.report, pc.getAsLong()).equals(OptionalInt.of(HLT))) {
            evidence.add(
                    "the instruction is hlt, which no program may execute: abort() of the GNU C library ends a process by it"
                            + " whose SIGABRT does not");
        }
        return new Verdict(
                isShown ? Verdict.Kind.NON_CANONICAL_POINTER : Verdict.Kind.UNKNOWN,
                (isShown
                                ? "what is no address was used as a pointer"
                                : "general protection fault: a pointer that is no address, or one that had to be aligned and"
                                        + " was not,")
                        + Sentence.inCode(scene),
                evidence);
    }

    private static boolean isGeneral(Register register) {
        String name = register.name().text();
        return name.startsWith("R") && !name.equals("RIP");
    }
}
