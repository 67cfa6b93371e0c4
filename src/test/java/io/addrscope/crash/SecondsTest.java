// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondsTest {

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                499_999,
                500_000,
                999_499_999L,
                999_500_000L,
                1_000_000_000L,
                12_345_678_901L,
                86_400_000_000_000L,
                -499_999,
                -500_000,
                -1_234_567_890L
            })
    void isWrittenAsTheJdkWould(long nanos) {
        String theirs = String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
        // Theirs keeps the sign of what is rounded to nothing.
        assertThat(Seconds.format(nanos)).isEqualTo(theirs.equals("-0.000 s") ? "0.000 s" : theirs);
    }
}
