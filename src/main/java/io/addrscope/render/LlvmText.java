// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Printable;
import io.addrscope.model.Symbol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes functions and lines as llvm-symbolizer does, with its {@code --no-inlines} or without, for scripts that read its output. No name adds a line of its own, nor speaks
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

    private final boolean inlines;

    /** @param inlines whether all functions are written, or the outermost alone with the line of the innermost */
    public LlvmText(boolean inlines) {
        this.inlines = inlines;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        Symbol symbol = location.symbol();
        List<Frame> frames = location.frames();
        if (frames.isEmpty()) {
            out.append(symbol == null ? "??" : Printable.text(symbol.name())).append('\n');
            out.append(file(null, symbol)).append(":0:0\n");
        } else if (inlines) {
            int last = frames.size() - 1;
            for (int i = 0; i < last; i++) {
                append(out, frames.get(i).unscopedFunction(), frames.get(i), null);
            }
            append(out, outermost(frames, symbol), frames.get(last), symbol);
        } else {
            append(out, outermost(frames, symbol), frames.get(0), symbol);
        }
        out.append('\n');
    }

    /** The name in the image's own symbol table is preferred to that of the debug information: it tells clones apart. */
    private static @Nullable String outermost(List<Frame> frames, @Nullable Symbol symbol) {
        String function = frames.get(frames.size() - 1).unscopedFunction();
        return symbol == null || (symbol.debugFile() != null && symbol.version() == null && function != null)
                ? function
                : symbol.name();
    }

    /** @param symbol the symbol there if this is the outermost function; else null */
    private static void append(StringBuilder out, @Nullable String function, Frame frame, @Nullable Symbol symbol) {
        out.append(function == null ? "??" : Printable.text(function)).append('\n');
        out.append(file(frame.file(), symbol)).append(':');
        out.append(frame.line()).append(':').append(frame.column()).append('\n');
    }

    /** The image's own symbol table tells the file of what is local to it, where the debug information does not. */
    private static String file(@Nullable String file, @Nullable Symbol symbol) {
        if (file == null && symbol != null && symbol.debugFile() == null) {
            file = symbol.sourceFile();
        }
        return file == null || file.isEmpty() ? "??" : Printable.text(file);
    }
}
