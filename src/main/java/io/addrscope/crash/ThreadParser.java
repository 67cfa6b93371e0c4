// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * Parses threads (thread.cpp {@code print_on_error}).
 *
 * <pre>
 * Current thread (0xADDRESS):  JavaThread "main"   daemon [_thread_in_vm, id=9, stack(0xLOW,0xHIGH) (1024K)]
 * =>0xADDRESS JavaThread "main" [_thread_in_native, id=65196, stack(0xLOW,0xHIGH)]
 *   0xADDRESS VMThread "VM Thread" [stack: 0xLOW,0xHIGH] [id=2308]
 *   0xADDRESS ConcurrentGCThread "G1 Service"   terminated
 * </pre>
 *
 * <p>A name may hold quotation marks and brackets, but nothing behind it does: the last mark ends it.
 */
final class ThreadParser {

    private static final String CURRENT = "Current thread (";

    private ThreadParser() {}

    /** Parses a line of one of the two kinds; returns null if it is no thread. */
    static @Nullable ThreadInfo parse(Line line) {
        int start = line.at();
        boolean isCurrent = line.skip(CURRENT);
        if (!isCurrent) {
            line.skipBlanks();
            isCurrent = line.skip("=>");
            line.skipBlanks();
        }
        Word address = line.hex();
        if (address == null) {
            return null;
        }
        line.skip("):");
        line.skipBlanks();
        line.skip("(exited) ");
        int typeStart = line.at();
        int quote = line.indexOf("\"", typeStart);
        int bracket = line.indexOf("[", typeStart);
        Text name = null;
        Text type;
        if (quote >= 0 && (bracket < 0 || quote < bracket)) {
            type = line.textTo(quote);
            int nameEnd = line.lastIndexOf("\"", quote + 1);
            boolean isOpen = nameEnd < 0;
            name = line.text(quote + 1, isOpen ? line.to() : nameEnd);
            line.moveTo(isOpen ? line.to() : nameEnd + 1);
        } else {
            type = line.textTo(bracket < 0 ? line.to() : bracket);
        }
        line.skipBlanks();
        boolean isDaemon = line.skip("daemon");
        line.skipBlanks();
        return details(line, start, address, type, name, isDaemon, isCurrent);
    }

    private static ThreadInfo details(
            Line line,
            int start,
            Word address,
            @Nullable Text type,
            @Nullable Text name,
            boolean isDaemon,
            boolean isCurrent) {
        Text state = null;
        if (line.startsWith("[_")) {
            line.skip("[");
            int end = line.indexOf(",", line.at());
            state = line.textTo(end < 0 ? line.to() : end);
        } else if (line.peek() != '[') {
            state = line.token();
        }
        int behindState = line.at();
        Word id = line.skipPast("id=") ? line.decimal() : null;
        line.moveTo(behindState);
        Word low = null;
        Word high = null;
        if (line.skipPast("stack(") || line.skipPast("[stack: ")) {
            low = line.hex();
            high = line.skip(",") ? line.hex() : null;
        }
        return new ThreadInfo(
                address, type, name, isDaemon, state, id, low, high, isCurrent, line.span(start, line.to()));
    }
}
