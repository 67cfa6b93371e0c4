// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LeaseClockTest {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final LeaseClock clock = new LeaseClock();

    @Test
    void whoAsksSeldomGetsTheExactTime() {
        for (int i = 0; i < 1000; i++) {
            long before = System.nanoTime();
            assertThat(clock.nanos()).isBetween(before, System.nanoTime());
        }
        assertThat(clock.isCoarse()).isFalse();
    }

    @Test
    void whoAsksOftenGetsACoarseTimeThatIsNeverAheadAndEndsWithNeed() throws InterruptedException {
        long start = System.nanoTime();
        while (!clock.isCoarse()) {
            // Who asks often checks now and then, which is what the readings are counted by.
            long now = clock.check();
            assertThat(now).isLessThanOrEqualTo(System.nanoTime());
            assertThat(now - start).isLessThan(PATIENCE);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(clock.nanos()).isLessThanOrEqualTo(System.nanoTime());
        }
        while (clock.isCoarse()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
            Thread.sleep(10);
        }
    }

    /** Whether its thread runs or not: what a check gives is the time. */
    @Test
    void checkIsExactAndEndsALateTime() {
        long start = System.nanoTime();
        while (!clock.isCoarse()) {
            clock.check();
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
        }
        for (int i = 0; i < 1_000; i++) {
            long before = System.nanoTime();
            assertThat(clock.check()).isBetween(before, System.nanoTime());
            long coarse = clock.nanos();
            // Between the check and the reading this thread may have been kept waiting, too.
            long lag = System.nanoTime() - coarse;
            long since = System.nanoTime() - before;
            assertThat(lag).isLessThanOrEqualTo(LeaseClock.MAX_ERROR_NANOS + since);
        }
    }
}
