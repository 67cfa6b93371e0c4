// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.model.Unloaded;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code that was seen and is gone, the latest {@value #MAX_ENTRIES} of it. Safe for any number of threads. */
final class UnloadHistory {

    /** Some 1 KiB each, with what was attached; a JVM that unloads libraries all day should not grow by it. */
    static final int MAX_ENTRIES = 256;

    /** Guarded by itself; the latest first. */
    private final Deque<Departed> entries = new ArrayDeque<>();

    private volatile boolean any;

    void add(Departed departed) {
        synchronized (entries) {
            if (entries.size() == MAX_ENTRIES) {
                entries.removeLast();
            }
            entries.addFirst(departed);
        }
        any = true;
    }

    /** Returns what was last unloaded from an address, or null. */
    @Nullable
    Departed lastAt(long address) {
        if (!any) {
            return null;
        }
        synchronized (entries) {
            for (Departed departed : entries) {
                if (departed.unloaded().mapping().contains(address)) {
                    return departed;
                }
            }
        }
        return null;
    }

    /** Returns all, the latest first. */
    List<Unloaded> all() {
        List<Unloaded> all = new ArrayList<>();
        synchronized (entries) {
            for (Departed departed : entries) {
                all.add(departed.unloaded());
            }
        }
        return all;
    }
}
