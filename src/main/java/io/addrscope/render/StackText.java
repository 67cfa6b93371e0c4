// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.crash.PrintedFrame;
import io.addrscope.crash.explain.ExplainedFrame;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.model.Address;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Printable;
import io.addrscope.model.Usage;
import org.jspecify.annotations.Nullable;

/** Writes the stack of a crash: a line for each function, those that were inlined before the one that they are in. */
final class StackText {

    /** Columns for the number of a frame. */
    private static final int NUMBER_COLUMNS = 3;

    /** Behind the number and the letter. */
    private static final int FUNCTION_COLUMN = 9;

    /** Marks names that the report gives, and nothing confirms. */
    private static final String REPORTED = " (reported)";

    /** Marks those that the report may have from another file. */
    private static final String DOUBTFUL = " (reported, but its file was deleted or replaced)";

    private final Page page;

    StackText(Page page) {
        this.page = page;
    }

    void append(StringBuilder out, Explanation explanation) {
        if (explanation.stack().isEmpty()) {
            return;
        }
        out.append("stack\n");
        int number = 0;
        for (ExplainedFrame frame : explanation.stack()) {
            append(new Block(out, page, FUNCTION_COLUMN), number++, frame);
        }
        if (explanation.hasMoreFrames()) {
            out.append("  and more, which the report leaves out\n");
        }
    }

    private static void append(Block block, int number, ExplainedFrame frame) {
        String digits = Integer.toString(number);
        block.label(
                " ".repeat(Math.max(0, NUMBER_COLUMNS - digits.length())) + digits + "  " + letter(frame.printed()));
        Location location = frame.location();
        if (location == null || location.frames().isEmpty()) {
            block.piece(name(frame), Ink.NAME);
            compiler(block, frame.printed());
            module(block, frame);
            block.end();
            return;
        }
        int last = location.frames().size() - 1;
        for (int i = 0; i <= last; i++) {
            if (i > 0) {
                block.label("");
            }
            function(block, location.frames().get(i));
            if (i == last) {
                module(block, frame);
            }
            block.end();
        }
    }

    /** The letter that HotSpot prints. */
    private static String letter(@Nullable PrintedFrame printed) {
        if (printed == null) {
            return "";
        }
        return switch (printed.kind()) {
            case NATIVE -> "C";
            case VM -> "V";
            case COMPILED -> "J";
            case INTERPRETED -> "j";
            case AHEAD_OF_TIME -> "A";
            case STUB -> "v";
        };
    }

    private static void function(Block block, Frame function) {
        block.piece(function.function() == null ? "unknown function" : Printable.text(function.function()), Ink.NAME);
        if (function.file() != null) {
            block.gap(1);
            block.piece(
                    "at " + Printable.text(function.file()) + (function.line() > 0 ? ":" + function.line() : ""),
                    Ink.PLAIN);
        }
        if (function.inlined()) {
            block.gap(1);
            block.piece("(inlined)", Ink.LABEL);
        }
    }

    /** The name of a function without lines; that which the report prints, where we have none. */
    private static String name(ExplainedFrame frame) {
        String method = frame.javaMethod();
        if (method != null) {
            return Printable.text(method);
        }
        Location location = frame.location();
        if (location != null && location.symbol() != null) {
            return Printable.text(location.symbol().name()) + "+"
                    + Address.format(location.symbol().offset());
        }
        PrintedFrame printed = frame.printed();
        if (printed != null && printed.symbol() != null) {
            String offset = printed.symbolOffset() == null ? "" : "+" + printed.symbolOffset();
            return printed.symbol().printable() + offset + (frame.isFileDeleted() ? DOUBTFUL : REPORTED);
        }
        return frame.frame().pc().isPresent()
                ? Address.format(frame.frame().pc().getAsLong())
                : "an address that the report does not tell";
    }

    private static void compiler(Block block, @Nullable PrintedFrame printed) {
        if (printed != null && printed.java() != null && printed.java().compiler() != null) {
            block.gap(1);
            block.piece("(compiled by " + printed.java().compiler().printable() + ")", Ink.LABEL);
        }
    }

    private static void module(Block block, ExplainedFrame frame) {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        PrintedFrame printed = frame.printed();
        String module = "";
        if (location != null && mapping != null && mapping.isFileBacked()) {
            module = PlaceText.file(mapping)
                    + (location.elfAddress().isPresent()
                            ? " " + Address.format(location.elfAddress().getAsLong())
                            : "")
                    + PlaceText.mark(location);
        } else if (!frame.isJava() && location != null) {
            Usage usage = location.usage();
            module = mapping == null && usage == null ? "not mapped" : PlaceText.of(location);
        } else if (printed != null && printed.module() != null) {
            module =
                    printed.module().name().printable() + "+" + printed.module().offset();
        }
        if (!module.isEmpty()) {
            block.gap(2);
            block.piece("[" + module + "]", Ink.LABEL);
        }
    }
}
