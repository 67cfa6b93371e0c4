// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Images whose debug file was looked for and not found, so that it is not looked for again for every address. Each is
 * forgotten after a minute: debug files come to be installed because somebody missed them. Safe for use by any number of
 * threads.
 */
final class Misses {

    /** Most images that are kept; more than that, and the oldest is forgotten before its time. */
    static final int MAX_KEPT = 256;

    private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<LibraryImage, Miss> kept = new LinkedHashMap<>();

    private record Miss(List<Attempt> attempts, long nanos) {}

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    Misses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns what was looked at for an image not long ago, in vain; null if that has to be done now. */
    synchronized @Nullable List<Attempt> get(LibraryImage image) {
        Miss miss = kept.get(image);
        if (miss == null) {
            return null;
        }
        if (nanoTime.getAsLong() - miss.nanos() >= LIFE_NANOS) {
            kept.remove(image);
            return null;
        }
        return miss.attempts();
    }

    synchronized void put(LibraryImage image, List<Attempt> attempts) {
        kept.remove(image);
        if (kept.size() >= MAX_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(image, new Miss(List.copyOf(attempts), nanoTime.getAsLong()));
    }
}
