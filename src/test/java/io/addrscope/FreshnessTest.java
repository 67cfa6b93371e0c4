// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.locate.ImageCursor;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.Symbol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often the kernel is asked, and that it makes no difference to the answers. */
class FreshnessTest {

    private static final Freshness LEASE = Freshness.leased(Duration.ofMinutes(10));

    private final AddressSpace space = AddressSpace.self(Settings.DEFAULT);
    private final List<Mapping> libraries = libraries();

    private List<Mapping> libraries() {
        List<Mapping> found = new ArrayList<>();
        MapsSnapshot snapshot = space.maps();
        for (Mapping mapping : snapshot.mappings()) {
            if (mapping.isFileBacked() && mapping.name().text().endsWith(".so") && found.size() < 20) {
                found.add(mapping);
            }
        }
        assertThat(found).hasSize(20);
        return found;
    }

    @Test
    void batchAsksOnceAboutEachMapping() {
        long[] addresses = addresses(2_000);
        space.locateAll(addresses);
        long before = space.statistics().queries();
        List<Location> answers = space.locateAll(addresses);
        long queries = space.statistics().queries() - before;
        assertThat(queries).isLessThanOrEqualTo(libraries.size());
        for (int i = 0; i < addresses.length; i++) {
            Location alone = space.locate(addresses[i]);
            Location answer = answers.get(i);
            assertThat(answer.address()).isEqualTo(addresses[i]);
            assertThat(answer.mapping()).isEqualTo(alone.mapping());
            assertThat(answer.fileOffset()).isEqualTo(alone.fileOffset());
            assertThat(answer.elfAddress()).isEqualTo(alone.elfAddress());
            assertThat(answer.reasons()).isEqualTo(alone.reasons());
        }
    }

    @Test
    void badAddressesDoNotSpoilABatch() {
        long known = libraries.get(0).start();
        List<Location> answers = space.locateAll(0x8000_0000_0000_0000L, known, 0, -1, known, 0x10, 0xdead_0000L);
        assertThat(answers.get(0).reasons().get(0).code()).isEqualTo(Reason.Code.NON_CANONICAL);
        assertThat(answers.get(1).mapping()).isNotNull();
        assertThat(answers.get(2).reasons().get(0).code()).isEqualTo(Reason.Code.NULL_PAGE);
        assertThat(answers.get(3).reasons().get(0).code()).isEqualTo(Reason.Code.KERNEL_ADDRESS);
        assertThat(answers.get(4)).isEqualTo(answers.get(1));
        assertThat(answers.get(5).reasons().get(0).code()).isEqualTo(Reason.Code.NULL_PAGE);
        assertThat(answers.get(6).mapping()).isNull();
        assertThat(space.locateAll()).isEmpty();
    }

    /** Addresses in one gap share one look around; each is told its own distances. */
    @Test
    void addressesInAGapAreToldTheirOwnDistances() {
        List<Mapping> all = space.maps().mappings();
        Mapping below = all.get(0);
        Mapping above = all.get(1);
        for (int i = 1; i < all.size() && above.start() - below.end() < 0x10_0000; i++) {
            below = all.get(i - 1);
            above = all.get(i);
        }
        long[] addresses = {below.end() + 0x10, below.end() + 0x2000, above.start() - 1};
        List<Location> answers = space.locateAll(addresses);
        for (int i = 0; i < addresses.length; i++) {
            assertThat(Objects.requireNonNull(answers.get(i).before()).distance())
                    .isEqualTo(addresses[i] - below.end());
            assertThat(Objects.requireNonNull(answers.get(i).after()).distance())
                    .isEqualTo(above.start() - addresses[i]);
        }
    }

    @Test
    void leasedAnswersAskNobodyAndSaySo() {
        long[] addresses = addresses(500);
        for (long address : addresses) {
            space.locate(address, LEASE);
        }
        Statistics before = space.statistics();
        for (long address : addresses) {
            Location leased = space.locate(address, LEASE);
            assertThat(leased.freshness()).isEqualTo(LEASE);
            assertThat(leased.ageNanos()).isBetween(0L, Duration.ofMinutes(10).toNanos());
        }
        Statistics after = space.statistics();
        assertThat(after.queries()).isEqualTo(before.queries());
        assertThat(after.cache().hits() - before.cache().hits()).isEqualTo(addresses.length);
        for (long address : addresses) {
            Location verified = space.locate(address);
            Location leased = space.locate(address, LEASE);
            assertThat(leased.mapping()).isEqualTo(verified.mapping());
            assertThat(leased.elfAddress()).isEqualTo(verified.elfAddress());
        }
    }

