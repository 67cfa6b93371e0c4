// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * One of HotSpot's logs of events, the oldest first: the last ones of their kind, parsed when they are asked for. Filled by
 * the parser; then immutable, and safe for any number of threads.
 */
public final class EventRing {

    private final @Nullable Text name;
    private final @Nullable Word declared;
    private final KeptLines lines;
    private final int first;
    private int end;

    /** Offset behind the last line of the last event. */
    private long endOffset;

    /** @param lines the lines of all rings, of which those from here on are this ring's */
    EventRing(@Nullable Text name, @Nullable Word declared, KeptLines lines) {
        this.name = name;
        this.declared = declared;
        this.lines = lines;
        this.first = lines.size();
        this.end = first;
    }

    /** Takes a line: one that begins an event, or one more of the event before. */
    void add(Line line, Cuts cuts) {
        if (line.startsWith(Event.BEGINNING)) {
            if (lines.add(line, cuts)) {
                end++;
                endOffset = line.span().end();
            }
        } else if (end > first && line.length() > 0) {
            endOffset = line.span().end();
        }
    }

    /** Returns the log's name, such as {@code Dll operation events}. */
    public @Nullable Text name() {
        return name;
    }

    /** Returns how many events the report says there are; an edited report may hold fewer. */
    public @Nullable Word declared() {
        return declared;
    }

    /** Returns the events. */
    public List<Event> events() {
        return new Events();
    }

    private final class Events extends AbstractList<Event> implements RandomAccess {

        @Override
        public Event get(int index) {
            if (index < 0 || index >= size()) {
                throw new IndexOutOfBoundsException(index);
            }
            int line = first + index;
            long eventEnd = line + 1 < end ? lines.offset(line + 1) : endOffset;
            return Event.parse(lines.line(line), eventEnd);
        }

        @Override
        public int size() {
            return end - first;
        }
    }
}
