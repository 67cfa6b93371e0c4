// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnitCacheTest {

    private static final long BYTES = unit().bytes();

    private final UnitCache cache = new UnitCache(3 * BYTES);

    @Test
    void whatIsUsedStaysWhenOthersMakeRoom() {
        CompactUnit used = put(1, 3);
        put(2, 3);
        put(3, 3);
        assertThat(cache.get(1)).isSameAs(used);
        put(4, 3);
        assertThat(kept(5)).containsExactly(1, 3, 4);
        assertThat(cache.bytes()).isEqualTo(3 * BYTES);
    }

    @Test
    void anotherUnitOfTheSameOffsetTakesThePlace() {
        put(1, 3);
        CompactUnit whole = put(1, 3);
        assertThat(cache.get(1)).isSameAs(whole);
        assertThat(cache.bytes()).isEqualTo(BYTES);
        put(2, 3);
        put(3, 3);
        assertThat(kept(3)).containsExactly(1, 2, 3);
    }

    @Test
    void lessRoomKeepsLess() {
        put(1, 3);
        put(2, 3);
        put(3, 1);
        assertThat(kept(3)).containsExactly(3);
        put(4, 0);
        assertThat(kept(4)).isEmpty();
        assertThat(cache.bytes()).isZero();
    }

    private CompactUnit put(long offset, int room) {
        CompactUnit unit = unit();
        cache.put(offset, unit, room * BYTES);
        return unit;
    }

    private static CompactUnit unit() {
        return new CompactUnit(null, null, LineTable.EMPTY, null, null, false);
    }

    private List<Integer> kept(int last) {
        List<Integer> kept = new ArrayList<>();
        for (int offset = 0; offset <= last; offset++) {
            if (cache.get(offset) != null) {
                kept.add(offset);
            }
        }
        return kept;
    }
}
