// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Kept;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A part of an image as long as there is room for it; whoever holds on to this holds nothing large afterwards. Safe for any
 * number of threads.
 */
final class KeptPart<T extends ImagePart> extends Kept {

    private final PartStore<T>.Slot slot;
    private final long staleNanos;
    private final AtomicLong counted;
    private volatile @Nullable T part;

    /**
     * @param slot where others find it
     * @param bytes what the part takes
     * @param staleNanos when to look anew for what is missing, by {@link System#nanoTime}
     */
    KeptPart(PartStore<T>.Slot slot, T part, long bytes, long staleNanos) {
        super(bytes);
        this.slot = slot;
        this.part = part;
        this.counted = new AtomicLong(bytes);
        this.staleNanos = staleNanos;
    }

    /** Returns the part; null if it had to make room, or if something of it is missing and was long not looked for. */
    @Nullable
    T get() {
        T kept = part;
        if (kept == null || (!kept.isComplete() && System.nanoTime() - staleNanos >= 0)) {
            return null;
        }
        touch();
        return kept;
    }

    /** Tells the keeper how much larger the part became by what was asked of it. */
    void tellGrowth() {
        T kept = part;
        if (kept != null) {
            long now = kept.bytes();
            // Mostly nothing has grown: then nothing is written that other processors have.
            long more = now == counted.get() ? 0 : now - counted.getAndSet(now);
            if (more != 0) {
                slot.grow(this, more);
            }
        }
    }

    /** Drops the part: it is of no use any more. */
    void drop() {
        slot.forget(this);
        evicted();
    }

    @Override
    protected void evicted() {
        part = null;
        slot.leave();
    }
}
