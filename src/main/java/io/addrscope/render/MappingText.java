// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Address;
import io.addrscope.model.ByteSize;
import io.addrscope.model.Mapping;

/**
 * Writes mappings for people: range, permissions, size, file offset, and what it is.
 *
 * <p>What a mapping is stands last, and on a line of its own if the page has no room for it.
 */
public final class MappingText {

    private static final int RANGE_COLUMNS = 29;
    private static final int SIZE_COLUMNS = 8;
    private static final int OFFSET_COLUMNS = 9;
    private static final String CONTINUATION = "    ";

    private final Page page;

    /** Text for {@code page}. */
    public MappingText(Page page) {
        this.page = page;
    }

    /** Appends the line of {@code mapping}, or two, each with its line end. */
    public void append(StringBuilder out, Mapping mapping) {
        int begin = out.length();
        out.append(Description.range(mapping));
        pad(out, begin + RANGE_COLUMNS);
        out.append("  ").append(mapping.permissions()).append("  ");
        appendRight(out, ByteSize.format(mapping.size()), SIZE_COLUMNS);
        out.append("  ");
        int offset = out.length();
        if (mapping.isFileBacked()) {
            out.append(Address.format(mapping.offset()));
        }
        pad(out, offset + OFFSET_COLUMNS);
        String what = Description.of(mapping);
        if (out.length() - begin + 2L + what.length() > page.width()) {
            while (out.charAt(out.length() - 1) == ' ') {
                out.setLength(out.length() - 1);
            }
            out.append('\n').append(CONTINUATION);
        } else {
            out.append("  ");
        }
        if (page.color()) {
            out.append(Ink.NAME.begin).append(what).append(Ink.END);
        } else {
            out.append(what);
        }
        out.append('\n');
    }

    /** Appends {@code text} at the right of a column. */
    static void appendRight(StringBuilder out, String text, int columns) {
        for (int i = text.length(); i < columns; i++) {
            out.append(' ');
        }
        out.append(text);
    }

    private static void pad(StringBuilder out, int length) {
        while (out.length() < length) {
            out.append(' ');
        }
    }
}
