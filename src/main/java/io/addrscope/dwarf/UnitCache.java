// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.cache.Keeper;
import io.addrscope.cache.Kept;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Units by their offsets, as many of those that are used as there is room for. Safe for any number of threads; those that find
 * what they want do not wait for each other.
 */
final class UnitCache {

    private final Keeper keeper;
    private final ConcurrentMap<Long, KeptUnit> units = new ConcurrentHashMap<>();

    /** As the keeper counts them, for those that ask often. */
    private volatile long bytes;

    /** @param room bytes that units may take */
    UnitCache(long room) {
        this.keeper = new Keeper(room);
    }

    private final class KeptUnit extends Kept {

        private final Long offset;
        private final CompactUnit unit;

        KeptUnit(Long offset, CompactUnit unit) {
            super(unit.bytes());
            this.offset = offset;
            this.unit = unit;
        }

        @Override
        protected void evicted() {
            units.remove(offset, this);
        }
    }

    @Nullable
    CompactUnit get(long offset) {
        KeptUnit kept = units.get(offset);
        if (kept == null) {
            return null;
        }
        kept.touch();
        return kept.unit;
    }

    /**
     * Keeps a unit if it fits at all, and no other one of the offset; others make room.
     *
     * @param room bytes that units may take from now on
     */
    synchronized void put(long offset, CompactUnit unit, long room) {
        keeper.limit(room);
        KeptUnit fresh = new KeptUnit(offset, unit);
        KeptUnit before = units.put(offset, fresh);
        if (before != null) {
            keeper.forget(before);
        }
        if (!keeper.keep(fresh)) {
            units.remove(offset, fresh);
        }
        bytes = keeper.bytes();
    }

    /** Returns about how many bytes are kept. */
    long bytes() {
        return bytes;
    }
}
