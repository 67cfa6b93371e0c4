// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * An event of one of HotSpot's logs.
 *
 * @param time when it happened
 * @param thread address of HotSpot's object for the thread
 * @param id number of the event, or of the compilation that it is about, where the line begins with it
 * @param text what happened; of an event of several lines, the first
 * @param at the event with all its lines
 */
public record Event(
        @Nullable Seconds time,
        @Nullable Word thread,
        @Nullable Word id,
        @Nullable Text text,
        Span at) {

    static final String BEGINNING = "Event:";

    /**
     * Parses a line.
     *
     * <pre>
     * Event: 251.785 Thread 0x0000786a900dc420 nmethod 1924 0x0000786a8038ac90 code [0x..., 0x...]
     * Event: 251.788 Thread 0x0000786a900dc420 1929       4       java.util.List::get (5 bytes)
     * Event: 0.025 Protecting memory [0x0000786a7832f000,0x0000786a78333000] with protection modes 0
     * </pre>
     */
    static Event parse(Line line, long end) {
        final long offset = line.offset(line.at());
        line.skip(BEGINNING);
        line.skipBlanks();
        Seconds time = line.seconds();
        line.skipBlanks();
        Word thread = null;
        int start = line.at();
        if (line.skip("Thread ")) {
            thread = line.hex();
            if (thread == null) {
                line.moveTo(start);
            }
        }
        line.skipBlanks();
        start = line.at();
        line.skip("nmethod ");
        Word id = line.decimal();
        line.moveTo(start);
        return new Event(time, thread, id, line.rest(), new Span(offset, end - offset));
    }
}
