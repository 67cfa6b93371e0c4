// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.cache.LeaseClock;
import io.addrscope.model.Freshness;
import io.addrscope.model.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways to ask, in a storm. {@link Judge} says what a wrong answer is.
 *
 * <p>Ten million verified lookups, and as many leased ones: {@code mvn test -pl src -Dtest=StormTest -Daddrscope.long=true}.
 */
class StormTest {

    private static final long SEED = 20261124;

    /** One that goes by the exact time. */
    private static final Duration SHORT_LEASE = Duration.ofMillis(5);

    /** One that goes by the coarse time. */
    private static final Duration LONG_LEASE = Duration.ofMillis(10);

    private static final AddressSpace SELF = AddressSpace.self();

    static Stream<Row> honestWays() {
        Freshness briefly = Freshness.leased(SHORT_LEASE);
        long shortLease = SHORT_LEASE.toNanos();
        return Stream.of(
                new Row("verified cursor", 0, Scale.of(1_000_000, 10_000_000), () -> Subjects.seeking(SELF.cursor())),
                new Row(
                        "verified images",
                        0,
                        Scale.of(100_000, 1_000_000),
                        () -> Subjects.seeking(SELF.imageCursor(Freshness.VERIFIED))),
                new Row("verified locate", 0, Scale.of(10_000, 500_000), () -> Subjects.locating(SELF::locate)),
                new Row(
                        "cursor by text",
                        0,
                        Scale.of(2_000, 100_000),
                        () -> Subjects.seeking(AddressSpace.self(Source.TEXT).cursor())),
                new Row(
                        "leased cursor",
                        shortLease,
                        Scale.of(1_000_000, 10_000_000),
                        () -> Subjects.seeking(SELF.cursor(briefly))),
                new Row(
                        "leased images",
                        shortLease,
                        Scale.of(200_000, 2_000_000),
                        () -> Subjects.seeking(SELF.imageCursor(briefly))),
                new Row(
                        "leased locate",
                        shortLease,
                        Scale.of(20_000, 1_000_000),
                        () -> Subjects.locating(address -> SELF.locate(address, briefly))),
                repeating("repeated for its lease", SHORT_LEASE, SHORT_LEASE));
    }

    @ParameterizedTest
    @MethodSource("honestWays")
    void noAnswerIsOlderThanItMayBe(Row row) {
        Report report = ask(row);
        assertThat(report.tally().wrong()).as(report.toString()).isZero();
    }

    /** The one exception is in the contract of the clock, which tells how much it lagged; at worst twice in a row. */
    @Test
    void aLongLeaseIsExceededByNoMoreThanTheClockLags() throws InterruptedException {
        Report report = ask(new Row(
                "cursor with a long lease",
                LONG_LEASE.toNanos(),
                Scale.of(500_000, 5_000_000),
                () -> Subjects.seeking(SELF.cursor(Freshness.leased(LONG_LEASE)))));
        // The clock tells of a delay when it is over.
        Thread.sleep(100);
        long lag = SELF.statistics().cache().clockDelayNanos() + LeaseClock.MAX_ERROR_NANOS;
        System.out.println("  the coarse clock lagged by at most " + lag / 1000 + " us");
        assertThat(report.tally().oldestNanos()).as(report.toString()).isLessThan(LONG_LEASE.toNanos() + 2 * lag);
    }

    @Test
    void whatIsOlderThanItsLeaseIsFoundWrong() {
        Report report = ask(repeating("repeated for longer", SHORT_LEASE.multipliedBy(4), SHORT_LEASE.dividedBy(4)));
        assertThat(report.tally().wrong()).isPositive();
    }

    @Test
    void leasedAnswersAreNoVerifiedOnes() {
        Report report = ask(new Row(
                "leased cursor, as if it were verified",
                0,
                500_000,
                () -> Subjects.seeking(SELF.cursor(Freshness.leased(LONG_LEASE)))));
        assertThat(report.tally().wrong()).isPositive();
    }

    @Test
    void staleAnswersAreFoundWrong() {
        Report report = ask(new Row("remembered for ever", 0, 50_000, () -> Subjects.remembering(SELF.maps())));
        assertThat(report.tally().count(Verdict.WRONG_PRESENCE)).isPositive();
        assertThat(report.tally().count(Verdict.WRONG_PERMISSIONS)).isPositive();
        assertThat(report.tally().count(Verdict.WRONG_FILE)).isPositive();
        assertThat(report.tally().wrong()).isGreaterThan(report.tally().lookups() / 2);
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

    private static Row repeating(String name, Duration repeated, Duration lease) {
        return new Row(
                name,
                lease.toNanos(),
                1_000_000,
                () -> Subjects.repeating(Subjects.seeking(SELF.cursor()), repeated.toNanos()));
    }

    private static Report ask(Row row) {
        Report report = Readers.ask(row, SEED);
        System.out.println(report);
        assertThat(report.tally().count(Verdict.UNJUDGED)).isLessThan(row.lookups() / 100);
        Map<Kind, Long> changes = new EnumMap<>(report.changes());
        // Those two are up to the kernel, and to what else goes on in this JVM.
        changes.keySet().removeAll(Set.of(Kind.REFUSED, Kind.ELSEWHERE));
        assertThat(changes).as("each kind has happened").doesNotContainValue(0L);
        return report;
    }
}
