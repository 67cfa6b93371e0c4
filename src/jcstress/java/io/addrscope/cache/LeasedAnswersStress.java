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
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The whole cache under a change that a hook counts: who asks after the counter moved, or saw it moved, is never given what
 * was before the change.
 */
public class LeasedAnswersStress {

    private static final Lease FOREVER = Lease.of(Duration.ofDays(365_000));

    private static final long ADDRESS = 0x2000;
    private static final Mapping MEMORY = Mappings.memory(0x1000, 0x3000, Permissions.READ);
    private static final Mapping WRITABLE = Mappings.memory(0x1000, 0x3000, Permissions.READ | Permissions.WRITE);
    private static final Mapping LONGER = Mappings.memory(0, 0x4000, Permissions.READ);
    private static final Mapping FIRST_BUILD = Mappings.code(0x1000, 0x3000, 1);
    private static final Mapping SECOND_BUILD = Mappings.code(0x1000, 0x3000, 2);

    /** One address, what is mapped there before and after, and a cache. */
    abstract static class ChangingAddress {

        private final AtomicLong counter = new AtomicLong(1);
        private final MappingCache cache = new MappingCache(new Keeper(1 << 20), Epoch.countedBy(counter), null);
        private final Mapping old;
        private final @Nullable Mapping successor;
        private final ScriptedProcess process;
        private final int details;

        ChangingAddress(Mapping old, @Nullable Mapping successor) {
            this.old = old;
            this.successor = successor;
            this.process = new ScriptedProcess(old);
            this.details = old.inode() == 0 ? MapsQuery.NUMBERS : MapsQuery.NAME;
        }

        /** What a hooked method does. */
        final void changeAndCount() {
            process.map(successor);
            counter.incrementAndGet();
        }

        final long counted() {
            return counter.get();
        }

        /** Returns a cursor of the caller's own. */
        final MappingCursor cursor() {
            return cache.leased(process.cursor(), FOREVER);
        }

        final String answer(MappingCursor leased) {
            Mapping found = leased.seek(ADDRESS, 0, details) ? leased.mapping() : null;
            return Mappings.name(found, old, successor);
        }
    }

    @JCStressTest
    @Description("Memory is protected otherwise while somebody asks; who changed it asks next, and another after both.")
    @Outcome(
            id = {"new, old, new", "new, new, new"},
            expect = ACCEPTABLE,
            desc = "Asked before or after the change.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is given after it, or none, or a torn one.")
    @State
    public static class Protected extends ChangingAddress {

        public Protected() {
            super(MEMORY, WRITABLE);
        }

        @Actor
        public void hook(LLL_Result result) {
            changeAndCount();
            result.r1 = answer(cursor());
        }

        @Actor
        public void asker(LLL_Result result) {
            result.r2 = answer(cursor());
        }

        @Arbiter
        public void later(LLL_Result result) {
            result.r3 = answer(cursor());
        }
    }

    @JCStressTest
    @Description("Memory is unmapped while somebody asks; who unmapped it asks next, and another after both.")
    @Outcome(
            id = {"none, old, none", "none, none, none"},
            expect = ACCEPTABLE,
            desc = "Asked before or after the change.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is given after it, or a torn one.")
    @State
    public static class Unmapped extends ChangingAddress {

        public Unmapped() {
            super(MEMORY, null);
        }

        @Actor
        public void hook(LLL_Result result) {
            changeAndCount();
            result.r1 = answer(cursor());
        }

        @Actor
        public void asker(LLL_Result result) {
            result.r2 = answer(cursor());
        }

        @Arbiter
        public void later(LLL_Result result) {
            result.r3 = answer(cursor());
        }
    }

    @JCStressTest
    @Description("A library takes the place of another build of itself while somebody asks for its name.")
    @Outcome(
            id = {"new, old, new", "new, new, new"},
            expect = ACCEPTABLE,
            desc = "Asked before or after the change.")
    @Outcome(expect = FORBIDDEN, desc = "An answer from before the change is given after it, or none, or a torn one.")
    @State
    public static class Rebuilt extends ChangingAddress {

        public Rebuilt() {
            super(FIRST_BUILD, SECOND_BUILD);
        }

        @Actor
        public void hook(LLL_Result result) {
            changeAndCount();
            result.r1 = answer(cursor());
        }

        @Actor
        public void asker(LLL_Result result) {
            result.r2 = answer(cursor());
        }

        @Arbiter
        public void later(LLL_Result result) {
            result.r3 = answer(cursor());
        }
    }

    @JCStressTest
    @Description("What is kept already is not served by who has seen the counter moved.")
    @Outcome(
            id = {"1, old", "1, new", "2, new"},
            expect = ACCEPTABLE,
            desc = "Served before, or asked after.")
    @Outcome(expect = FORBIDDEN, desc = "Who saw the counter moved was served an answer from before the change.")
    @State
    public static class Kept extends ChangingAddress {

        private final MappingCursor reader = cursor();

        public Kept() {
            super(MEMORY, LONGER);
            answer(reader);
        }

        @Actor
        public void hook() {
            changeAndCount();
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = counted();
            result.r2 = answer(reader);
        }
    }

    @JCStressTest
    @Description("Who was given an answer from after the change is not given one from before it.")
    @Outcome(
            id = {"old, 1, old", "old, 1, new", "old, 2, new", "new, 1, new", "new, 2, new"},
            expect = ACCEPTABLE,
            desc = "The answers follow the change.")
    @Outcome(expect = FORBIDDEN, desc = "Answers go back in time.")
    @State
    public static class InTurn extends ChangingAddress {

        public InTurn() {
            super(MEMORY, LONGER);
        }

        @Actor
        public void hook() {
            changeAndCount();
        }

        @Actor
        public void reader(LLL_Result result) {
            MappingCursor leased = cursor();
            result.r1 = answer(leased);
            result.r2 = counted();
            result.r3 = answer(leased);
        }
    }
}
