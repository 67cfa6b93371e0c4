// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.LlvmSymbolizer.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** On how many addresses we and another tool agree, and how what they do not agree on differs. */
final class FrameAgreement {

    /** Examples that are printed of each way to differ. */
    private static final int EXAMPLES = 3;

    /** Differences that are kept, for somebody else to judge. */
    private static final int KEPT = 300;

    /** An address that we and the other tool say different things of. */
    record Difference(long address, String kind, List<Frame> ours, List<Frame> theirs) {}

    private final String kind;
    private final List<Difference> kept = new ArrayList<>();
    private int addresses;
    private int sameFunctionAndLine;
    private int sameChain;
    private final Map<String, List<String>> differences = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    FrameAgreement(String kind) {
        this.kind = kind;
    }

    /** Compares what we say with what another tool says. */
    static FrameAgreement compare(String kind, DebugInfo ours, long[] addresses, List<List<Frame>> theirs)
            throws IOException {
        FrameAgreement agreement = new FrameAgreement(kind);
        List<SourceFrames> answers = ours.frames(addresses);
        for (int i = 0; i < addresses.length; i++) {
            List<Frame> frames = answers.get(i).frames().stream().map(Frame::of).toList();
            agreement.add(addresses[i], frames, theirs.get(i));
        }
        return agreement;
    }

    private void add(long address, List<Frame> ours, List<Frame> theirs) {
        addresses++;
        if (ours.equals(theirs)) {
            sameFunctionAndLine++;
            sameChain++;
            return;
        }
        Frame our = ours.isEmpty() ? new Frame("", "", 0, 0) : ours.get(0);
        Frame their = theirs.isEmpty() ? new Frame("", "", 0, 0) : theirs.get(0);
        boolean same = our.function().equals(their.function()) && our.line() == their.line();
        if (same) {
            sameFunctionAndLine++;
        }
        String difference = difference(ours, theirs, our, their);
        counts.merge(difference, 1, Integer::sum);
        if (kept.size() < KEPT) {
            kept.add(new Difference(address, difference, ours, theirs));
        }
        List<String> examples = differences.computeIfAbsent(difference, key -> new ArrayList<>());
        if (examples.size() < EXAMPLES) {
            examples.add("0x" + Long.toHexString(address) + "\n      ours   " + ours + "\n      theirs " + theirs);
        }
    }

    private static String difference(List<Frame> ours, List<Frame> theirs, Frame our, Frame their) {
        if (ours.isEmpty()) {
            return "only they know";
        }
        if (theirs.isEmpty()) {
            return "only we know";
        }
        if (!our.function().equals(their.function())) {
            return "other function";
        }
        if (our.line() != their.line()) {
            return "other line";
        }
        if (!our.file().equals(their.file())) {
            return "other file";
        }
        if (our.column() != their.column()) {
            return "other column";
        }
        return ours.size() == theirs.size() ? "other callers" : "other number of callers";
    }

    /** Returns the first addresses that differ. */
    List<Difference> differences() {
        return kept;
    }

    double functionAndLine() {
        return addresses == 0 ? 1 : (double) sameFunctionAndLine / addresses;
    }

    double chain() {
        return addresses == 0 ? 1 : (double) sameChain / addresses;
    }

    int addresses() {
        return addresses;
    }

    /** Returns how many addresses differ in a way, such as {@code only we know}. */
    int count(String difference) {
        return counts.getOrDefault(difference, 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                "%-34s %8d addresses, function and line %.3f %%, chain %.3f %%",
                kind, addresses, 100 * functionAndLine(), 100 * chain()));
        differences.forEach((difference, examples) -> {
            text.append(String.format("%n  %s: %d", difference, counts.get(difference)));
            examples.forEach(example -> text.append("\n    ").append(example));
        });
        return text.toString();
    }
}
