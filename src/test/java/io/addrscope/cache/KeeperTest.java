// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeeperTest {

    private final List<Item> evicted = new ArrayList<>();

    @Test
    void whatIsNotUsedGoesFirst() {
        Keeper keeper = new Keeper(30);
        Item first = keep(keeper, 10);
        Item second = keep(keeper, 10);
        Item third = keep(keeper, 10);
        first.touch();
        Item fourth = keep(keeper, 10);
        assertThat(evicted).containsExactly(second);
        // The hand has passed the first one and goes on from there.
        keep(keeper, 10);
        assertThat(evicted).containsExactly(second, third);
        fourth.touch();
        keep(keeper, 10);
        assertThat(evicted).hasSize(3).doesNotContain(fourth);
        assertThat(keeper.bytes()).isEqualTo(30);
        assertThat(keeper.evictions()).isEqualTo(3);
    }

    @Test
    void whenAllIsUsedTheOldestGoes() {
        Keeper keeper = new Keeper(30);
        List<Item> items = List.of(keep(keeper, 10), keep(keeper, 10), keep(keeper, 10));
        items.forEach(Item::touch);
        keep(keeper, 10);
        assertThat(evicted).containsExactly(items.get(0));
    }

    @Test
    void whatAloneIsTooLargeIsNotKeptAndDrivesNothingOut() {
        Keeper keeper = new Keeper(30);
        keep(keeper, 10);
        assertThat(keeper.keep(new Item(31))).isFalse();
        assertThat(evicted).isEmpty();
        assertThat(new Keeper(0).keep(new Item(1))).isFalse();
    }

    @Test
    void whatGrowsDrivesOthersOutBeforeItself() {
        Keeper keeper = new Keeper(30);
        Item growing = keep(keeper, 10);
        Item other = keep(keeper, 10);
        keeper.grow(growing, 15);
        assertThat(evicted).containsExactly(other);
        keeper.grow(growing, 15);
        assertThat(evicted).containsExactly(other, growing);
        assertThat(keeper.bytes()).isZero();
    }

    @Test
    void lowerLimitDropsWhatHasNoRoom() {
        Keeper keeper = new Keeper(30);
        Item first = keep(keeper, 10);
        Item second = keep(keeper, 10);
        keep(keeper, 10);
        first.touch();
        keeper.limit(20);
        assertThat(evicted).containsExactly(second);
        assertThat(keeper.capacity()).isEqualTo(20);
        assertThat(keeper.bytes()).isEqualTo(20);
        assertThat(keeper.keep(new Item(21))).isFalse();
    }

    @Test
    void whatWasForgottenDoesNotComeBack() {
        Keeper keeper = new Keeper(30);
        Item item = keep(keeper, 10);
        assertThat(keeper.forget(item)).isTrue();
        assertThat(keeper.forget(item)).isFalse();
        assertThat(keeper.keep(item)).isFalse();
        Item early = new Item(10);
        assertThat(keeper.forget(early)).isTrue();
        assertThat(keeper.keep(early)).isFalse();
        assertThat(keeper.bytes()).isZero();
        assertThat(evicted).isEmpty();
    }

    /** A working set that fits stays, whatever else comes by once. */
    @Test
    void hotItemsSurviveAScan() {
        Keeper keeper = new Keeper(100 * 10);
        Random random = new Random(1);
        List<Item> hot = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            hot.add(keep(keeper, 10));
        }
        for (int i = 0; i < 10_000; i++) {
            for (int use = 0; use < 5; use++) {
                hot.get(random.nextInt(hot.size())).touch();
            }
            keep(keeper, 10);
        }
        assertThat(evicted.stream().filter(hot::contains)).hasSizeLessThan(3);
        assertThat(keeper.bytes()).isEqualTo(1000);
    }

    private Item keep(Keeper keeper, long bytes) {
        Item item = new Item(bytes);
        assertThat(keeper.keep(item)).isTrue();
        return item;
    }

    private final class Item extends Kept {

        Item(long bytes) {
            super(bytes);
        }

        @Override
        protected void evicted() {
            evicted.add(this);
        }
    }
}
