// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Landmark.Kind;
import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Finds memory that was made inaccessible on purpose in the log of such events, of which HotSpot keeps the last ones.
 *
 * <pre>
 * Event: 0.025 Protecting memory [0x0000786a7832f000,0x0000786a78333000] with protection modes 0
 * </pre>
 */
final class ProtectedMemory {

    private static final String BEGINNING = "Protecting memory ";
    private static final String MODES = " with protection modes ";

    private record Area(long start, long end, Span evidence) {

        boolean overlaps(Area other) {
            return Address.isBelow(start, other.end) && Address.isBelow(other.start, end);
        }
    }

    private ProtectedMemory() {}

    /** Adds what is still protected at the end of the log. */
    static void addTo(Ranges ranges, EventRing log, ThreadTable threads) {
        List<Area> areas = new ArrayList<>();
        List<Event> events = log.events();
        // HotSpot keeps some twenty.
        for (Event event : events.subList(Math.max(0, events.size() - Limits.LANDMARKS), events.size())) {
            Text text = event.text();
            if (text == null) {
                continue;
            }
            byte[] bytes = text.bytes();
            Line line = new Line(bytes, 0, bytes.length, text.at().offset(), text.isCut());
            if (!line.skip(BEGINNING)) {
                continue;
            }
            List<Word> bounds = Ranges.bounds(line);
            Word modes = line.skipPast(MODES) ? line.decimal() : null;
            if (bounds.size() != 2 || modes == null) {
                continue;
            }
            Area area = new Area(bounds.get(0).value(), bounds.get(1).value(), event.at());
            removeOverlapping(areas, area);
            if (modes.value() == 0) {
                areas.add(area);
            }
        }
        for (Area area : areas) {
            ThreadInfo thread = threads.ofStack(area.start);
            Text name = thread == null ? null : thread.name();
            ranges.add(
                    thread == null ? Kind.PROTECTED : Kind.GUARD,
                    area.start,
                    area.end,
                    name == null ? null : name.text(),
                    area.evidence);
        }
    }

    private static void removeOverlapping(List<Area> areas, Area later) {
        for (Iterator<Area> earlier = areas.iterator(); earlier.hasNext(); ) {
            if (earlier.next().overlaps(later)) {
                earlier.remove();
            }
        }
    }
}
