// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.addrscope.model.Permissions;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Epoch and time of a check are read, in this order, while they are written: whoever reads the epoch of a check reads the
 * time of that check or of a later one, never of one before, nor the time 0 of none.
 */
public class KeptMappingStress {

    @JCStressTest
    @Description("A mapping is checked twice while somebody reads when it was.")
    @Outcome(
            id = {"-1, 0", "-1, 10", "-1, 20", "1, 10", "1, 20", "2, 20"},
            expect = ACCEPTABLE,
            desc = "A time not before that of the epoch's check.")
    @Outcome(expect = FORBIDDEN, desc = "A time from before the epoch's check, or what nobody wrote.")
    @State
    public static class Checked {

        private final KeptMapping mapping = Mappings.kept(Mappings.memory(0x1000, 0x3000, Permissions.READ));

        @Actor
        public void checker() {
            mapping.checked(1, 10);
            mapping.checked(2, 20);
        }

        @Actor
        public void reader(JJ_Result result) {
            result.r1 = mapping.epoch();
            result.r2 = mapping.checkedNanos();
        }
    }
}
