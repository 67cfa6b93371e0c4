// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodingTest {

    @Test
    void sumsOf32BitsGoAround() {
        Encoding narrow = new Encoding(4, 4, 4);
        assertThat(narrow.address(0xfffff000L + 0x2000)).isEqualTo(0x1000);
        assertThat(narrow.address(0x1000)).isEqualTo(0x1000);
        assertThat(narrow.end(0xfffff000L + 0x2000)).isEqualTo(0x1000);
        assertThat(narrow.tombstone()).isEqualTo(0xffffffffL);
    }

    @Test
    void theEndOfTheHighestByteStaysBehindIt() {
        assertThat(new Encoding(4, 4, 4).end(0x100000000L)).isEqualTo(0x100000000L);
        assertThat(new Encoding(4, 4, 4).end(0)).isZero();
        assertThat(new Encoding(4, 8, 4).end(0x100000000L)).isEqualTo(0x100000000L);
    }

    @Test
    void sumsOf64BitsAreTheirOwn() {
        Encoding wide = new Encoding(5, 8, 4);
        assertThat(wide.address(-2)).isEqualTo(-2);
        assertThat(wide.end(-1)).isEqualTo(-1);
        assertThat(wide.tombstone()).isEqualTo(-1);
    }
}
