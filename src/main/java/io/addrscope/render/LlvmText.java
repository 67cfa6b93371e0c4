// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Printable;
import io.addrscope.model.Symbol;

/**
 * Writes functions and lines as llvm-symbolizer does, for scripts that read its output. No name adds a line of its own, nor speaks
 * to a terminal: what is not printable is escaped.
 *
 * <pre>
 * inner
 * /src/a.c:3:10
 * main
 * /src/a.c:9:3
 *
 * </pre>
 */
public final class LlvmText implements LocationFormat {

    @Override
    public void append(StringBuilder out, Location location) {
        Symbol symbol = location.symbol();
        if (location.frames().isEmpty()) {
            out.append(symbol == null ? "??" : Printable.text(symbol.name())).append("\n??:0:0\n");
        }
        for (Frame frame : location.frames()) {
            out.append(Printable.text(frame.function())).append('\n');
            out.append(frame.file() == null ? "??" : Printable.text(frame.file()))
                    .append(':');
            out.append(frame.line()).append(':').append(frame.column()).append('\n');
        }
        out.append('\n');
    }
}
