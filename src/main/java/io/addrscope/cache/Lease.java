// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.time.Duration;

/**
 * For how long an answer is served after it was checked.
 *
 * <p>A long one goes by the coarse time of {@link LeaseClock} and ends as much earlier as that may lag, so that it lasts no
 * longer than was asked for; a short one goes by the exact time.
 */
public final class Lease {

    /** Below this the error of the coarse time would take too much of it. */
    private static final Duration SHORTEST_COARSE = Duration.ofMillis(10);

    private final long nanos;
    private final boolean exact;

    private Lease(long nanos, boolean exact) {
        this.nanos = nanos;
        this.exact = exact;
    }

    /** Returns the lease of a duration above zero. */
    public static Lease of(Duration duration) {
        if (duration.compareTo(SHORTEST_COARSE) < 0) {
            return new Lease(duration.toNanos(), true);
        }
        // Three hundred years are as good as forever, and do not overflow.
        Duration bounded =
                duration.toSeconds() > Long.MAX_VALUE / 1_000_000_000 - 1 ? Duration.ofNanos(Long.MAX_VALUE) : duration;
        return new Lease(bounded.toNanos() - LeaseClock.MAX_ERROR_NANOS, false);
    }

    /** Nanoseconds, less the error of the clock. */
    long nanos() {
        return nanos;
    }

    /** Whether it goes by the exact time. */
    boolean isExact() {
        return exact;
    }
}
