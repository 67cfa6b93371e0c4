// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * A region of the heap.
 *
 * @param number its number
 * @param bottom its first address
 * @param top address behind the last object
 * @param end address behind the region
 * @param type its type as printed, such as {@code O} for old
 * @param at the whole line
 */
public record HeapRegion(
        @Nullable Word number,
        Word bottom,
        @Nullable Word top,
        Word end,
        @Nullable Text type,
        Span at) {

    /**
     * Parses a line of G1's or Shenandoah's table; returns null if it is none.
     *
     * <pre>
     * |  10|0x00000000fca00000, 0x00000000fcaa4580, 0x00000000fcb00000| 64%| O|  |TAMS 0x00000000fca00000| Untracked
     * |    0|R  |O|BTE    82000000,     82040000,     82040000|TAMS     82000000|...
     * </pre>
     */
    static @Nullable HeapRegion parse(Line line) {
        int start = line.at();
        if (!line.skip("|")) {
            return null;
        }
        line.skipBlanks();
        final Word number = line.decimal();
        if (!line.skipPast("|")) {
            return null;
        }
        boolean isShenandoah = line.peek() != '0';
        Text type = isShenandoah ? column(line) : null;
        if (isShenandoah && !line.skipPast("|BTE ")) {
            return null;
        }
        Word bottom = address(line, isShenandoah);
        Word top = address(line, isShenandoah);
        Word end = address(line, isShenandoah);
        if (bottom == null || end == null) {
            return null;
        }
        if (!isShenandoah && line.skipPast("%|")) {
            type = column(line);
        }
        return new HeapRegion(number, bottom, top, end, type, line.span(start, line.to()));
    }

    private static @Nullable Word address(Line line, boolean isBare) {
        line.skipBlanks();
        Word address = isBare ? line.bareHex() : line.hex();
        line.skip(",");
        return address;
    }

    private static @Nullable Text column(Line line) {
        int end = line.indexOf("|", line.at());
        return line.textTo(end < 0 ? line.to() : end);
    }
}
