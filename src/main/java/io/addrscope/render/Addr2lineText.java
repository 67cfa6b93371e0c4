// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Printable;
import io.addrscope.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Writes functions and lines as {@code addr2line -Cfipa} of binutils does, for scripts that read its output. No name adds a line
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

    /** @param is64Bit whether addresses have 64 bits: shorter ones are written with fewer digits */
    public Addr2lineText(boolean is64Bit) {
        this.addressDigits = is64Bit ? 16 : 8;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        out.append("0x");
        for (int digit = addressDigits - 1; digit >= 0; digit--) {
            out.append(HEX.charAt((int) (location.address() >>> (4 * digit)) & 0xf));
        }
        out.append(": ");
        if (location.frames().isEmpty()) {
            String function = function(location.symbol());
            out.append(function == null ? "?? ??:0" : function + " at ??:?").append('\n');
            return;
        }
        boolean inlining = false;
        for (Frame frame : location.frames()) {
            out.append(inlining ? " (inlined by) " : "");
            out.append(Printable.text(frame.function())).append(" at ");
            out.append(frame.file() == null ? "??" : Printable.text(frame.file()));
            out.append(':')
                    .append(frame.line() == 0 ? "?" : Integer.toString(frame.line()))
                    .append('\n');
            inlining = true;
        }
    }

    /** Variables are none of its business. */
    private static @Nullable String function(@Nullable Symbol symbol) {
        return symbol == null || symbol.kind().equals("variable") ? null : Printable.text(symbol.name());
    }
}
