// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Description.LibraryPlace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what registers and words of the stack hold (os.cpp {@code print_location}).
 *
 * <pre>
 * RSI=0x0000786a9538d698 is pointing into the stack for thread: 0x00007f8824051790
 * R8 =0x0000786a98efa578: &lt;offset 0x0000000000005578> in /lib64/ld-linux-x86-64.so.2 at 0x0000786a98ef5000
 * stack at sp + 3 slots: 0x0000786a98f2da08: _rtld_global+0x0000000000000a08 in /lib64/ld.so at 0x0000786a98ef5000
 * </pre>
 *
 * <p>Objects and generated code take more lines, which belong to the description before them.
 */
final class DescriptionReader implements SectionReader {

    private static final String SLOT = "stack at sp + ";
    private static final String IN = " in ";
    private static final String AT = " at 0x";
    private static final int MAX_NAME_BYTES = 8;

    private final Cuts cuts;
    private final List<Description> registers = new ArrayList<>();
    private final List<Description> slots = new ArrayList<>();
    private @Nullable Description open;

    /** Offset behind the last line of the open description that is not blank. */
    private long openEnd;

    DescriptionReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (isFirst) {
            close();
            return;
        }
        Description begun = line.startsWith(SLOT) ? slot(line) : register(line);
        if (begun != null) {
            close();
            open = begun;
            openEnd = begun.at().end();
        } else if (open != null && line.length() > 0) {
            openEnd = line.span().end();
        }
    }

    private void close() {
        Description done = open;
        if (done == null) {
            return;
        }
        open = null;
        Span at = new Span(done.at().offset(), openEnd - done.at().offset());
        cuts.keep(
                done.slot() == null ? registers : slots,
                new Description(done.register(), done.slot(), done.value(), done.text(), done.library(), at),
                Limits.REGISTERS,
                "descriptions of registers and stack",
                at.offset());
    }

    private static @Nullable Description slot(Line line) {
        line.skip(SLOT);
        Word number = line.decimal();
        if (number == null || !line.skip(" slots:")) {
            return null;
        }
        return describe(line, null, number);
    }

    /** A register's name is short and fills its column; what describes objects is indented or is no name. */
    private static @Nullable Description register(Line line) {
        int equals = line.indexOf("=", line.at());
        int nameStart = line.at();
        while (line.byteAt(nameStart) == ' ') {
            nameStart++;
        }
        if (equals <= nameStart || equals - nameStart > MAX_NAME_BYTES) {
            return null;
        }
        int nameEnd = equals;
        while (line.byteAt(nameEnd - 1) == ' ') {
            nameEnd--;
        }
        for (int i = nameStart; i < nameEnd; i++) {
            int b = line.byteAt(i);
            boolean isLetter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
            if (!isLetter && (i == nameStart || b < '0' || b > '9')) {
                return null;
            }
        }
        line.moveTo(nameStart);
        Text name = line.textTo(nameEnd);
        line.moveTo(equals + 1);
        return describe(line, name, null);
    }

    private static Description describe(Line line, @Nullable Text register, @Nullable Word slot) {
        line.skipBlanks();
        int start = line.at();
        Word value = line.number();
        LibraryPlace library = value != null && line.skip(": ") ? library(line) : null;
        line.moveTo(start);
        return new Description(register, slot, value, line.rest(), library, line.span());
    }

    private static @Nullable LibraryPlace library(Line line) {
        int at = line.lastIndexOf(AT, line.at());
        int in = line.indexOf(IN, line.at());
        if (at < 0 || in < 0 || in + IN.length() >= at) {
            return null;
        }
        int symbolEnd = line.part(line.at(), in).lastIndexOf("+", line.at());
        Text symbol = symbolEnd < 0 ? null : line.textTo(symbolEnd);
        line.moveTo(in + IN.length());
        Text path = line.textTo(at);
        line.moveTo(at + " at ".length());
        Word base = line.hex();
        return path == null || base == null ? null : new LibraryPlace(symbol, path, base);
    }

    List<Description> registers() {
        close();
        return List.copyOf(registers);
    }

    List<Description> slots() {
        close();
        return List.copyOf(slots);
    }
}
