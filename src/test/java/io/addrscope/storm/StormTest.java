// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.model.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Ways to ask, in a storm. {@link Judge} says what a wrong answer is.
 *
 * <p>Ten million verified lookups: {@code mvn test -pl src -Dtest=StormTest -Daddrscope.long=true}.
 */
class StormTest {

    private static final long SEED = 20261124;

    private static final long LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @Test
    void aVerifiedCursorIsNeverWrong() {
        Report report =
                ask("verified cursor", 0, Scale.of(1_000_000, 10_000_000), () -> Subjects.seeking(self().cursor()));
        assertThat(report.tally().wrong()).as(report.toString()).isZero();
        Map<Kind, Long> changes = new EnumMap<>(report.changes());
        // Those two are up to the kernel, and to what else goes on in this JVM.
        changes.keySet().removeAll(Set.of(Kind.REFUSED, Kind.ELSEWHERE));
        assertThat(changes).as("each kind has happened").doesNotContainValue(0L);
    }

    @Test
    void locateIsNeverWrong() {
        Report report = ask("locate", 0, Scale.of(10_000, 500_000), () -> Subjects.locating(self()::locate));
        assertThat(report.tally().wrong()).as(report.toString()).isZero();
    }

    @Test
    void aCursorByTextIsNeverWrong() {
        Report report = ask(
                "cursor by text",
                0,
                Scale.of(2_000, 100_000),
                () -> Subjects.seeking(AddressSpace.self(Source.TEXT).cursor()));
        assertThat(report.tally().wrong()).as(report.toString()).isZero();
    }

    @Test
    void whatIsNoOlderThanItsLeaseIsRight() {
        Report report = ask("repeated for a lease", LEASE_NANOS, Scale.of(1_000_000, 10_000_000), StormTest::repeating);
        assertThat(report.tally().wrong()).as(report.toString()).isZero();
    }

    @Test
    void whatIsOlderThanItsLeaseIsFoundWrong() {
        Report report = ask("repeated for longer", LEASE_NANOS / 10, 1_000_000, StormTest::repeating);
        assertThat(report.tally().wrong()).as(report.toString()).isPositive();
    }

    @Test
    void staleAnswersAreFoundWrong() {
        Report report = ask("remembered for ever", 0, 50_000, () -> Subjects.remembering(self().maps()));
        assertThat(report.tally().count(Verdict.WRONG_PRESENCE)).isPositive();
        assertThat(report.tally().count(Verdict.WRONG_PERMISSIONS)).isPositive();
        assertThat(report.tally().count(Verdict.WRONG_FILE)).isPositive();
        assertThat(report.tally().wrong()).isGreaterThan(report.tally().lookups() / 2);
    }

    private static Subject repeating() {
        return Subjects.repeating(Subjects.seeking(self().cursor()), LEASE_NANOS);
    }

    private static AddressSpace self() {
        return AddressSpace.self();
    }

    private static Report ask(String name, long leaseNanos, long lookups, Supplier<Subject> subjects) {
        Report report = Readers.ask(name, leaseNanos, lookups, SEED, subjects);
        System.out.println(report);
        assertThat(report.tally().count(Verdict.UNJUDGED)).isLessThan(lookups / 100);
        return report;
    }

    /** All judgements rest on this. */
    @Test
    void theLogHasTheClockOfNanoTime() {
        for (int i = 0; i < 100_000; i++) {
            long before = System.nanoTime();
            long clock = Storm.clock();
            assertThat(clock).isBetween(before, System.nanoTime());
        }
    }
}
