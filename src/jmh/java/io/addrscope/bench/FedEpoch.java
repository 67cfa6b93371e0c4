// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import io.addrscope.AddressSpace;
import io.addrscope.Cursor;
import io.addrscope.cache.CacheCounts;
import io.addrscope.model.Freshness;
import java.time.Duration;

/** Makes the agent's hooks go into this JVM, by the one thing that an application does for it: leased lookups. */
final class FedEpoch {

    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long STEP_MILLIS = 50;

    private FedEpoch() {}

    /**
     * Looks up an address, leased, and waits until the hooks are in.
     *
     * @param hooked whether this JVM has the agent; without it there is nothing to wait for
     * @throws IllegalStateException if hooks are in although there is no agent, or are not in half a minute after
     */
    static void look(boolean hooked) throws InterruptedException {
        Cursor leased = AddressSpace.self().cursor(Freshness.leased(Duration.ofSeconds(1)));
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        do {
            if (leased.seek(Mappings.libcAddress()) != Cursor.MAPPED) {
                throw new IllegalStateException("libc is not mapped");
            }
            // Once a second the library looks whether the epoch is there.
            Thread.sleep(STEP_MILLIS);
        } while (hooked && !counts().epochFed() && System.nanoTime() - deadline < 0);
        if (counts().epochFed() != hooked) {
            throw new IllegalStateException(hooked ? "the hooks did not go in" : "there are hooks without an agent");
        }
    }

    /** Waits until the hooks are out. */
    static void awaitNone() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (counts().epochFed()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new IllegalStateException("the hooks did not go out");
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    /** Returns how many events the hooks have seen; without hooks always the same number. */
    static long events() {
        return counts().epoch();
    }

    /**
     * Fails unless the hooks were there, or were not, as it should be.
     *
     * @param least how many events there were at the least since {@code before}
     * @throws IllegalStateException if hooks saw fewer; without hooks, if they saw any
     */
    static void check(boolean hooked, long before, long least) {
        long seen = events() - before;
        if (hooked ? seen < least : seen != 0) {
            throw new IllegalStateException("hooks saw " + seen + " of " + least + " events");
        }
    }

    private static CacheCounts counts() {
        return AddressSpace.self().statistics().cache();
    }
}
