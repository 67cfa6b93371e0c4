// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.addrscope.model.Permissions;
import java.util.ArrayList;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Mappings are put into the table while somebody looks there: each finds the old or the new one, whole, and never goes back
 * from the new one to the old.
 */
public class MappingTableStress {

    /** As many as a leaf holds. */
    private static final int FULL_LEAF = 64;

    /** A table of mappings of one page each, with one page free between two. */
    abstract static class Table {

        private final MappingTable table = new MappingTable();
        private final KeptMapping old;
        private final KeptMapping successor;

        /**
         * @param count how many mappings there are
         * @param at where the old one is, and how many pages the new one has from there on
         */
        Table(int count, int at, int pages) {
            KeptMapping[] mappings = new KeptMapping[count];
            for (int i = 0; i < count; i++) {
                mappings[i] = Mappings.kept(Mappings.memory(page(i), page(i) + Mappings.PAGE, Permissions.READ));
                table.put(mappings[i], new ArrayList<>());
            }
            old = mappings[at];
            successor = Mappings.kept(Mappings.memory(
                    old.start(), old.start() + pages * Mappings.PAGE, Permissions.READ | Permissions.WRITE));
        }

        private static long page(int i) {
            return 2 * Mappings.PAGE * (i + 1);
        }

        final void putNew() {
            table.put(successor, new ArrayList<>());
        }

        final void putBehindNew() {
            table.put(
                    Mappings.kept(
                            Mappings.memory(successor.end(), successor.end() + Mappings.PAGE, Permissions.EXECUTE)),
                    new ArrayList<>());
        }

        final void removeOld() {
            table.remove(old);
        }

        final String found() {
            return Mappings.name(table.find(old.start() + 8), old, successor);
        }

        /** Says what is at the end of the new mapping, where the old one does not reach. */
        final String foundAtEnd() {
            return Mappings.name(table.find(successor.end() - 1), old, successor);
        }

        final String foundAndCounted() {
            return found() + " of " + table.size();
        }
    }

    @JCStressTest
    @Description("A mapping takes the place of another in its leaf.")
    @Outcome(
            id = {"old, old", "old, new", "new, new"},
            expect = ACCEPTABLE,
            desc = "One of the two, in turn.")
    @Outcome(expect = FORBIDDEN, desc = "None, a torn one, or the old one after the new.")
    @State
    public static class Replaced extends Table {

        public Replaced() {
            super(3, 1, 1);
        }

        @Actor
        public void writer() {
            putNew();
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = found();
            result.r2 = found();
        }
    }

    @JCStressTest
    @Description("A mapping comes into a full leaf, which is split, and takes the place of one there.")
    @Outcome(
            id = {"old, old", "old, new", "new, new"},
            expect = ACCEPTABLE,
            desc = "One of the two, in turn.")
    @Outcome(expect = FORBIDDEN, desc = "None, a torn one, or the old one after the new.")
    @State
    public static class Split extends Table {

        public Split() {
            super(FULL_LEAF, FULL_LEAF / 2, 1);
        }

        @Actor
        public void writer() {
            putBehindNew();
            putNew();
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = found();
            result.r2 = found();
        }
    }

    @JCStressTest
    @Description("A mapping takes the place of many, from more than one leaf, and of the pages between them.")
    @Outcome(
            id = {"none, old", "none, new", "new, new"},
            expect = ACCEPTABLE,
            desc = "The end of the new one is not there before its start.")
    @Outcome(expect = FORBIDDEN, desc = "None where one always is, a torn one, or the old one after the new.")
    @State
    public static class Merged extends Table {

        public Merged() {
            super(FULL_LEAF + 1, 1, 2 * FULL_LEAF - 2);
        }

        @Actor
        public void writer() {
            putNew();
        }

        @Actor
        public void reader(LL_Result result) {
            result.r1 = foundAtEnd();
            result.r2 = found();
        }
    }

    @JCStressTest
    @Description("Two threads put mappings side by side, which touch and do not overlap.")
    @Outcome(id = "new of 4", expect = ACCEPTABLE, desc = "Both are there.")
    @Outcome(expect = FORBIDDEN, desc = "One is lost.")
    @State
    public static class TwoWriters extends Table {

        public TwoWriters() {
            super(3, 2, 1);
        }

        @Actor
        public void one() {
            putNew();
        }

        @Actor
        public void other() {
            putBehindNew();
        }

        @Arbiter
        public void later(L_Result result) {
            result.r1 = foundAndCounted();
        }
    }

    @JCStressTest
    @Description("A mapping is taken out by one who found it gone, while another puts its successor in.")
    @Outcome(id = "new of 3", expect = ACCEPTABLE, desc = "The successor stays.")
    @Outcome(expect = FORBIDDEN, desc = "The successor is lost, or counted wrongly.")
    @State
    public static class RemovedAndPut extends Table {

        public RemovedAndPut() {
            super(3, 1, 1);
        }

        @Actor
        public void remover() {
            removeOld();
        }

        @Actor
        public void writer() {
            putNew();
        }

        @Arbiter
        public void later(L_Result result) {
            result.r1 = foundAndCounted();
        }
    }
}
