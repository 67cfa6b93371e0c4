// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void comparesAsUnsignedNumbers() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long a = random.nextLong() >>> random.nextInt(64);
            long b = random.nextInt(4) == 0 ? a + random.nextInt(3) - 1 : random.nextLong() >>> random.nextInt(64);
            long c = random.nextLong() >>> random.nextInt(64);
            int expected = exact(a).compareTo(exact(b));
            assertThat(Integer.signum(Address.compare(a, b))).isEqualTo(expected);
            assertThat(Address.isBelow(a, b)).isEqualTo(expected < 0);
            assertThat(Address.isWithin(c, a, b))
                    .isEqualTo(exact(a).compareTo(exact(c)) <= 0 && exact(c).compareTo(exact(b)) < 0);
        }
    }

    @Test
    void printsLowerCaseHexWithoutLeadingZeros() {
        assertThat(Address.format(0)).isEqualTo("0x0");
        assertThat(Address.format(-1)).isEqualTo("0xffffffffffffffff");
        assertThat(Address.format(0x7f5a3c028000L)).isEqualTo("0x7f5a3c028000");
    }

    @Test
    void aMappingUpToTheTopHoldsTheLastByte() {
        Mapping top = mapping(-0x1000, 0);
        assertThat(top.contains(-1)).isTrue();
        assertThat(top.contains(-0x1000)).isTrue();
        assertThat(top.contains(-0x1001)).isFalse();
        assertThat(top.contains(0)).isFalse();
        assertThat(top.size()).isEqualTo(0x1000);
        Mapping middle = mapping(0x1000, 0x3000);
        assertThat(middle.contains(0xfff)).isFalse();
        assertThat(middle.contains(0x1000)).isTrue();
        assertThat(middle.contains(0x2fff)).isTrue();
        assertThat(middle.contains(0x3000)).isFalse();
        assertThat(middle.fileOffset(0x1234)).isEqualTo(0x5234);
    }

    @Test
    void sizesKeepFourDigitsAtMost() {
        assertThat(ByteSize.format(0)).isEqualTo("0 B");
        assertThat(ByteSize.format(1023)).isEqualTo("1023 B");
        assertThat(ByteSize.format(4096)).isEqualTo("4 KiB");
        assertThat(ByteSize.format(1_572_864)).isEqualTo("1.5 MiB");
        assertThat(ByteSize.format(10 * 1024 * 1024 - 1)).isEqualTo("9.9 MiB");
        assertThat(ByteSize.format(1L << 47)).isEqualTo("128 TiB");
        assertThat(ByteSize.format(-1)).isEqualTo("15 EiB");
    }

    private static Mapping mapping(long start, long end) {
        return new Mapping(start, end, new Permissions(0), 0x5000, Device.NONE, 0, MappingName.NONE, false, 0, null);
    }

    private static BigInteger exact(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }
}
