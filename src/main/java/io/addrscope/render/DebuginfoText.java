// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.AltLink;
import io.addrscope.debuginfo.Attempt;
import io.addrscope.debuginfo.DebugContents;
import io.addrscope.debuginfo.DebugLink;
import io.addrscope.debuginfo.Depth;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.debuginfo.Outcome;
import io.addrscope.debuginfo.Place;
import io.addrscope.model.BuildId;
import io.addrscope.model.Printable;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes reports on libraries for people: a line for each, and then what there is to know of one.
 *
 * <p>Not safe for use by several threads.
 */
public final class DebuginfoText {

    /** Columns of the longest word for a depth, and some room. */
    private static final int DEPTH_COLUMNS = 9;

    private final Page page;

    /** Text for {@code page}. */
    public DebuginfoText(Page page) {
        this.page = page;
    }

    /** Appends the line of a library: how much can be said of its addresses, and its path. */
    public void appendLine(StringBuilder out, LibraryReport report) {
        Depth depth = report.depth();
        int begin = out.length();
        ink(out, depth == Depth.LINES ? Ink.PLAIN : Ink.PROBLEM, depth.toString());
        int visible = depth.toString().length();
        for (int i = visible; i < DEPTH_COLUMNS; i++) {
            out.append(' ');
        }
        ink(out, Ink.NAME, report.path().printable());
        if (out.length() > begin && !report.reasons().isEmpty()) {
            out.append("  (")
                    .append(report.reasons()
                            .get(0)
                            .code()
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' '))
                    .append(')');
        }
        out.append('\n');
    }

    /**
     * Appends what there is to know of a library.
     *
     * @param all whether to list the places by customary names, too, at which nothing was found
     * @param advice how to get what is missing; null if that is said elsewhere
     */
    public void append(StringBuilder out, LibraryReport report, boolean all, @Nullable Advice advice) {
        Block block = new Block(out, page);
        block.headline(report.path().printable());
        block.end();
        BuildId buildId = report.buildId();
        line(block, "build ID", buildId == null ? "none" : buildId.toString());
        for (Reason reason : report.reasons()) {
            problem(block, "note", reason.detail());
        }
        DebugContents contents = report.contents();
        if (contents != null) {
            block.label("has");
            block.sentence(describe(contents), Ink.PLAIN);
            block.end();
            links(block, contents);
        }
        attempts(block, report.attempts(), all);
        found(block, "found", report.debugFile());
        found(block, "and", report.sharedFile());
        advice(block, advice);
    }

    /** Appends how to get what many libraries miss: each command on a line of its own, with how many it is for. */
    public void appendAdvice(StringBuilder out, Map<Advice, Integer> shared) {
        out.append("to get what is missing:\n");
        for (Map.Entry<Advice, Integer> entry : shared.entrySet()) {
            Advice advice = entry.getKey();
            out.append("  ");
            ink(out, Ink.ADDRESS, Printable.text(String.valueOf(advice.command())));
            out.append("   # ").append(entry.getValue()).append(entry.getValue() == 1 ? " library" : " libraries");
            out.append('\n');
            for (String note : advice.notes()) {
                Block block = new Block(out, page);
                block.label("note");
                block.sentence(Printable.text(note), Ink.PLAIN);
                block.end();
            }
        }
    }

    private static void links(Block block, DebugContents contents) {
        DebugLink link = contents.debugLink();
        if (link != null) {
            line(block, "debug link", link.name().printable());
        }
        AltLink alt = contents.altLink();
        if (alt != null) {
            line(block, "shares", alt.path().printable());
        }
        if (contents.fault() != null) {
            problem(block, "note", contents.fault());
        }
    }

    private static void attempts(Block block, List<Attempt> attempts, boolean all) {
        List<String> absent = new ArrayList<>();
        int customs = 0;
        for (Attempt attempt : attempts) {
            if (attempt.outcome() == Outcome.ABSENT) {
                if (attempt.place() == Place.CUSTOM && !all) {
                    customs++;
                } else {
                    String whose = attempt.place() == Place.HOST ? " (" + Place.HOST + ")" : "";
                    absent.add(attempt.where() + whose);
                }
            }
        }
        if (!absent.isEmpty() || customs > 0) {
            block.label("nothing at");
            for (int i = 0; i < absent.size(); i++) {
                if (i > 0) {
                    block.newLine();
                }
                block.piece(absent.get(i), Ink.PLAIN);
            }
            if (customs > 0) {
                if (!absent.isEmpty()) {
                    block.newLine();
                }
                block.sentence(
                        "nor under " + customs + (customs == 1 ? " customary name" : " customary names"), Ink.PLAIN);
            }
            block.end();
        }
        for (Attempt attempt : attempts) {
            if (attempt.outcome() != Outcome.ABSENT && attempt.outcome() != Outcome.FOUND) {
                block.label("looked at");
                block.piece(attempt.where() + ":", Ink.PLAIN);
                block.gap(1);
                String detail = attempt.detail().isEmpty() ? "" : ": " + attempt.detail();
                block.sentence(Printable.text(attempt.outcome() + detail), Ink.PROBLEM);
                block.end();
            }
        }
    }

    private static void found(Block block, String label, LibraryReport.@Nullable Found found) {
        if (found == null) {
            return;
        }
        block.label(label);
        block.piece(found.path().printable(), Ink.NAME);
        block.gap(1);
        block.sentence("(" + found.place() + ")", Ink.PLAIN);
        block.newLine();
        block.sentence(describe(found.contents()), Ink.PLAIN);
        block.end();
    }

    private static void advice(Block block, @Nullable Advice advice) {
        if (advice == null) {
            return;
        }
        String command = advice.command();
        if (command != null) {
            block.label("to get it");
            // Whoever copies it wants it whole.
            block.piece(Printable.text(command), Ink.ADDRESS);
            block.end();
        }
        for (String note : advice.notes()) {
            block.label("note");
            block.sentence(Printable.text(note), Ink.PLAIN);
            block.end();
        }
    }

    private static String describe(DebugContents contents) {
        StringBuilder out = new StringBuilder();
        if (contents.debugInfo() || contents.debugLine()) {
            out.append("DWARF");
            if (contents.dwarfVersion() > 0) {
                out.append(' ').append(contents.dwarfVersion());
            }
            if (contents.compressed()) {
                out.append(", compressed");
            }
            if (!contents.debugLine()) {
                out.append(", without lines");
            } else if (!contents.debugInfo()) {
                out.append(", lines only");
            }
        } else {
            out.append("no DWARF");
        }
        count(out, contents.symbols(), ".symtab");
        count(out, contents.dynamicSymbols(), ".dynsym");
        if (contents.miniDebugInfo()) {
            out.append("; .gnu_debugdata");
        }
        if (contents.symbols() == 0 && contents.dynamicSymbols() == 0 && !contents.miniDebugInfo()) {
            out.append("; no symbols");
        }
        return out.toString();
    }

    private static void count(StringBuilder out, long symbols, String table) {
        if (symbols > 0) {
            out.append("; ")
                    .append(table)
                    .append(" of ")
                    .append(String.format(Locale.ROOT, "%,d", symbols))
                    .append(symbols == 1 ? " symbol" : " symbols");
        }
    }

    private static void line(Block block, String label, String value) {
        block.label(label);
        block.piece(value, Ink.PLAIN);
        block.end();
    }

    private static void problem(Block block, String label, String sentence) {
        block.label(label);
        block.sentence(Printable.text(sentence), Ink.PROBLEM);
        block.end();
    }

    private void ink(StringBuilder out, Ink ink, String text) {
        if (page.color() && ink != Ink.PLAIN) {
            out.append(ink.begin).append(text).append(Ink.END);
        } else {
            out.append(text);
        }
    }
}
