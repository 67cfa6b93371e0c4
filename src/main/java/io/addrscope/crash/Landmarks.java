// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Landmark.Kind;
import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says that memory is used for. Immutable; safe for any number of threads.
 */
public final class Landmarks {

    private final List<Landmark> named;
    private final ThreadTable threads;
    private final HeapRegions regions;

    /** @param named all but the stacks of listed threads and the regions of the heap */
    Landmarks(List<Landmark> named, ThreadTable threads, HeapRegions regions) {
        this.named = named;
        this.threads = threads;
        this.regions = regions;
    }

    /** Returns all areas but the stacks of listed threads and the regions of the heap. */
    public List<Landmark> named() {
        return named;
    }

    /** Returns the areas that hold {@code address}, the smallest first. */
    public List<Landmark> at(long address) {
        List<Landmark> found = new ArrayList<>();
        for (Landmark landmark : named) {
            if (landmark.contains(address)) {
                found.add(landmark);
            }
        }
        Landmark stack = stack(threads.ofStack(address));
        if (stack != null && isNew(found, stack)) {
            found.add(stack);
        }
        HeapRegion region = regions.of(address);
        if (region != null) {
            Text type = region.type();
            found.add(new Landmark(
                    Kind.HEAP_REGION,
                    region.bottom().value(),
                    region.end().value(),
                    type == null ? null : "region of type " + type.text(),
                    region.at()));
        }
        found.sort((a, b) -> Address.compare(a.end() - a.start(), b.end() - b.start()));
        return found;
    }

    /** The failing thread's stack is also printed on its own. */
    private static boolean isNew(List<Landmark> found, Landmark stack) {
        for (Landmark landmark : found) {
            if (landmark.kind() == Kind.STACK && landmark.start() == stack.start() && landmark.end() == stack.end()) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Landmark stack(@Nullable ThreadInfo thread) {
        if (thread == null || thread.stackLow() == null || thread.stackHigh() == null) {
            return null;
        }
        Text name = thread.name() == null ? thread.type() : thread.name();
        return new Landmark(
                Kind.STACK,
                thread.stackLow().value(),
                thread.stackHigh().value(),
                name == null ? null : name.text(),
                thread.at());
    }
}
