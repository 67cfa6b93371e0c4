// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.Printable;
import io.addrscope.render.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three streams of a run. What goes out is UTF-8 whatever the locale, since JSON has to be and paths mostly are.
 *
 * <p>For one thread.
 */
final class Console {

    private static final int BUFFER_CHARS = 32 * 1024;

    final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final StringBuilder buffer = new StringBuilder(1024);

    Console(InputStream in, OutputStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Returns where output collects; {@link #turnPage} sends it when there is much of it. */
    StringBuilder buffer() {
        return buffer;
    }

    /** Sends what has collected, if it is much. */
    void turnPage() {
        if (buffer.length() >= BUFFER_CHARS) {
            flush();
        }
    }

    /**
     * Sends what has collected.
     *
     * @throws ClosedPipeException if nobody reads it any more
     * @throws LostOutputException if it cannot be written, as to a full disk
     */
    void flush() {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        buffer.setLength(0);
        send(bytes);
    }

    /** Sends bytes that have not collected here, such as those of a stream that is copied; throws what {@link #flush} throws. */
    void send(byte[] bytes) {
        try {
            out.write(bytes, 0, bytes.length);
            out.flush();
        } catch (IOException e) {
            throw Terminal.isPipe(Terminal.OUT) ? new ClosedPipeException() : new LostOutputException(e);
        }
    }

    /** Prints a line for the user beside the output. */
    void complain(String message) {
        byte[] bytes = ("addrscope: " + Printable.text(message) + "\n").getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
        err.flush();
    }

    /** Prints text for the user that has no other place to go; line by line as it is. */
    void report(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
        err.flush();
    }

    /** Prints where a defect showed itself. */
    void trace(Throwable defect) {
        defect.printStackTrace(err);
    }

    /** Returns the page for text of fixed width, such as sentences. */
    Page page(String color) {
        return new Page(Terminal.columns(Terminal.STANDARD_COLUMNS), Terminal.wantsColor(color));
    }

    /** Returns the page for lists, which stay one line an entry where a program may read them. */
    Page listPage(String color) {
        boolean terminal = Terminal.isTerminal(Terminal.OUT);
        int otherwise = terminal ? Terminal.STANDARD_COLUMNS : Page.UNBOUNDED;
        return new Page(Terminal.columns(otherwise), Terminal.wantsColor(color));
    }
}
