// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.HexDump.HexLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads dumps of memory (os.cpp {@code print_hex_dump}); units are of one to eight bytes, and letters may follow.
 *
 * <pre>
 * Top of Stack: (sp=0x0000786a9538d698)
 * 0x0000786a9538d698:   0000786a98ef60f2 0000000000000000   .`..jx..........
 * Instructions: (pc=0x00007fa39579dfa1)
 * =>0x00007fa39579dfa1:   30 ff ff ff 0f 1f 00 31 d2 be 01 00 00 00 48 89
 * </pre>
 */
final class HexDumpReader implements SectionReader {

    private static final int MAX_UNITS = 64;
    private static final int MAX_DIGITS = 16;

    private final Cuts cuts;
    private final List<HexLine> lines = new ArrayList<>();
    private @Nullable Word around;

    HexDumpReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (isFirst) {
            around = line.skipPast("=") ? line.hex() : null;
            return;
        }
        int start = line.at();
        line.skipBlanks();
        boolean isMarked = line.skip("=>");
        line.skipBlanks();
        if (!isMarked) {
            start = line.at();
        }
        Word address = line.hex();
        if (address == null || !line.skip(":")) {
            return;
        }
        line.skipBlanks();
        List<Word> units = units(line);
        if (!units.isEmpty()) {
            int unitBytes = (int) units.get(0).at().length() / 2;
            Span at = new Span(
                    line.offset(start), units.get(units.size() - 1).at().end() - line.offset(start));
            HexLine read = new HexLine(address, unitBytes, units, isMarked, at);
            cuts.keep(lines, read, Limits.DUMP_LINES, "lines of a dump", at.offset());
        }
    }

    /** Units are as wide as the first; more than one blank behind them begins the letters. */
    private static List<Word> units(Line line) {
        List<Word> units = new ArrayList<>();
        long width = 0;
        while (units.size() < MAX_UNITS) {
            Word unit = line.bareHex();
            boolean isWhole = line.isAtEnd() || line.peek() == ' ';
            if (unit == null || !isWhole || (width != 0 && unit.at().length() != width)) {
                break;
            }
            width = unit.at().length();
            if (width > MAX_DIGITS || Long.bitCount(width) != 1 || width < 2) {
                break;
            }
            units.add(unit);
            if (!line.skip(" ") || line.peek() == ' ') {
                break;
            }
        }
        return List.copyOf(units);
    }

    HexDump dump() {
        return new HexDump(around, List.copyOf(lines));
    }
}
