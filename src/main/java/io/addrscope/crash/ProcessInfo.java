// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JVM around the failing thread.
 *
 * @param threads the threads, Java threads first
 * @param vmState whether the VM was at a safepoint, starting or ending
 * @param locks the lines on locks of the VM that were held
 * @param heapAddress where the heap is
 * @param heapMebibytes how long it is, in MiB
 * @param compressedOops how references are encoded
 * @param regions regions of the heap
 * @param pollingPage the page that stops threads
 * @param events logs of events
 * @param signalHandlers the lines on signal handlers
 * @param mappings the address space
 * @param landmarks areas of memory
 */
public record ProcessInfo(
        ThreadTable threads,
        @Nullable Text vmState,
        List<Text> locks,
        @Nullable Word heapAddress,
        @Nullable Word heapMebibytes,
        @Nullable Text compressedOops,
        HeapRegions regions,
        @Nullable Word pollingPage,
        List<EventRing> events,
        List<Text> signalHandlers,
        MappingSection mappings,
        Landmarks landmarks) {

    /** Returns the log of events whose name is {@code name}; null if there is none. */
    public @Nullable EventRing events(String name) {
        for (EventRing ring : events) {
            Text found = ring.name();
            if (found != null && found.is(name)) {
                return ring;
            }
        }
        return null;
    }
}
