// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InputTest {

    @Test
    void numbersOfTheStandardsExamples() throws DwarfFormatException {
        // DWARF 5, tables 7.7 and 7.8.
        assertThat(bytes(2).uleb()).isEqualTo(2);
        assertThat(bytes(127).uleb()).isEqualTo(127);
        assertThat(bytes(0x80, 1).uleb()).isEqualTo(128);
        assertThat(bytes(57 + 0x80, 100).uleb()).isEqualTo(12857);
        assertThat(bytes(2).sleb()).isEqualTo(2);
        assertThat(bytes(0x7e).sleb()).isEqualTo(-2);
        assertThat(bytes(127 + 0x80, 0).sleb()).isEqualTo(127);
        assertThat(bytes(1 + 0x80, 0x7f).sleb()).isEqualTo(-127);
        assertThat(bytes(0x80, 1).sleb()).isEqualTo(128);
        assertThat(bytes(0x80, 0x7f).sleb()).isEqualTo(-128);
    }

    @Test
    void numbersOf64BitsAndWithPadding() throws DwarfFormatException {
        assertThat(bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)
                        .uleb())
                .isEqualTo(-1);
        assertThat(bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f)
                        .sleb())
                .isEqualTo(Long.MIN_VALUE);
        assertThat(bytes(0x81, 0x80, 0x80, 0).uleb()).isEqualTo(1);
        int[] endless = new int[40];
        Arrays.fill(endless, 0x80);
        assertThatThrownBy(() -> bytes(endless).uleb())
                .isInstanceOf(DwarfFormatException.class)
                .hasMessageContaining("more than 16 bytes");
    }

    @Test
    void bothByteOrders() throws DwarfFormatException {
        byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
        Input little = new Input("x", data, 0, 0, 8, false);
        Input big = new Input("x", data, 0, 0, 8, true);
        assertThat(little.u16()).isEqualTo(0x0201);
        assertThat(big.u16()).isEqualTo(0x0102);
        assertThat(little.unsigned(3)).isEqualTo(0x050403);
        assertThat(big.unsigned(3)).isEqualTo(0x030405);
        little.seek(0);
        big.seek(0);
        assertThat(little.u64()).isEqualTo(0x0807060504030201L);
        assertThat(big.u64()).isEqualTo(0x0102030405060708L);
    }

    @Test
    void faultsTellWhere() {
        Input in = new Input(".debug_x", new byte[20], 0x1000, 4, 8, false);
        assertThatThrownBy(in::u64).isInstanceOf(DwarfFormatException.class).hasMessage(".debug_x at 0x1004: cut off");
        assertThatThrownBy(() -> in.seek(0x1009)).isInstanceOf(DwarfFormatException.class);
        assertThatThrownBy(() -> in.seek(0x1003)).isInstanceOf(DwarfFormatException.class);
        assertThatThrownBy(() -> in.seek(Long.MIN_VALUE)).isInstanceOf(DwarfFormatException.class);
        assertThatThrownBy(() -> in.skip(Long.MAX_VALUE)).isInstanceOf(DwarfFormatException.class);
        assertThatThrownBy(() -> in.skip(-1)).isInstanceOf(DwarfFormatException.class);
    }

    private static Input bytes(int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            data[i] = (byte) values[i];
        }
        return new Input("test", data, 0, 0, data.length, false);
    }
}
