// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Structure.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a report line by line, takes decoration and error messages out, and finds the section of each line. For one
 * thread, and for one report.
 */
final class ReportReader {

    private static final String FATAL = "# A fatal error has been detected by the Java Runtime Environment";
    private static final String NO_MEMORY = "# There is insufficient memory for the Java Runtime Environment";
    private static final String VERSION = "# JRE version:";
    private static final String SLOT = "stack at sp + ";
    private static final String METHOD = "Compiled method (";

    /** What builds for debugging print behind an error message, to its closing bracket. */
    private static final String ERROR_STACK = "[stack: ";

    private static final int MAX_ERROR_STACK_LINES = 64;

    /** How many beginnings of reports are taken for quotations of the one that follows. */
    private static final int MAX_RESTARTS = 16;

    private final LineReader lines;
    private final Cuts cuts = new Cuts();
    private final Decoration decoration = new Decoration();
    private final List<Section> sections = new ArrayList<>();
    private final Set<SectionKind> seen = EnumSet.noneOf(SectionKind.class);
    private final List<SecondaryError> errors = new ArrayList<>();
    private SectionReaders readers = new SectionReaders(cuts);

    private SectionKind kind = SectionKind.BEFORE;
    private long sectionStart;
    private boolean isInterrupted;

    /** Whether a header has said that it is one. */
    private boolean hasBegun;

    private boolean isBehindBlank;
    private int restarts;
    private @Nullable Ending ending;
    private long otherReportAt = -1;

    /** Lines that may still belong to the stack behind an error message. */
    private int errorStackLines;

    ReportReader(InputStream in) {
        this.lines = new LineReader(in);
    }

    HsErrReport read() throws IOException {
        while (lines.next()) {
            take();
        }
        long size = lines.end();
        Ending found = ending;
        boolean isOpenEnded = found == null;
        Ending end = found == null ? Ending.CUT : found;
        close(size, isOpenEnded && kind != SectionKind.AFTER);
        Structure structure = new Structure(
                List.copyOf(sections), missing(), List.copyOf(errors), end, cuts.list(), size, otherReportAt);
        return readers.report(isOpenEnded ? kind : null, structure);
    }

    private List<SectionKind> missing() {
        boolean isAfterSignal = readers.header().problem() == Header.Problem.SIGNAL;
        List<SectionKind> missing = new ArrayList<>();
        for (SectionKind candidate : SectionKind.values()) {
            if (candidate.isExpected(isAfterSignal) && !seen.contains(candidate)) {
                missing.add(candidate);
            }
        }
        return Collections.unmodifiableList(missing);
    }

    private void take() {
        if (lines.isOverlong()) {
            cuts.add("bytes of a line", Limits.LINE_BYTES, lines.offset() + Limits.LINE_BYTES);
        }
        boolean isCut = !lines.isComplete() || SecondaryErrors.breaksLine(lines.ahead());
        Line raw = new Line(lines.buffer(), lines.from(), lines.to(), lines.offset(), isCut);
        Line line = decoration.strip(raw, hasBegun);
        long start = lines.offset();
        int error;
        while ((error = SecondaryErrors.find(line)) >= 0) {
            if (error > line.from()) {
                handle(line.part(line.from(), error), start);
            }
            Line message = line.part(error, Math.min(line.to(), error + SecondaryErrors.MAX_BYTES));
            takeError(message);
            line = line.part(message.at(), line.to());
            start = line.offset(line.from());
            if (line.isBlank()) {
                return;
            }
        }
        handle(line, start);
    }

    private void takeError(Line message) {
        SecondaryError error = SecondaryErrors.parse(message, kind);
        cuts.keep(
                errors,
                error,
                Limits.SECONDARY_ERRORS,
                "errors during the reporting",
                error.at().offset());
        isInterrupted = true;
        readers.interrupted(kind);
        if (error.isLast() && ending == null) {
            ending = Ending.GIVEN_UP;
        }
        errorStackLines = MAX_ERROR_STACK_LINES;
    }

    /** @param start offset at which a section begins that the line begins */
    private void handle(Line line, long start) {
        if (isErrorStack(line)) {
            return;
        }
        if (ending == Ending.END_MARK || ending == Ending.ELAPSED_TIME) {
            handleAfter(line, start);
            return;
        }
        SectionKind begun = sectionOf(line, start);
        boolean isFirst = begun != null;
        if (begun == null && kind == SectionKind.CODE && line.startsWith(SLOT)) {
            begun = SectionKind.STACK_SLOTS;
        }
        if (begun != null && (begun != kind || begun.isEachOnItsOwn())) {
            close(start, false);
            open(begun, start);
        }
        isBehindBlank = line.isBlank();
        if (kind == SectionKind.END) {
            ending = Ending.END_MARK;
        } else if (kind == SectionKind.TIME && seen.contains(SectionKind.SYSTEM) && line.startsWith("elapsed time:")) {
            ending = Ending.ELAPSED_TIME;
        }
        readers.read(kind, line, isFirst);
    }

