// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Printable;
import io.addrscope.model.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes functions and lines as {@code addr2line -Cfipa} of binutils does, or {@code -Cfpa}, for scripts that read its output. No name adds a line
 * of its own, nor speaks to a terminal: what is not printable is escaped.
 *
 * <pre>
 * 0x0000000000001139: inner at /src/a.c:3
 *  (inlined by) main at /src/a.c:9
 * </pre>
 */
public final class Addr2lineText implements LocationFormat {

    private static final String HEX = "0123456789abcdef";

    private final int addressDigits;
    private final boolean inlines;

    /**
     * @param is64Bit whether addresses have 64 bits: shorter ones are written with fewer digits
     * @param inlines whether all functions are written, or the innermost alone
     */
    public Addr2lineText(boolean is64Bit, boolean inlines) {
        this.addressDigits = is64Bit ? 16 : 8;
        this.inlines = inlines;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        out.append("0x");
        for (int digit = addressDigits - 1; digit >= 0; digit--) {
            out.append(HEX.charAt((int) (location.address() >>> (4 * digit)) & 0xf));
        }
        out.append(": ");
        List<Frame> frames = location.frames();
        if (frames.isEmpty()) {
            append(out, location.symbol());
            return;
        }
        int count = inlines ? frames.size() : 1;
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : " (inlined by) ");
            // Each is said to be in the block that the innermost is in.
            append(out, frames.get(i), frames.get(0).discriminator());
        }
    }

    private static void append(StringBuilder out, Frame frame, int discriminator) {
        String function = frame.unscopedFunction();
        out.append(function == null ? "??" : Printable.text(function));
        out.append(" at ").append(frame.file() == null ? "??" : Printable.text(frame.file()));
        if (frame.line() == 0) {
            out.append(":?");
        } else {
            out.append(':').append(frame.line());
            if (discriminator != 0) {
                out.append(" (discriminator ").append(discriminator).append(')');
            }
        }
        out.append('\n');
    }

    /** Variables are none of its business. What is local to no file has one without a name. */
    private static void append(StringBuilder out, @Nullable Symbol symbol) {
        if (symbol == null || symbol.kind().equals("variable")) {
            out.append("?? ??:0\n");
            return;
        }
        String file = symbol.sourceFile();
        out.append(Printable.text(symbol.name())).append(" at ");
        out.append(file == null ? "??" : Printable.text(file)).append(":?\n");
    }
}
