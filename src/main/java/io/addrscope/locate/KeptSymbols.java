// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.cache.Kept;
import org.jspecify.annotations.Nullable;

/** The symbols of an image as long as there is room for them; whoever holds on to this holds nothing large afterwards. */
final class KeptSymbols extends Kept {

    private final SymbolStore.Slot slot;
    private final long staleNanos;
    private volatile @Nullable ImageSymbols symbols;

    /**
     * @param slot where others find it
     * @param staleNanos when to look anew for what is missing, by {@link System#nanoTime}
     */
    KeptSymbols(SymbolStore.Slot slot, ImageSymbols symbols, long staleNanos) {
        super(symbols.bytes());
        this.slot = slot;
        this.symbols = symbols;
        this.staleNanos = staleNanos;
    }

    /** Returns the symbols; null if they had to make room, or if something of them is missing and was long not looked for. */
    @Nullable
    ImageSymbols get() {
        ImageSymbols kept = symbols;
        if (kept == null || (!kept.isComplete() && System.nanoTime() - staleNanos >= 0)) {
            return null;
        }
        touch();
        return kept;
    }

    @Override
    protected void evicted() {
        symbols = null;
        slot.leave();
    }
}