    private boolean isErrorStack(Line line) {
        if (errorStackLines == 0) {
            return false;
        }
        if (errorStackLines == MAX_ERROR_STACK_LINES && !line.startsWith(ERROR_STACK)) {
            // The signal of the error comes before its stack.
            errorStackLines = line.startsWith("[siginfo:") ? errorStackLines : 0;
            return errorStackLines > 0;
        }
        errorStackLines--;
        if (line.startsWith("]")) {
            errorStackLines = 0;
        }
        return true;
    }

    private void handleAfter(Line line, long start) {
        if (kind != SectionKind.AFTER) {
            close(start, false);
            open(SectionKind.AFTER, start);
        }
        if (otherReportAt < 0 && isBeginning(line)) {
            otherReportAt = line.offset(line.from());
        }
    }

    private static boolean isBeginning(Line line) {
        return line.startsWith(FATAL) || line.startsWith(NO_MEMORY);
    }

    private @Nullable SectionKind sectionOf(Line line, long start) {
        if (isBeginning(line)) {
            return sectionOfReport(line, start);
        }
        if (kind == SectionKind.AFTER) {
            return null;
        }
        boolean isInHeader = kind == SectionKind.HEADER;
        if ((isInHeader || kind == SectionKind.BEFORE) && line.peek() == '#') {
            return isInHeader || isHeader(line) ? SectionKind.HEADER : null;
        }
        boolean isInSlots = kind == SectionKind.STACK_SLOTS || kind == SectionKind.LOCK_STACK;
        if (isInSlots && isBehindBlank && line.startsWith(METHOD)) {
            return SectionKind.CODE;
        }
        SectionKind begun = Headings.find(line);
        if (begun == SectionKind.CODE && (kind == SectionKind.REGISTER_MAPPING || (isInSlots && !isBehindBlank))) {
            // What a register or a word of the stack points to.
            return null;
        }
        return begun != null && kind == SectionKind.BEFORE && !begun.isUnmistakable() ? null : begun;
    }

    /**
     * A line that begins a report: this one's, or another one's. What stands before it may be what standard output got, or
     * what somebody quoted of the report that follows.
     */
    private SectionKind sectionOfReport(Line line, long start) {
        if (hasBegun && (restarts == MAX_RESTARTS || isUnmistakable())) {
            otherReportAt = line.offset(line.from());
            return SectionKind.AFTER;
        }
        if (hasBegun || kind != SectionKind.HEADER) {
            restart(start);
        }
        hasBegun = true;
        return SectionKind.HEADER;
    }

    private boolean isUnmistakable() {
        for (SectionKind section : seen) {
            if (section.isUnmistakable()) {
                return true;
            }
        }
        return false;
    }

    /** Forgets all that was read: it stands before the report. */
    private void restart(long start) {
        restarts++;
        readers = new SectionReaders(cuts);
        sections.clear();
        seen.clear();
        errors.clear();
        ending = null;
        kind = SectionKind.BEFORE;
        sectionStart = 0;
        isInterrupted = false;
        close(start, false);
        sectionStart = start;
    }

    /** The first line of a header is a single {@code #}, unless it was cut off above. */
    private static boolean isHeader(Line line) {
        Line rest = line.part(line.from() + 1, line.to());
        return rest.isBlank()
                || line.startsWith(VERSION)
                || line.startsWith("#  SIG")
                || line.startsWith("#  Internal Error");
    }

    private void open(SectionKind opened, long start) {
        kind = opened;
        sectionStart = start;
        isInterrupted = false;
        seen.add(opened);
    }

    private void close(long end, boolean isCut) {
        if (end > sectionStart) {
            Section section = new Section(kind, new Span(sectionStart, end - sectionStart), isInterrupted, isCut);
            if (sections.size() < Limits.SECTIONS) {
                sections.add(section);
            } else {
                extendLast(end);
            }
        }
    }

    /** Beyond the limit the last section takes the rest, so that there are no gaps. */
    private void extendLast(long end) {
        int index = sections.size() - 1;
        Section last = sections.get(index);
        cuts.add("sections", Limits.SECTIONS, last.at().end());
        Span at = new Span(last.at().offset(), end - last.at().offset());
        sections.set(index, new Section(last.kind(), at, last.isInterrupted(), last.isCut()));
    }
}
