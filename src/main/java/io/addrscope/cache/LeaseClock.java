// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import java.util.concurrent.locks.LockSupport;

/**
 * The time by which leases run, on the scale of {@link System#nanoTime}.
 *
 * <p>Reading the system's clock takes longer than all else that a leased answer does. So where answers are asked for more
 * than some 40,000 times a second, a daemon thread writes the time down twice in a millisecond, and readers take it from
 * there; it ends when they ask less. What is written down is never ahead, and old by at most {@link #MAX_ERROR_NANOS}, unless
 * the scheduler keeps the thread waiting. Every reader compares it with the system's clock now and then ({@link #check}); if it
 * is late, all read the system's clock until the thread runs again. {@link #worstDelayNanos} keeps the worst that was seen.
 * Safe for any number of threads.
 */
public final class LeaseClock {

    /** By how much the coarse time may lag behind the system's while the thread is scheduled in time, in nanoseconds. */
    public static final long MAX_ERROR_NANOS = 1_000_000;

    /** How long the thread sleeps. */
    private static final long TICK_NANOS = 500_000;

    /** So often is looked whether the coarse time is still wanted. */
    private static final long REVIEW_NANOS = 100_000_000;

    /** So many readings of the system's clock within one review make the coarse one worth a thread. */
    private static final int BUSY_READINGS = 4096;

    private static final long STOPPED = Long.MIN_VALUE;

    private static final LeaseClock SHARED = new LeaseClock();

    private volatile long coarse = STOPPED;
    private volatile boolean read;
    private volatile long worstDelay;

    /** Guarded by this. */
    private boolean ticking;

    /** Readings of the system's clock since {@link #windowStart}; counted without care, as some lost ones do no harm. */
    private int readings;

    private long windowStart = System.nanoTime();

    LeaseClock() {}

    static LeaseClock shared() {
        return SHARED;
    }

    /** Returns the time, exact or coarse. */
    long nanos() {
        long now = coarse;
        if (now == STOPPED) {
            return System.nanoTime();
        }
        if (!read) {
            read = true;
        }
        return now;
    }

    /** Whether the time is a coarse one now. */
    boolean isCoarse() {
        return coarse != STOPPED;
    }

    /**
     * Reads the system's clock, and stops the coarse one if that is late. Readers do so once in {@link Hits#CHECK_EVERY}
     * readings, which are counted here: a count of each would be what their processors wait for each other for.
     */
    long check() {
        long now = System.nanoTime();
        long written = coarse;
        if (written != STOPPED && now - written > MAX_ERROR_NANOS) {
            noteDelay(now - written);
            coarse = STOPPED;
        }
        if (written == STOPPED) {
            readings += Hits.CHECK_EVERY;
            if (readings >= BUSY_READINGS) {
                review(now);
            }
        }
        return now;
    }

    private void noteDelay(long lag) {
        if (lag - MAX_ERROR_NANOS > worstDelay) {
            worstDelay = lag - MAX_ERROR_NANOS;
        }
    }

    private synchronized void review(long now) {
        if (readings < BUSY_READINGS) {
            return;
        }
        boolean busy = now - windowStart < REVIEW_NANOS;
        readings = 0;
        windowStart = now;
        if (busy && !ticking) {
            startTicking();
        }
    }

    private void startTicking() {
        Thread thread = new Thread(null, this::tick, "addrscope-clock", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        try {
            thread.start();
            ticking = true;
        } catch (OutOfMemoryError e) {
            // The process has all the threads that it may have. The exact time does as well.
            ticking = false;
        }
    }

    private void tick() {
        long written = System.nanoTime();
        long reviewed = written;
        coarse = written;
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            noteDelay(now - written);
            written = now;
            if (now - reviewed >= REVIEW_NANOS) {
                reviewed = now;
                if (!read) {
                    stopTicking();
                    return;
                }
                read = false;
            }
            coarse = now;
        }
    }

    private synchronized void stopTicking() {
        coarse = STOPPED;
        ticking = false;
    }

    /** Returns by how much more than {@link #MAX_ERROR_NANOS} the time has lagged at worst, in nanoseconds. */
    long worstDelayNanos() {
        return worstDelay;
    }
}