    @Test
    void imageCursorAgreesWithLocate() {
        ImageCursor verified = space.imageCursor(Freshness.VERIFIED);
        ImageCursor leased = space.imageCursor(LEASE);
        ImageCursor snapshot = space.imageCursor(Freshness.SNAPSHOT);
        for (long address : addresses(500)) {
            Location location = space.locate(address);
            for (ImageCursor cursor : List.of(verified, leased)) {
                assertThat(cursor.seek(address)).isTrue();
                assertThat(cursor.mapping()).isEqualTo(location.mapping());
                assertThat(cursor.elfAddress(-1))
                        .isEqualTo(location.elfAddress().orElse(-1));
                assertThat(named(cursor)).isEqualTo(name(location));
            }
            assertThat(snapshot.seek(address)).isTrue();
            assertThat(snapshot.elfAddress(-1)).isEqualTo(location.elfAddress().orElse(-1));
            assertThat(named(snapshot)).isEqualTo(name(location));
        }
        assertThat(verified.seek(0)).isFalse();
        assertThat(verified.mapping()).isNull();
        assertThat(verified.elfAddress(-1)).isEqualTo(-1);
        assertThat(verified.symbolId()).isEqualTo(ImageCursor.NO_SYMBOL);
    }

    private static String name(Location location) {
        Symbol symbol = location.symbol();
        return symbol == null ? "" : symbol.raw() + "+" + symbol.offset() + "/" + symbol.size();
    }

    private static String named(ImageCursor cursor) {
        byte[] name = new byte[4096];
        return cursor.symbolId() == ImageCursor.NO_SYMBOL
                ? ""
                : new String(name, 0, cursor.copySymbolName(name), StandardCharsets.UTF_8) + "+"
                        + (cursor.elfAddress(0) - cursor.symbolStart()) + "/" + cursor.symbolSize();
    }

    @Test
    void snapshotCursorKeepsToItsSnapshot() {
        Cursor snapshot = space.cursor(Freshness.SNAPSHOT);
        long before = space.statistics().snapshots();
        for (long address : addresses(500)) {
            assertThat(snapshot.seek(address)).isEqualTo(Cursor.MAPPED);
        }
        assertThat(space.statistics().snapshots()).isEqualTo(before);
        Location location = space.locate(libraries.get(0).start(), Freshness.SNAPSHOT);
        assertThat(location.freshness()).isEqualTo(Freshness.SNAPSHOT);
    }

    /** Little memory makes answers slow, not wrong. */
    @Test
    void littleMemoryIsEnough() {
        AddressSpace small = AddressSpace.self(Settings.DEFAULT.withMemory(1_000));
        AddressSpace none = AddressSpace.self(Settings.DEFAULT.withMemory(0));
        Set<Long> kept = new HashSet<>();
        for (long address : addresses(500)) {
            Location expected = space.locate(address);
            for (AddressSpace tight : List.of(small, none)) {
                Location location = tight.locate(address, LEASE);
                assertThat(location.mapping()).isEqualTo(expected.mapping());
                assertThat(location.elfAddress()).isEqualTo(expected.elfAddress());
                kept.add(tight.statistics().cache().bytes());
            }
        }
        assertThat(kept).allMatch(bytes -> bytes <= 1_000);
        assertThat(small.statistics().cache().evictions()).isPositive();
    }

    /** At random in the libraries, with repetitions. */
    private long[] addresses(int count) {
        Random random = new Random(count);
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            Mapping library = libraries.get(random.nextInt(libraries.size()));
            addresses[i] = i % 10 == 9 ? addresses[i / 2] : library.start() + random.nextInt((int) library.size());
        }
        return addresses;
    }
}
