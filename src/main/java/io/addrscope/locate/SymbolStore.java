// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Keeper;
import io.addrscope.elf.SymbolTable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of images that were asked about, kept as long as there is room.
 *
 * <p>Tables are read by the first thread that wants them, while only those wait that want the same ones. What does not fit
 * into the memory is answered, and not kept. Safe for any number of threads.
 */
final class SymbolStore {

    /** How long it is believed that what is missing, such as a debug file, is still missing. */
    private static final long MISSING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Keeper keeper;
    private final ConcurrentMap<Object, Slot> slots = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** @param keeper bounds what is kept; others may share it */
    SymbolStore(Keeper keeper) {
        this.keeper = keeper;
    }

    /** Reads the symbols of an image. */
    interface Reading {

        /**
         * Returns the symbols.
         *
         * @param number what they are to be told from others by
         * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
         */
        ImageSymbols read(int number);
    }

    /** The place of one image's symbols; its lock is held while they are read. */
    final class Slot {

        private final Object key;

        /** Guarded by this. */
        private @Nullable KeptSymbols kept;

        private Slot(Object key) {
            this.key = key;
        }

        private synchronized ImageSymbols get(Reading reading, KnownImage image) {
            KeptSymbols had = kept;
            ImageSymbols symbols = had == null ? null : had.get();
            if (had != null && symbols != null) {
                image.give(had);
                return symbols;
            }
            if (had != null) {
                keeper.forget(had);
            }
            symbols = SymbolStore.this.read(reading);
            KeptSymbols fresh = new KeptSymbols(this, symbols, System.nanoTime() + MISSING_NANOS);
            // What cannot be read now may be readable the next time.
            if (symbols.table() != SymbolTable.EMPTY && keeper.keep(fresh)) {
                kept = fresh;
                image.give(fresh);
                // What was evicted meanwhile has taken this out.
                slots.put(key, this);
            } else {
                kept = null;
                leave();
            }
            return symbols;
        }

        /** Takes this out, so that nothing is left of an image that had to make room. Waits for nobody. */
        void leave() {
            slots.remove(key, this);
        }
    }

    /**
     * Returns the symbols of an image, and gives them to it as long as they are kept.
     *
     * @param key says which image in which state
     * @param reading reads them if they are not kept
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    ImageSymbols get(Object key, Reading reading, KnownImage image) {
        Slot slot = slots.get(key);
        if (slot == null) {
            Slot fresh = new Slot(key);
            Slot other = slots.putIfAbsent(key, fresh);
            slot = other == null ? fresh : other;
        }
        return slot.get(reading, image);
    }

    /**
     * Reads symbols that are not to be kept.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    ImageSymbols read(Reading reading) {
        return reading.read(numbers.getAndIncrement() & Integer.MAX_VALUE);
    }

    /** Returns of how many images symbols are kept. */
    int size() {
        return slots.size();
    }
}
