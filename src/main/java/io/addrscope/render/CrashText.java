// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.crash.Header;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.Seconds;
import io.addrscope.crash.SignalInfo;
import io.addrscope.crash.Text;
import io.addrscope.crash.ThreadInfo;
import io.addrscope.crash.explain.ExplainedLibrary;
import io.addrscope.crash.explain.ExplainedValue;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.crash.explain.Owner;
import io.addrscope.model.Address;
import io.addrscope.model.ByteSize;
import io.addrscope.model.Location;
import io.addrscope.model.Printable;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an explained crash for people: what happened in one sentence, what shows it, then the stack and all else that the report has
 * addresses of.
 *
 * <p>Not safe for use by several threads.
 */
public final class CrashText {

    private static final int REGISTER_COLUMNS = 8;

    /** For an address of 48 bits. */
    private static final int ADDRESS_COLUMNS = 18;

    private final Page page;

    /** Text for {@code page}. */
    public CrashText(Page page) {
        this.page = page;
    }

    /** Appends no more than what happened, and what shows it. */
    public void appendVerdict(StringBuilder out, Explanation explanation) {
        Block block = new Block(out, page);
        block.paragraph(Printable.text(explanation.verdict().sentence()), Ink.PROBLEM);
        block.end();
        out.append('\n');
        labelled(block, "evidence", explanation.verdict().evidence());
        Owner owner = explanation.owner();
        if (owner != null) {
            String from = owner.packageName() == null ? "" : " (package " + owner.packageName() + ")";
            labelled(block, "owner", owner.kind() + " " + owner.name() + from);
        }
        labelled(block, "thread", thread(explanation.report()));
        labelled(block, "signal", signal(explanation.report()));
        labelled(block, "signature", Printable.text(explanation.signature()));
    }

    /**
     * Appends an explanation.
     *
     * @param file path of the report, printable
     */
    public void append(StringBuilder out, Explanation explanation, String file) {
        appendVerdict(out, explanation);
        HsErrReport report = explanation.report();
        Block block = new Block(out, page);
        labelled(block, "JVM", text(report.header().vm()));
        labelled(block, "time", time(report));
        labelled(
                block,
                "report",
                file + ", " + ByteSize.format(report.structure().size()));
        labelled(block, "note", explanation.notes());
        out.append('\n');
        new StackText(page).append(out, explanation);
        appendAddress(out, "pc", explanation.pc());
        appendAddress(out, "fault address", explanation.faultAddress());
        appendValues(out, "registers", REGISTER_COLUMNS, explanation.registers());
        appendValues(out, "words of the stack", ADDRESS_COLUMNS, explanation.stackWords());
        appendLibraries(out, explanation.libraries());
    }

    private static void labelled(Block block, String label, List<String> sentences) {
        for (int i = 0; i < sentences.size(); i++) {
            labelled(block, i == 0 ? label : "", sentences.get(i));
        }
    }

    private static void labelled(Block block, String label, String sentence) {
        if (!sentence.isEmpty()) {
            block.label(label);
            block.sentence(Printable.text(sentence), Ink.PLAIN);
            block.end();
        }
    }

    private static String text(@Nullable Text text) {
        return text == null ? "" : text.printable();
    }

    private static String thread(HsErrReport report) {
        ThreadInfo thread = report.fault().thread();
        if (thread == null) {
            return report.fault().isNative() ? "a thread of native code, which the JVM does not know" : "";
        }
        List<String> parts = new ArrayList<>();
        if (thread.type() != null) {
            parts.add(thread.type().printable());
        }
        if (thread.state() != null) {
            parts.add(thread.state().printable());
        }
        if (thread.id() != null) {
            parts.add("tid " + Long.toUnsignedString(thread.id().value()));
        }
        String name = thread.name() == null ? "" : "\"" + thread.name().printable() + "\"";
        return parts.isEmpty() ? name : (name.isEmpty() ? "" : name + " ") + "(" + String.join(", ", parts) + ")";
    }

    private static String signal(HsErrReport report) {
        Header header = report.header();
        SignalInfo info = report.fault().signal();
        Text name = header.signalName() == null && info != null ? info.name() : header.signalName();
        if (name == null) {
            return "";
        }
        String code = info == null || info.codeName() == null
                ? ""
                : " (" + info.codeName().printable() + ")";
        String address = info == null || info.address() == null ? "" : ", si_addr " + info.address();
        String pc = header.pc() == null ? "" : ", pc " + header.pc();
        return name.printable() + code + address + pc;
    }

    private static String time(HsErrReport report) {
        Seconds sinceStart = report.summary().elapsed();
        String elapsed = sinceStart == null ? "" : Seconds.format(sinceStart.nanos()) + " after the start";
        String time = text(report.summary().time());
        return time.isEmpty() || elapsed.isEmpty() ? time + elapsed : time + ", " + elapsed;
    }

    private void appendAddress(StringBuilder out, String what, @Nullable Location location) {
        // Of what lies nowhere the evidence tells.
        if (location != null && location.isMapped()) {
            out.append('\n').append(what).append('\n');
            new LocationText(page).append(out, location);
        }
    }

    private void appendValues(StringBuilder out, String what, int nameColumns, List<ExplainedValue> values) {
        if (!haveLocations(values)) {
            return;
        }
        out.append('\n').append(what).append('\n');
        Block block = new Block(out, page, nameColumns);
        for (ExplainedValue value : values) {
            Location location = value.location();
            if (location != null) {
                block.label(value.name());
                block.piece(Address.format(value.value()), Ink.ADDRESS);
                block.gap(2);
                block.sentence(PlaceText.of(location), Ink.PLAIN);
                block.end();
            }
        }
    }

    private static boolean haveLocations(List<ExplainedValue> values) {
        for (ExplainedValue value : values) {
            if (value.location() != null) {
                return true;
            }
        }
        return false;
    }

    private void appendLibraries(StringBuilder out, List<ExplainedLibrary> libraries) {
        if (libraries.isEmpty()) {
            return;
        }
        out.append("\nlibraries\n");
        boolean lacksLines = false;
        for (ExplainedLibrary library : libraries) {
            Block block = new Block(out, page);
            block.headline(Address.format(library.image().base()));
            block.piece(library.image().name().printable(), Ink.NAME);
            block.end();
            if (library.buildId() != null) {
                labelled(block, "build ID", library.buildId().toString());
            }
            for (Reason reason : library.reasons()) {
                lacksLines |= reason.code() == Reason.Code.NO_DEBUG_INFO || reason.code() == Reason.Code.STRIPPED;
                block.label("note");
                block.sentence(Printable.text(reason.detail()), Ink.PROBLEM);
                block.end();
            }
        }
        if (lacksLines) {
            Block block = new Block(out, page);
            block.paragraph(
                    "\nthe command debuginfo -e LIBRARY tells how to get the debug information of a library",
                    Ink.PLAIN);
            block.end();
        }
    }
}
