// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.model.Unloaded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code that was seen and is gone, the latest {@value #MAX_ENTRIES} of it. Safe for any number of threads. */
final class UnloadHistory {

    /** Some 400 bytes each; a JVM that unloads libraries all day should not grow by it. */
    static final int MAX_ENTRIES = 256;

    /** Guarded by itself; the latest first. */
    private final Deque<Unloaded> entries = new ArrayDeque<>();

    private volatile boolean any;

    void add(Unloaded unloaded) {
        synchronized (entries) {
            if (entries.size() == MAX_ENTRIES) {
                entries.removeLast();
            }
            entries.addFirst(unloaded);
        }
        any = true;
    }

    /** Returns what was last unloaded from an address, or null. */
    @Nullable
    Unloaded lastAt(long address) {
        if (!any) {
            return null;
        }
        synchronized (entries) {
            for (Iterator<Unloaded> each = entries.iterator(); each.hasNext(); ) {
                Unloaded unloaded = each.next();
                if (unloaded.mapping().contains(address)) {
                    return unloaded;
                }
            }
        }
        return null;
    }

    /** Returns all, the latest first. */
    List<Unloaded> all() {
        synchronized (entries) {
            return new ArrayList<>(entries);
        }
    }
}
