// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table against a plain sorted map. */
final class MappingTableTest {

    private final MappingCache cache = new MappingCache(new Keeper(0), Epoch.uncounted(), null);
    private final MappingTable table = new MappingTable();
    private final NavigableMap<Long, KeptMapping> model = new TreeMap<>(Long::compareUnsigned);

    /** Pages in all; few make many overlaps, many make many leaves. */
    @ParameterizedTest
    @ValueSource(ints = {8, 200, 5_000})
    void agreesWithASortedMap(int pages) {
        Random random = new Random(pages);
        for (int step = 0; step < 20_000; step++) {
            long start = random.nextInt(pages) * 4096L;
            if (random.nextInt(4) == 0) {
                KeptMapping gone = model.get(start);
                if (gone != null) {
                    table.remove(gone);
                    model.remove(start);
                }
            } else {
                long end = start + (1 + random.nextInt(3)) * 4096L;
                KeptMapping added = kept(start, end);
                assertThat(put(added)).containsExactlyElementsOf(putInModel(added));
            }
            long address = random.nextInt(pages * 4096);
            assertThat(table.find(address)).isSameAs(findInModel(address));
        }
        assertThat(table.all()).containsExactlyElementsOf(model.values());
        assertThat(table.size()).isEqualTo(model.size());
        for (long page = 0; page <= pages; page++) {
            assertThat(table.find(page * 4096)).isSameAs(findInModel(page * 4096));
        }
    }

    @Test
    void addressesAreUnsigned() {
        KeptMapping low = kept(0x1000, 0x2000);
        KeptMapping high = kept(0xffff_ffff_ff60_0000L, 0xffff_ffff_ff60_1000L);
        KeptMapping top = kept(0xffff_ffff_ffff_f000L, 0);
        put(high);
        put(low);
        put(top);
        assertThat(table.all()).containsExactly(low, high, top);
        assertThat(table.find(0xffff_ffff_ff60_0fffL)).isSameAs(high);
        assertThat(table.find(-1)).isSameAs(top);
        assertThat(table.find(0)).isNull();
    }

    @Test
    void mappingThatWasReplacedIsNotTakenOut() {
        KeptMapping before = kept(0x1000, 0x2000);
        KeptMapping after = kept(0x1000, 0x2000);
        put(before);
        assertThat(put(after)).containsExactly(before);
        table.remove(before);
        assertThat(table.find(0x1000)).isSameAs(after);
    }

    @Test
    void whatWasCheckedLaterStays() {
        KeptMapping late = kept(0x1000, 0x3000);
        late.checked(0, 20);
        put(late);
        KeptMapping early = kept(0x2000, 0x4000);
        early.checked(0, 10);
        List<KeptMapping> replaced = new ArrayList<>();
        assertThat(table.put(early, replaced)).isFalse();
        assertThat(replaced).isEmpty();
        assertThat(table.all()).containsExactly(late);
    }

    private List<KeptMapping> put(KeptMapping added) {
        List<KeptMapping> replaced = new ArrayList<>();
        assertThat(table.put(added, replaced)).isTrue();
        return replaced;
    }

    private KeptMapping kept(long start, long end) {
        ScriptedSource source = new ScriptedSource().map(ScriptedSource.memory(start, end));
        assertThat(source.seek(start, 0, 0)).isTrue();
        return new KeptMapping(cache, source, null);
    }

    private List<KeptMapping> putInModel(KeptMapping added) {
        List<KeptMapping> replaced = new ArrayList<>();
        for (KeptMapping other : new ArrayList<>(model.values())) {
            if (Address.isBelow(other.start(), added.end()) && Address.isBelow(added.start(), other.end())) {
                model.remove(other.start());
                replaced.add(other);
            }
        }
        model.put(added.start(), added);
        return replaced;
    }

    private @Nullable KeptMapping findInModel(long address) {
        Map.Entry<Long, KeptMapping> below = model.floorEntry(address);
        return below != null && Address.isBelow(address, below.getValue().end()) ? below.getValue() : null;
    }
}
