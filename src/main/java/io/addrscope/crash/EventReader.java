// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the logs of events. */
final class EventReader implements SectionReader {

    /** HotSpot has some 15. */
    private static final int MAX_RINGS = 256;

    private final Cuts cuts;
    private final KeptLines lines = new KeptLines("events");
    private final List<EventRing> rings = new ArrayList<>();
    private @Nullable EventRing open;

    EventReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (!isFirst) {
            if (open != null) {
                open.add(line, cuts);
            }
            return;
        }
        int bracket = line.lastIndexOf(" (", line.at());
        Text name = line.textTo(bracket < 0 ? line.to() : bracket);
        line.skip(" (");
        Word declared = line.decimal();
        open = new EventRing(name, declared, lines);
        cuts.keep(rings, open, MAX_RINGS, "logs of events", line.offset(line.from()));
    }

    List<EventRing> rings() {
        return List.copyOf(rings);
    }
}
