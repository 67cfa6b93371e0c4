// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Keeper;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Parts of images that were asked about, such as their symbols, kept as long as there is room.
 *
 * <p>A part is read by the first thread that wants it, while only those wait that want the same one. What does not fit
 * into the memory is answered, and not kept. Safe for any number of threads.
 */
final class PartStore<T extends ImagePart> {

    /** How long it is believed that what is missing, such as a debug file, is still missing. */
    private static final long MISSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Keeper keeper;
    private final ConcurrentMap<Object, Slot> slots = new ConcurrentHashMap<>();

    /** @param keeper bounds what is kept; others may share it */
    PartStore(Keeper keeper) {
        this.keeper = keeper;
    }

    /** Reads a part of an image. */
    interface Reading<T> {

        /**
         * Returns the part.
         *
         * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
         */
        T read();
    }

    /** The place of one image's part; its lock is held while it is read. */
    final class Slot {

        private final Object key;

        /** Guarded by this. */
        private @Nullable KeptPart<T> kept;

        private Slot(Object key) {
            this.key = key;
        }

        private synchronized T get(Reading<T> reading, PartPlace<T> place) {
            KeptPart<T> had = kept;
            T part = had == null ? null : had.get();
            if (had != null && part != null) {
                place.put(had);
                return part;
            }
            if (had != null) {
                keeper.forget(had);
            }
            part = reading.read();
            KeptPart<T> fresh = new KeptPart<>(this, part, part.bytes(), System.nanoTime() + MISSING_NANOS);
            if (part.isUseful() && keeper.keep(fresh)) {
                kept = fresh;
                place.put(fresh);
                // What was evicted meanwhile has taken this out.
                slots.put(key, this);
            } else {
                kept = null;
                leave();
            }
            return part;
        }

        /** Takes this out, so that nothing is left of an image that had to make room. Waits for nobody. */
        void leave() {
            slots.remove(key, this);
        }

        void grow(KeptPart<T> part, long more) {
            keeper.grow(part, more);
        }

        void forget(KeptPart<T> part) {
            keeper.forget(part);
        }
    }

    /**
     * Returns a part of an image, and puts it into a place of the image's as long as it is kept.
     *
     * @param key says which image in which state
     * @param reading reads it if it is not kept
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    T get(Object key, Reading<T> reading, PartPlace<T> place) {
        Slot slot = slots.get(key);
        if (slot == null) {
            Slot fresh = new Slot(key);
            Slot other = slots.putIfAbsent(key, fresh);
            slot = other == null ? fresh : other;
        }
        return slot.get(reading, place);
    }

    /** Returns of how many images the part is kept. */
    int size() {
        return slots.size();
    }
}
