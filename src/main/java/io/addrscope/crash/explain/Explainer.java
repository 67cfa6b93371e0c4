// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.FrameAddresses;
import io.addrscope.crash.Header;
import io.addrscope.crash.HexDump.MemoryWord;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.LibraryImage;
import io.addrscope.crash.Register;
import io.addrscope.model.Address;
import io.addrscope.model.Location;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains a crash. */
public final class Explainer {

    /** Registers that hold no address, by the beginnings of their names: vectors, flags, and what the processor says of a fault. */
    private static final List<String> NO_ADDRESSES =
            List.of("XMM", "YMM", "ZMM", "MXCSR", "EFLAGS", "CSGSFS", "ERR", "TRAPNO", "pstate", "K[", "V", "FP");

    private static final int MAX_STACK_WORDS = 64;

    /** Smaller values are numbers, not addresses. */
    private static final long SMALLEST_ADDRESS = 0x10000;

    private final HsErrReport report;
    private final Addresses addresses;
    private final FrameAddresses frameAddresses;

    private Explainer(HsErrReport report, Addresses addresses) {
        this.report = report;
        this.addresses = addresses;
        this.frameAddresses = new FrameAddresses(report);
    }

    /**
     * Explains a crash.
     *
     * @param report the report of the crash
     * @param addresses the address space that it is about
     */
    public static Explanation explain(HsErrReport report, Addresses addresses) {
        return new Explainer(report, addresses).explain();
    }

    private Explanation explain() {
        Located located = new Located(addresses, report.process().landmarks());
        Stack stack = new Stack(report, frameAddresses);
        List<Register> registers = registers();
        List<MemoryWord> words = words();
        located.ask(wanted(stack, registers, words));
        List<ExplainedFrame> frames = stack.frames(located);
        Scene scene = new Scene(report, addresses, located, frames);
        Verdict verdict = judge(scene);
        return new Explanation(
                report,
                verdict,
                Owners.of(frames, vm()),
                Signature.of(scene.signal(), verdict.kind(), frames),
                scene.pcLocation(),
                scene.faultLocation(),
                frames,
                stack.hasMore(),
                explained(registers, located),
                explainedWords(words, located),
                Libraries.of(frames, frameAddresses.images()),
                Notes.of(report, frames));
    }

    private Set<Long> wanted(Stack stack, List<Register> registers, List<MemoryWord> words) {
        Set<Long> wanted = new LinkedHashSet<>(stack.wanted());
        addIfPresent(Scene.pcOf(report), wanted);
        addIfPresent(Scene.faultAddressOf(report), wanted);
        for (Register register : registers) {
            addIfAddress(register.value().value(), wanted);
        }
        for (MemoryWord word : words) {
            addIfAddress(word.word().value(), wanted);
        }
        if (!words.isEmpty()) {
            // Where it is the address behind a call.
            addIfAddress(words.get(0).word().value() - 1, wanted);
        }
        return wanted;
    }

    private static void addIfPresent(OptionalLong address, Set<Long> wanted) {
        if (address.isPresent()) {
            wanted.add(address.getAsLong());
        }
    }

    private static void addIfAddress(long value, Set<Long> wanted) {
        if (!Address.isBelow(value, SMALLEST_ADDRESS)) {
            wanted.add(value);
        }
    }

    private List<Register> registers() {
        List<Register> general = new ArrayList<>();
        for (Register register : report.fault().registers()) {
            if (register.values().size() == 1
                    && !Names.startsWithAny(register.name().text(), NO_ADDRESSES)) {
                general.add(register);
            }
        }
        return general;
    }

    private List<MemoryWord> words() {
        List<MemoryWord> words = report.stackWords();
        return words.subList(0, Math.min(words.size(), MAX_STACK_WORDS));
    }

    private static List<ExplainedValue> explained(List<Register> registers, Located located) {
        List<ExplainedValue> values = new ArrayList<>();
        for (Register register : registers) {
            values.add(explained(register.name().printable(), register.value().value(), located));
        }
        return values;
    }

    private static List<ExplainedValue> explainedWords(List<MemoryWord> words, Located located) {
        List<ExplainedValue> values = new ArrayList<>();
        for (MemoryWord word : words) {
            values.add(explained(Address.format(word.address()), word.word().value(), located));
        }
        return values;
    }

    private static ExplainedValue explained(String name, long value, Located located) {
        Location location = Address.isBelow(value, SMALLEST_ADDRESS) ? null : located.at(value);
        boolean isAddress = location != null && (location.isMapped() || location.usage() != null);
        return new ExplainedValue(name, value, isAddress ? location : null);
    }

    /** The most particular first. */
    private Verdict judge(Scene scene) {
        List<Rule> rules = List.of(
                new OutOfMemoryRule(),
                new InternalErrorRule(),
                new SentSignalRule(),
                new StackOverflowRule(),
                new BadCallRule(frameAddresses.images()),
                new BusErrorRule(),
                new RefusedInstructionRule(),
                new BadPointerRule());
        for (Rule rule : rules) {
            Verdict verdict = rule.judge(scene);
            if (verdict != null) {
                return withFiles(verdict, scene);
            }
        }
        return unknown(scene);
    }

    /** Without evidence, what the report says and no more. */
    private static Verdict unknown(Scene scene) {
        String what = scene.signal().isEmpty()
                ? scene.problem() == Header.Problem.UNKNOWN ? "the report does not say what happened" : "a fatal error"
                : scene.signal();
        OptionalLong pc = scene.pc();
        String at = scene.top() == null && pc.isPresent() ? " at pc " + Address.format(pc.getAsLong()) : "";
        return withFiles(new Verdict(Verdict.Kind.UNKNOWN, what + at + Sentence.inCode(scene), List.of()), scene);
    }

    /** Adds what may have to do with it: that a library is not what it was, that code is where none should be. */
    private static Verdict withFiles(Verdict verdict, Scene scene) {
        List<String> evidence = new ArrayList<>(verdict.evidence());
        for (ExplainedFrame frame : scene.stack) {
            String deleted = Sentence.deletedFile(frame);
            if (deleted != null && !evidence.contains(deleted)) {
                evidence.add(deleted);
            }
        }
        ExplainedFrame first = scene.stack.isEmpty() ? null : scene.stack.get(0);
        if (first != null && Code.of(first) == Code.ANONYMOUS && first.location() != null) {
            String usage = first.location().usage() == null
                    ? "nobody says what for"
                    : "the " + first.location().usage().kind();
            evidence.add("the code is in executable memory without a file, " + usage);
        }
        return new Verdict(verdict.kind(), verdict.sentence(), evidence);
    }

    private @Nullable String vm() {
        for (LibraryImage image : frameAddresses.images()) {
            if (image.baseName().equals("libjvm.so")) {
                return image.name().withoutDeletedMark().printable();
            }
        }
        return null;
    }
}
