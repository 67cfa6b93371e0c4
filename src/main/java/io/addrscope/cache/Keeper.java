// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps within a bound of bytes what is used, and drops what is not: SIEVE (Zhang and others, NSDI 2024).
 *
 * <p>All that is kept stands in one queue, the newest at the head. A hand goes through it from the oldest to the newest:
 * what was used since the hand last passed stays where it is, what was not is dropped. A use costs a mark and moves nothing,
 * so readers take no lock. Safe for any number of threads.
 */
public final class Keeper {

    // All guarded by this.
    private long capacity;
    private @Nullable Kept newest;
    private @Nullable Kept oldest;
    private @Nullable Kept hand;
    private long bytes;
    private long evictions;

    /** @param capacity most bytes that are kept */
    public Keeper(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Keeps {@code item}, and drops others if there is no room.
     *
     * @return whether it is kept; false if it alone is larger than the capacity or was forgotten already
     */
    public boolean keep(Kept item) {
        List<Kept> evicted = new ArrayList<>(0);
        boolean kept = false;
        synchronized (this) {
            if (item.state == Kept.State.NEW && item.bytes <= capacity) {
                makeRoom(item.bytes, evicted);
                enqueue(item);
                kept = true;
            }
        }
        tell(evicted);
        return kept;
    }

    /**
     * Notes that {@code item} holds {@code more} bytes by now, and drops others, or the item itself, if there is no room.
     */
    public void grow(Kept item, long more) {
        List<Kept> evicted = new ArrayList<>(0);
        synchronized (this) {
            item.bytes += more;
            if (item.state == Kept.State.QUEUED) {
                bytes += more;
                // Whatever grows is in use: the hand passes it once.
                item.touch();
                makeRoom(0, evicted);
            }
        }
        tell(evicted);
    }

    /**
     * Drops {@code item}; it is never kept again.
     *
     * @return whether it was not dropped before
     */
    public synchronized boolean forget(Kept item) {
        Kept.State before = item.state;
        if (before == Kept.State.QUEUED) {
            unlink(item);
        }
        item.state = Kept.State.DROPPED;
        return before != Kept.State.DROPPED;
    }

    /** Sets another capacity, and drops what there is no room for any more. */
    public void limit(long newCapacity) {
        List<Kept> evicted = new ArrayList<>(0);
        synchronized (this) {
            capacity = newCapacity;
            makeRoom(0, evicted);
        }
        tell(evicted);
    }

    /** Returns the bytes that are kept. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Returns the most bytes that are kept. */
    public synchronized long capacity() {
        return capacity;
    }

    /** Returns how often something had to make room. */
    public synchronized long evictions() {
        return evictions;
    }

    private void makeRoom(long needed, List<Kept> evicted) {
        while (bytes + needed > capacity) {
            Kept victim = next();
            if (victim == null) {
                return;
            }
            unlink(victim);
            victim.state = Kept.State.DROPPED;
            evictions++;
            evicted.add(victim);
        }
    }

    /** Ends after one round at most, in which every mark is taken away. */
    private @Nullable Kept next() {
        Kept candidate = hand == null ? oldest : hand;
        while (candidate != null && candidate.takeUsed()) {
            candidate = candidate.newer == null ? oldest : candidate.newer;
        }
        hand = candidate == null ? null : candidate.newer;
        return candidate;
    }

    private void enqueue(Kept item) {
        Kept before = newest;
        item.older = before;
        if (before == null) {
            oldest = item;
        } else {
            before.newer = item;
        }
        newest = item;
        bytes += item.bytes;
        item.state = Kept.State.QUEUED;
    }

    private void unlink(Kept item) {
        Kept older = item.older;
        Kept newer = item.newer;
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        if (item.equals(hand)) {
            hand = newer;
        }
        item.older = null;
        item.newer = null;
        bytes -= item.bytes;
    }

    private static void tell(List<Kept> evicted) {
        for (Kept item : evicted) {
            item.evicted();
        }
    }
}
