// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The counter that moves whenever this process's address space is known to have changed.
 *
 * <p>The agent's hooks move it, through a class that it defines in {@code java.base}, and every copy of this library in
 * the JVM reads the same one. Without an agent it stands at {@link #UNCOUNTED}. The counter itself begins at 1, so that
 * what was tagged before the agent came is of another epoch than all that follows. Safe for any number of threads.
 */
public final class Epoch {

    /** The epoch where nothing counts. */
    public static final long UNCOUNTED = 0;

    private static final Epoch OWN = new Epoch(new Dispatcher(), new AtomicLong(UNCOUNTED));
    private static final Epoch NONE = new Epoch(null, new AtomicLong(UNCOUNTED));

    private final @Nullable Dispatcher dispatcher;
    private volatile AtomicLong counter;

    private Epoch(@Nullable Dispatcher dispatcher, AtomicLong counter) {
        this.dispatcher = dispatcher;
        this.counter = counter;
    }

    /** Returns the epoch that a given counter counts. */
    static Epoch countedBy(AtomicLong counter) {
        return new Epoch(null, counter);
    }

    /** Returns the epoch of this JVM. */
    public static Epoch ofThisProcess() {
        return OWN;
    }

    /** Returns the epoch of a process in which nothing counts for us. */
    public static Epoch uncounted() {
        return NONE;
    }

    /** Returns the epoch now. */
    public long current() {
        return counter.get();
    }

    /** Returns whether hooks move the counter now. */
    public boolean isFed() {
        return dispatcher != null && current() != UNCOUNTED && dispatcher.feeds();
    }

    /**
     * Looks whether an agent has come, and lets it know that somebody reads the counter. Costs microseconds: whoever serves
     * leased answers does it once a second.
     */
    void bind() {
        if (dispatcher == null) {
            return;
        }
        AtomicLong found = dispatcher.find();
        if (found != null) {
            counter = found;
        }
    }
}
