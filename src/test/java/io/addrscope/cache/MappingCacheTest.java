// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import io.addrscope.model.Unloaded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MappingCacheTest {

    private static final Lease FOREVER = Lease.of(Duration.ofDays(365_000));
    private static final Lease NO_TIME = Lease.of(Duration.ofNanos(1));

    private final AtomicLong counter = new AtomicLong(1);
    private final ScriptedSource source = new ScriptedSource();
    private final MappingCache cache = new MappingCache(new Keeper(1 << 20), Epoch.countedBy(counter), null);

    @Test
    void leasedAnswersAskOnce() {
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        MappingCursor leased = cache.leased(source, FOREVER);
        for (long address = 0x1000; address < 0x3000; address += 16) {
            assertThat(leased.seek(address, 0, MapsQuery.NUMBERS)).isTrue();
            assertThat(leased.start()).isEqualTo(0x1000);
            assertThat(leased.end()).isEqualTo(0x3000);
        }
        assertThat(source.questions()).isEqualTo(1);
        assertThat(cache.counts().hits()).isEqualTo(0x2000 / 16 - 1);
        assertThat(cache.counts().verifications()).isEqualTo(1);
    }

    @Test
    void leasedAnswersAskAgainInAnotherEpoch() {
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        MappingCursor leased = cache.leased(source, FOREVER);
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isTrue();
        source.unmap(0x1000);
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isTrue();
        counter.incrementAndGet();
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isFalse();
        assertThat(cache.counts().mismatches()).isEqualTo(1);
    }

    /** An answer that was asked for before the epoch moved is not of the epoch after it, even if it comes later. */
    @Test
    void answerIsTaggedWithTheEpochBeforeTheQuestion() {
        source.map(ScriptedSource.memory(0x1000, 0x3000)).whenAsked(counter::incrementAndGet);
        KeptMapping kept = Objects.requireNonNull(cache.check(0x1000, source, false));
        assertThat(kept.epoch()).isEqualTo(1);
        assertThat(counter.get()).isEqualTo(2);
        assertThat(cache.isCurrent(kept.epoch(), kept.checkedNanos(), FOREVER, cache.countFor(this)))
                .isFalse();
    }

    @Test
    void leasedAnswersAskAgainWhenTheLeaseIsOver() throws InterruptedException {
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        MappingCursor leased = cache.leased(source, NO_TIME);
        leased.seek(0x1000, 0, MapsQuery.NUMBERS);
        Thread.sleep(1);
        leased.seek(0x1000, 0, MapsQuery.NUMBERS);
        assertThat(source.questions()).isEqualTo(2);
        assertThat(cache.counts().mismatches()).isZero();
    }

    @Test
    void otherMappingAtTheSamePlaceReplacesTheFirst() {
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        MappingCursor leased = cache.leased(source, NO_TIME);
        leased.seek(0x1000, 0, MapsQuery.NUMBERS);
        int writable = Permissions.READ | Permissions.WRITE;
        source.map(ScriptedSource.mapping(0x1000, 0x2000, writable, 0, "", null));
        source.map(ScriptedSource.memory(0x2000, 0x3000));
        counter.incrementAndGet();
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isTrue();
        assertThat(leased.end()).isEqualTo(0x2000);
        assertThat(leased.permissions()).isEqualTo(writable);
        assertThat(leased.seek(0x2000, 0, MapsQuery.NUMBERS)).isTrue();
        assertThat(leased.start()).isEqualTo(0x2000);
    }

    @Test
    void nameIsAskedForWhenItIsWantedAndCheckedFromThenOn() {
        source.map(ScriptedSource.mapping(0x1000, 0x3000, Permissions.READ, 7, "/tmp/a", null));
        MappingCursor leased = cache.leased(source, FOREVER);
        leased.seek(0x1000, 0, MapsQuery.NUMBERS);
        leased.seek(0x1000, 0, MapsQuery.NAME);
        assertThat(leased.mapping().name().text()).isEqualTo("/tmp/a");
        source.map(ScriptedSource.mapping(0x1000, 0x3000, Permissions.READ, 7, "/tmp/a (deleted)", null));
        counter.incrementAndGet();
        leased.seek(0x1000, 0, MapsQuery.NAME);
        assertThat(leased.mapping().name().text()).isEqualTo("/tmp/a (deleted)");
    }

    @Test
    void thatNothingIsMappedIsNotKept() {
        MappingCursor leased = cache.leased(source, FOREVER);
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isFalse();
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isTrue();
    }

    @Test
    void codeThatGoesIsRemembered() {
        Mapping library = ScriptedSource.code(0x1000, 0x3000, 7, "/lib/a.so", 1);
        source.map(library);
        long before = System.nanoTime();
        assertThat(cache.check(0x1800, source, false)).isNotNull();
        source.unmap(0x1000);
        assertThat(cache.check(0x1800, source, false)).isNull();
        long after = System.nanoTime();
        Unloaded unloaded = Objects.requireNonNull(cache.lastUnloadedAt(0x2fff)).unloaded();
        assertThat(unloaded.mapping()).isEqualTo(library);
        assertThat(unloaded.lastSeenNanos()).isBetween(before, unloaded.firstMissedNanos());
        assertThat(unloaded.firstMissedNanos()).isLessThanOrEqualTo(after);
        assertThat(cache.lastUnloadedAt(0x3000)).isNull();
        assertThat(cache.unloaded()).containsExactly(unloaded);
    }

    @Test
    void twinAtTheSamePlaceIsTwoEvents() {
        Events events = new Events();
        cache.watch(events);
        source.map(ScriptedSource.code(0x1000, 0x3000, 7, "/lib/a.so", 1));
        cache.check(0x1800, source, false);
        source.map(ScriptedSource.code(0x1000, 0x3000, 8, "/lib/b.so", 2));
        cache.check(0x1800, source, false);
        assertThat(events.seen).containsExactly("+/lib/a.so", "-/lib/a.so", "+/lib/b.so");
    }

    /** The same inode with another build: nothing but the build ID tells. */
    @Test
    void otherBuildInTheSameInodeIsToldByRenewal() {
        Events events = new Events();
        cache.watch(events);
        source.map(ScriptedSource.code(0x1000, 0x3000, 7, "/lib/a.so", 1));
        KeptMapping first = Objects.requireNonNull(cache.check(0x1800, source, true));
        cache.attach(first, "payload", 10);
        source.map(ScriptedSource.code(0x1000, 0x3000, 7, "/lib/a.so", 2));
        assertThat(cache.check(0x1800, source, true)).isSameAs(first);
        KeptMapping second = Objects.requireNonNull(cache.renew(0x1800, source));
        assertThat(second.payload()).isNull();
        assertThat(Objects.requireNonNull(second.named()).buildId()).hasToString("02");
        assertThat(events.seen).containsExactly("+/lib/a.so", "-/lib/a.so", "+/lib/a.so");
    }

    /** {@code mprotect} on a part of the code cuts it in pieces: nothing was unloaded. */
    @Test
    void partOfTheCodeIsStillTheCode() {
        source.map(ScriptedSource.code(0x1000, 0x3000, 7, "/lib/a.so", 1));
        cache.check(0x1800, source, false);
        source.map(ScriptedSource.code(0x1000, 0x2000, 7, "/lib/a.so", 1));
        cache.check(0x1800, source, false);
        assertThat(cache.unloaded()).isEmpty();
    }

    @Test
    void historyIsBounded() {
        for (int i = 0; i < 2 * UnloadHistory.MAX_ENTRIES; i++) {
            source.map(ScriptedSource.code(0x1000, 0x3000, i + 1, "/lib/" + i, i));
            cache.check(0x1800, source, false);
        }
        assertThat(cache.unloaded()).hasSize(UnloadHistory.MAX_ENTRIES);
        assertThat(cache.unloaded().get(0).mapping().inode()).isEqualTo(2 * UnloadHistory.MAX_ENTRIES - 1);
    }

    @Test
    void memoryIsBoundedAndAnswersAreStillRight() {
        MappingCache small = new MappingCache(new Keeper(10_000), Epoch.countedBy(counter), null);
        MappingCursor leased = small.leased(source, FOREVER);
        for (long start = 0; start < 1000 * 0x2000; start += 0x2000) {
            source.map(ScriptedSource.memory(start, start + 0x1000));
        }
        for (int round = 0; round < 3; round++) {
            for (long start = 0; start < 1000 * 0x2000; start += 0x2000) {
                assertThat(leased.seek(start, 0, MapsQuery.NUMBERS)).isTrue();
                assertThat(leased.start()).isEqualTo(start);
            }
        }
        CacheCounts counts = small.counts();
        assertThat(counts.bytes()).isBetween(5_000L, 10_000L);
        assertThat(counts.mappings()).isBetween(10, 100);
        assertThat(counts.evictions()).isPositive();
        assertThat(counts.mismatches()).isZero();
    }

    @Test
    void withoutMemoryEachAnswerIsAskedFor() {
        MappingCache none = new MappingCache(new Keeper(0), Epoch.countedBy(counter), null);
        source.map(ScriptedSource.memory(0x1000, 0x3000));
        MappingCursor leased = none.leased(source, FOREVER);
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isTrue();
        source.unmap(0x1000);
        assertThat(leased.seek(0x1000, 0, MapsQuery.NUMBERS)).isFalse();
        assertThat(none.counts().mappings()).isZero();
    }

    private static final class Events implements LibraryWatcher {

        final List<String> seen = new ArrayList<>();

        @Override
        public void arrived(Mapping mapping) {
            seen.add("+" + mapping.name());
        }

        @Override
        public void departed(Unloaded unloaded) {
            seen.add("-" + unloaded.mapping().name());
        }
    }
}
