// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Cut;
import io.addrscope.crash.FrameAddress;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.MappingSection;
import io.addrscope.crash.Platform;
import io.addrscope.crash.SecondaryError;
import io.addrscope.crash.SectionKind;
import io.addrscope.crash.Structure;
import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What is missing of a report, or wrong with it, in sentences. */
final class Notes {

    private static final int MAX_ERRORS = 3;

    private final List<String> notes = new ArrayList<>();

    private Notes() {}

    /** Returns the notes on a report and its stack. */
    static List<String> of(HsErrReport report, List<ExplainedFrame> stack) {
        Notes notes = new Notes();
        notes.addEnding(report.structure());
        notes.addMappings(report);
        notes.addErrors(report.structure());
        notes.addFrames(report, stack);
        for (Cut cut : report.structure().cuts()) {
            notes.notes.add("the report has more than " + cut.limit() + " " + cut.what() + "; those from its byte "
                    + cut.at() + " on were not kept");
        }
        if (report.structure().otherReportAt() >= 0) {
            notes.notes.add("another report begins at byte "
                    + report.structure().otherReportAt() + " of the file; it was not read");
        }
        return notes.notes;
    }

    private void addEnding(Structure structure) {
        switch (structure.ending()) {
            case CUT ->
                notes.add("the report ends in the middle, after " + structure.size() + " bytes" + missing(structure));
            case GIVEN_UP -> notes.add("HotSpot gave up writing the report" + missing(structure));
            case END_MARK, ELAPSED_TIME -> {
                if (!structure.missing().isEmpty()) {
                    notes.add("the report is not whole" + missing(structure));
                }
            }
        }
    }

    private static String missing(Structure structure) {
        if (structure.missing().isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (SectionKind kind : structure.missing()) {
            names.add(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return ": it lacks " + String.join(", ", names);
    }

    private void addMappings(HsErrReport report) {
        MappingSection mappings = report.process().mappings();
        Platform.Family family = report.platform().family();
        switch (mappings.format()) {
            case LINUX -> {
                if (mappings.isCut()) {
                    notes.add("the list of mappings is not whole; what lies behind it is not known");
                }
            }
            case NONE -> notes.add("the report has no list of mappings, so most addresses cannot be told");
            case WINDOWS, BASES, OTHER ->
                notes.add("the report is of another system (" + family.name().toLowerCase(Locale.ROOT)
                        + "), whose libraries are not looked into");
        }
    }

    private void addErrors(Structure structure) {
        int count = 0;
        for (SecondaryError error : structure.errors()) {
            if (count++ < MAX_ERRORS) {
                notes.add("while HotSpot wrote the report, "
                        + switch (error.kind()) {
                            case ERROR -> "a second error happened";
                            case TIMEOUT -> "a step took too long";
                            case NOT_TRIED_AGAIN -> "a step was given up";
                            case GLOBAL_TIMEOUT -> "all of it took too long";
                            case TOO_MANY -> "too many errors happened";
                            case OTHER_THREAD -> "another thread failed, too";
                        }
                        + (error.step() == null ? "" : " (" + error.step().printable() + ")"));
            }
        }
        if (count > MAX_ERRORS) {
            notes.add("and " + (count - MAX_ERRORS) + " more errors");
        }
    }

    /** The program counter and the problematic frame need not belong together. */
    private void addFrames(HsErrReport report, List<ExplainedFrame> stack) {
        OptionalLong pc = Scene.pcOf(report);
        if (pc.isPresent() && !stack.isEmpty() && stack.get(0).printed() == null && stack.size() > 1) {
            notes.add("the problematic frame that HotSpot prints is not where the program counter, "
                    + Address.format(pc.getAsLong()) + ", was, but its caller");
        }
        int unknown = 0;
        for (ExplainedFrame frame : stack) {
            FrameAddress address = frame.address();
            if (address != null && address.basis() == FrameAddress.Basis.SEVERAL_LIBRARIES) {
                unknown++;
            }
        }
        if (unknown > 0) {
            notes.add(unknown + (unknown == 1 ? " frame is" : " frames are")
                    + " in a library of whose name there are several: which one is not printed");
        }
    }
}
