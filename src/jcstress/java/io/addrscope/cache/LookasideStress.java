// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Mappings are noted and forgotten while somebody looks: what is found holds the address, is whole, and bears the epoch that
 * it had when it was noted, not the 0 that stands where nothing counts.
 */
public class LookasideStress {

    private static final Mapping HERE = Mappings.memory(0x1000, 0x3000, Permissions.READ);
    private static final long ADDRESS = 0x2008;

    /** Maps the page of {@link #ADDRESS} too, with other permissions. */
    private static final Mapping SUCCESSOR = Mappings.memory(0x2000, 0x4000, Permissions.READ | Permissions.WRITE);

    private static final long FIRST_RIVAL = 0x10_0000;

    /** Many more pages than there are places. */
    private static final long LAST_RIVAL = FIRST_RIVAL + (1 << 20) * Mappings.PAGE;

    /** Where another mapping has the same place as {@link #ADDRESS}. */
    private static final long RIVAL_ADDRESS = addressOfSamePlace();

    private static final Mapping RIVAL =
            Mappings.memory(RIVAL_ADDRESS, RIVAL_ADDRESS + Mappings.PAGE, Permissions.EXECUTE);

    private static final String UNCHECKED = "unchecked";
    private static final String STRAY = "stray";

    /** Some pages share a place, as there are more than places. */
    private static long addressOfSamePlace() {
        Lookaside lookaside = new Lookaside();
        for (long page = FIRST_RIVAL; page < LAST_RIVAL; page += Mappings.PAGE) {
            lookaside.note(ADDRESS, Mappings.kept(HERE), true);
            lookaside.note(page, Mappings.kept(Mappings.memory(page, page + Mappings.PAGE, 0)), true);
            if (lookaside.find(ADDRESS) == null) {
                return page;
            }
        }
        throw new IllegalStateException("no page takes the place of another");
    }

    /** Returns a mapping that was checked. */
    private static KeptMapping checked(Mapping mapping) {
        KeptMapping kept = Mappings.kept(mapping);
        kept.checked(7, 10);
        return kept;
    }

    /** What one thread notes another looks up. */
    abstract static class Notes {

        private final Lookaside lookaside = new Lookaside();

        /** Makes it on the thread that notes it, so that nothing but the noting publishes it. */
        final KeptMapping note(Mapping mapping, long address) {
            KeptMapping kept = checked(mapping);
            note(kept, address);
            return kept;
        }

        final void note(KeptMapping mapping, long address) {
            lookaside.note(address, mapping, true);
        }

        final void forget(KeptMapping mapping) {
            lookaside.forget(mapping);
        }

        final String found() {
            return describe(lookaside.find(ADDRESS));
        }

        private static String describe(@Nullable KeptMapping found) {
            if (found == null) {
                return Mappings.NONE;
            }
            if (found.epoch() != 7 || found.checkedNanos() != 10) {
                return UNCHECKED;
            }
            return found.contains(ADDRESS) ? Mappings.name(found.mapping(), HERE, SUCCESSOR) : STRAY;
        }
    }

    @JCStressTest
    @Description("A mapping is made, checked and noted while somebody looks.")
    @Outcome(
            id = {"none, none", "none, old", "old, old"},
            expect = ACCEPTABLE,
            desc = "Not yet, or all of it.")
    @Outcome(expect = FORBIDDEN, desc = "Half a mapping, or one that was there and is not.")
    @State
    public static class Noted extends Notes {

        public Noted() {
            note(RIVAL, RIVAL_ADDRESS);
        }

        @Actor
        public void noter() {
            note(HERE, ADDRESS);
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = found();
            result.r2 = found();
        }
    }

    @JCStressTest
    @Description("Two mappings are noted at the same place while one is looked for.")
    @Outcome(
            id = {"old, old", "old, none", "none, none", "none, old"},
            expect = ACCEPTABLE,
            desc = "The one that holds the address, or none.")
    @Outcome(expect = FORBIDDEN, desc = "One that does not hold the address, or half of one.")
    @State
    public static class Displaced extends Notes {

        public Displaced() {
            note(HERE, ADDRESS);
        }

        @Actor
        public void noter() {
            note(RIVAL, RIVAL_ADDRESS);
            note(HERE, ADDRESS);
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = found();
            result.r2 = found();
        }
    }

    @JCStressTest
    @Description("A mapping is forgotten while its successor is noted in its place.")
    @Outcome(id = "new", expect = ACCEPTABLE, desc = "The successor stays.")
    @Outcome(expect = FORBIDDEN, desc = "The successor was forgotten with it, or it was not forgotten.")
    @State
    public static class Forgotten extends Notes {

        private final KeptMapping old = note(HERE, ADDRESS);

        @Actor
        public void forgetter() {
            forget(old);
        }

        @Actor
        public void noter() {
            note(SUCCESSOR, ADDRESS);
        }

        @Arbiter
        public void later(L_Result result) {
            result.r1 = found();
        }
    }
}
