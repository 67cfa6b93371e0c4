// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The epoch's protocol step by step: a hook's thread changes the mapping and then moves the counter, an asking thread reads
 * the counter and then asks, and whoever comes after both serves what was kept by the lease's rule.
 *
 * <p>The tests whose names begin with {@code Wrong} turn one of the two orders round. They are no part of a normal run,
 * and fail: so the test of the right order can.
 */
public class EpochOrderStress {

    private static final Lease FOREVER = Lease.of(Duration.ofDays(365_000));
    private static final String NOT_SERVED = "not served";

    private static final Mapping OLD = Mappings.memory(0x1000, 0x3000, Permissions.READ);
    private static final Mapping NEW = Mappings.memory(0x1000, 0x3000, Permissions.READ | Permissions.WRITE);

    /** The steps. */
    abstract static class Steps {

        private final AtomicLong counter = new AtomicLong(1);
        private final Epoch epoch = Epoch.countedBy(counter);
        private final MappingCache cache = new MappingCache(new Keeper(1 << 20), epoch, null);
        private final Hits reader = cache.countFor(this);
        private final ScriptedProcess process = new ScriptedProcess(OLD);
        private final KeptMapping old = Mappings.kept(OLD);
        private final KeptMapping successor = Mappings.kept(NEW);

        final void change() {
            process.map(NEW);
        }

        final void count() {
            counter.incrementAndGet();
        }

        final long tag() {
            return epoch.current();
        }

        /** Asks, and returns what is to be kept of the answer. */
        final KeptMapping ask() {
            MappingCursor cursor = process.cursor();
            cursor.seek(OLD.start(), 0, MapsQuery.NUMBERS);
            return old.isAt(cursor) ? old : successor;
        }

        final String served() {
            KeptMapping kept = serves(successor) ? successor : old;
            return serves(kept) ? Mappings.name(kept, old, successor) : NOT_SERVED;
        }

        private boolean serves(KeptMapping kept) {
            return cache.isCurrent(kept.epoch(), kept.checkedNanos(), FOREVER, reader);
        }
    }

    @JCStressTest
    @Description("What is tagged before the question, and counted after the change, is not served after both.")
    @Outcome(id = Mappings.NEW, expect = ACCEPTABLE, desc = "Asked for after the change was counted.")
    @Outcome(id = NOT_SERVED, expect = ACCEPTABLE, desc = "Tagged before the change was counted.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is served after it.")
    @State
    public static class RightOrder extends Steps {

        @Actor
        public void hook() {
            change();
            count();
        }

        @Actor
        public void asker() {
            long tag = tag();
            long now = System.nanoTime();
            ask().checked(tag, now);
        }

        @Arbiter
        public void reader(L_Result result) {
            result.r1 = served();
        }
    }

    @JCStressTest
    @Description("An answer from before the change bears the number of the time after it.")
    @Outcome(id = Mappings.NEW, expect = ACCEPTABLE, desc = "Asked for after the change was counted.")
    @Outcome(id = NOT_SERVED, expect = ACCEPTABLE, desc = "Tagged before the change was counted.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is served after it.")
    @State
    public static class WrongTagAfterQuestion extends Steps {

        @Actor
        public void hook() {
            change();
            count();
        }

        @Actor
        public void asker() {
            long now = System.nanoTime();
            KeptMapping answer = ask();
            answer.checked(tag(), now);
        }

        @Arbiter
        public void reader(L_Result result) {
            result.r1 = served();
        }
    }

    @JCStressTest
    @Description("The counter says that the change is in force before it is.")
    @Outcome(id = Mappings.NEW, expect = ACCEPTABLE, desc = "Asked for after the change was counted.")
    @Outcome(id = NOT_SERVED, expect = ACCEPTABLE, desc = "Tagged before the change was counted.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is served after it.")
    @State
    public static class WrongCountBeforeChange extends Steps {

        @Actor
        public void hook() {
            count();
            change();
        }

        @Actor
        public void asker() {
            long tag = tag();
            long now = System.nanoTime();
            ask().checked(tag, now);
        }

        @Arbiter
        public void reader(L_Result result) {
            result.r1 = served();
        }
    }
}
