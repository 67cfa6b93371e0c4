// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.addrscope.model.Mapping;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Several threads find out at once that a library is gone: it is remembered once, and nothing of it is kept. */
public class UnloadedStress {

    private static final Mapping LIBRARY = Mappings.code(0x1000, 0x3000, 1);

    @JCStressTest
    @Description("Two threads ask about a library that was unloaded.")
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first one tells.")
    @Outcome(expect = FORBIDDEN, desc = "Told twice or not at all, or still kept.")
    @State
    public static class FoundByTwo {

        private final ScriptedProcess process = new ScriptedProcess(LIBRARY);
        private final MappingCache cache =
                new MappingCache(new Keeper(1 << 20), Epoch.countedBy(new AtomicLong(1)), null);

        public FoundByTwo() {
            cache.check(LIBRARY.start(), process.cursor(), true);
            process.map(null);
        }

        @Actor
        public void one() {
            cache.check(LIBRARY.start(), process.cursor(), true);
        }

        @Actor
        public void other() {
            cache.check(LIBRARY.start(), process.cursor(), true);
        }

        @Arbiter
        public void later(II_Result result) {
            result.r1 = cache.unloaded().size();
            result.r2 = cache.counts().mappings();
        }
    }
}
