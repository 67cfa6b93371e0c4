// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The units that were used last, by their offsets, as many as there is room for. Safe for any number of threads. */
final class UnitCache {

    private final Map<Long, CompactUnit> units = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized @Nullable CompactUnit get(long offset) {
        return units.get(offset);
    }

    /** Keeps a unit if it fits at all, and no other one of the offset; those that were not used for longest go. */
    synchronized void put(long offset, CompactUnit unit, long room) {
        CompactUnit before = units.remove(offset);
        bytes -= before == null ? 0 : before.bytes();
        long size = unit.bytes();
        if (size > room) {
            return;
        }
        units.put(offset, unit);
        bytes += size;
        Iterator<CompactUnit> oldest = units.values().iterator();
        while (bytes > room && oldest.hasNext()) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    /** Returns about how many bytes are kept. */
    synchronized long bytes() {
        return bytes;
    }
}
