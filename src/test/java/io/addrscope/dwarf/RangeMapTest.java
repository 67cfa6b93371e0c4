// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeMapTest {

    @Test
    void theLastOneAddedCounts() {
        Random random = new Random(2);
        for (int round = 0; round < 2000; round++) {
            long base = round % 3 == 0 ? -20 : round % 3 == 1 ? Long.MAX_VALUE - 30 : 1000;
            int space = 60;
            int[] expected = new int[space];
            Arrays.fill(expected, RangeMap.NONE);
            RangeMap.Builder builder = new RangeMap.Builder();
            int count = random.nextInt(12);
            for (int number = 0; number < count; number++) {
                int start = random.nextInt(space - 1);
                int end = start + 1 + random.nextInt(space - start - 1);
                if (base == -20 && start < 19 && end > 19) {
                    // Ranges do not go around the address space.
                    end = 19;
                }
                builder.add(base + start, base + end, number);
                Arrays.fill(expected, start, end, number);
            }
            RangeMap map = builder.build();
            for (int i = 0; i < space; i++) {
                if (base == -20 && i >= 19) {
                    continue;
                }
                assertThat(map.find(base + i)).as("round %d, %d", round, i).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void nothingIsInAnEmptyOne() {
        RangeMap map = new RangeMap.Builder().build();
        assertThat(map.find(0)).isEqualTo(RangeMap.NONE);
        assertThat(map.find(-1)).isEqualTo(RangeMap.NONE);
        assertThat(map.size()).isZero();
    }
}
