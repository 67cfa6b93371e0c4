// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnsignedOrderTest {

    private static final long SEED = 20261125;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 12, 33, 63})
    void sortsAsTheJdkDoes(int droppedBits) {
        Random random = new Random(SEED);
        for (int count = 0; count < 3000; count = count * 3 / 2 + 1) {
            long[] addresses =
                    random.longs(count + 5).map(n -> n >>> droppedBits).toArray();
            int[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparing((Integer i) -> addresses[i], Long::compareUnsigned))
                    .mapToInt(Integer::intValue)
                    .toArray();

            assertThat(UnsignedOrder.indices(addresses, count)).isEqualTo(expected);
        }
    }

    @Test
    void findsWhatIsNotAbove() {
        long[] sorted = {1, 5, 6, Long.MAX_VALUE, Long.MIN_VALUE, -2};

        assertThat(UnsignedOrder.floor(sorted, 0)).isEqualTo(-1);
        assertThat(UnsignedOrder.floor(sorted, 1)).isZero();
        assertThat(UnsignedOrder.floor(sorted, 4)).isZero();
        assertThat(UnsignedOrder.floor(sorted, 5)).isEqualTo(1);
        assertThat(UnsignedOrder.floor(sorted, 7)).isEqualTo(2);
        assertThat(UnsignedOrder.floor(sorted, Long.MIN_VALUE)).isEqualTo(4);
        assertThat(UnsignedOrder.floor(sorted, -3)).isEqualTo(4);
        assertThat(UnsignedOrder.floor(sorted, -1)).isEqualTo(5);
        assertThat(UnsignedOrder.floor(new long[0], 7)).isEqualTo(-1);
    }
}
