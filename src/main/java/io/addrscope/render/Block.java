// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

/** Lines of labelled values: each value begins in the same column, and goes on there when the page is too narrow. */
final class Block {

    private static final int LABEL_COLUMN = 2;
    private static final int STANDARD_VALUE_COLUMN = 16;

    private final StringBuilder out;
    private final Page page;
    private final int valueColumn;
    private int column;
    private int indent;

    /** Blanks that come before the next piece if it stays on this line, and not at all if it does not. */
    private int gap;

    Block(StringBuilder out, Page page) {
        this(out, page, STANDARD_VALUE_COLUMN);
    }

    /** @param valueColumn the column in which values begin, counted from 0 */
    Block(StringBuilder out, Page page, int valueColumn) {
        this.out = out;
        this.page = page;
        this.valueColumn = valueColumn;
    }

    /** Begins the first line of a block, whose later lines begin in the column of labels. */
    void headline(String text) {
        column = 0;
        indent = LABEL_COLUMN;
        put(text, Ink.ADDRESS);
        gap(2);
    }

    /** Begins a paragraph of its own, whose lines all begin at the margin. */
    void paragraph(String text, Ink ink) {
        column = 0;
        indent = 0;
        sentence(text, ink);
    }

    /** Begins a line. */
    void label(String label) {
        column = 0;
        indent = valueColumn;
        spaces(LABEL_COLUMN);
        put(label, Ink.LABEL);
        gap(Math.max(1, valueColumn - column));
    }

    /** Leaves room before the next piece. */
    void gap(int blanks) {
        gap = blanks;
    }

    /** Adds what must stay in one piece, on a new line if this one has no room for it. */
    void piece(String text, Ink ink) {
        if (text.isEmpty()) {
            return;
        }
        if (column > indent && column + gap + text.length() > page.width()) {
            newLine();
        }
        spaces(gap);
        gap = 0;
        put(text, ink);
    }

    /** Adds a sentence, broken at blanks where the page ends. */
    void sentence(String text, Ink ink) {
        int from = 0;
        while (from < text.length()) {
            int blank = text.indexOf(' ', from);
            int end = blank < 0 ? text.length() : blank;
            piece(text.substring(from, end), ink);
            if (blank >= 0) {
                gap(1);
            }
            from = end + 1;
        }
    }

    /** Goes on in the next line, in the same column. */
    void newLine() {
        out.append('\n');
        column = 0;
        gap = 0;
        spaces(indent);
    }

    /** Ends the line. */
    void end() {
        out.append('\n');
        gap = 0;
    }

    private void put(String text, Ink ink) {
        if (page.color() && ink != Ink.PLAIN) {
            out.append(ink.begin).append(text).append(Ink.END);
        } else {
            out.append(text);
        }
        column += text.length();
    }

    private void spaces(int count) {
        for (int i = 0; i < count; i++) {
            out.append(' ');
        }
        column += count;
    }
}
