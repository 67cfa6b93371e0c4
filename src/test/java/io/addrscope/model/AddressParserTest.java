// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressParserTest {

    private static final long SEED = 20261122;

    @ParameterizedTest
    @CsvSource({
        "0x7f5a3c028000, 7f5a3c028000",
        "0X7F5A3C028000, 7f5a3c028000",
        "0x7F5a3C028000, 7f5a3c028000",
        "7f5a3c028000, 7f5a3c028000",
        "7F5A3C028000, 7f5a3c028000",
        "0, 0",
        "0x0, 0",
        "00000000000000000000000000000000000000000, 0",
        "0x00000000000000007f5a3c028000, 7f5a3c028000",
        "00007f5a3c028000, 7f5a3c028000",
        "10, 10",
        "0x8000000000000000, 8000000000000000",
        "ffffffffffffffff, ffffffffffffffff",
        "0x0000ffffffffffffffff, ffffffffffffffff",
        "deadbeef, deadbeef",
        "face, face",
    })
    void takesEverySaneSpelling(String token, String hex) {
        assertThat(AddressParser.parse(token)).isEqualTo(Long.parseUnsignedLong(hex, 16));
        assertThat(AddressParser.parse(" \t" + token + " \r\n")).isEqualTo(Long.parseUnsignedLong(hex, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "10, a",
        "0000000000000000000000000000000010, a",
        "18446744073709551615, ffffffffffffffff",
        "9223372036854775808, 8000000000000000",
        "0x10, 10",
        "0Xff, ff",
    })
    void takesDecimalWhereItIsAskedFor(String token, String hex) {
        assertThat(AddressParser.parseDecimal(token)).isEqualTo(Long.parseUnsignedLong(hex, 16));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it is empty",
                "'  ' | it is empty",
                "-1 | never negative",
                "-0x10 | never negative",
                "7f00-7f10 | range",
                "0x7f00-0x7f10 | range",
                "7f5a3c028000-7f5a3c1bd000 r-xp | range",
                "0x | no digit",
                "0X | no digit",
                "0x10000000000000000 | more than 64 bits",
                "10000000000000000 | more than 64 bits",
                "0xg | not a hexadecimal digit",
                "7f00:10 | ':' is not a hexadecimal digit",
                "7f00+10 | '+' is not a hexadecimal digit",
                "+10 | not a hexadecimal digit",
                "0x7f 00 | ' ' is not a hexadecimal digit",
                "0x0x10 | 'x' is not a hexadecimal digit",
                "10h | 'h' is not a hexadecimal digit",
                "1_000 | '_' is not a hexadecimal digit",
                "main | not a hexadecimal digit",
                "٣ | not a hexadecimal digit",
                "ａ | not a hexadecimal digit",
            })
    void refusesWhatIsNotOneAddressAndSaysWhy(String token, String why) {
        assertThatThrownBy(() -> AddressParser.parse(token))
                .isInstanceOf(AddressFormatException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "99999999999999999999", "100000000000000000000000000000000000"})
    void refusesDecimalsOfMoreThan64Bits(String token) {
        assertThatThrownBy(() -> AddressParser.parseDecimal(token))
                .isInstanceOf(AddressFormatException.class)
                .hasMessageContaining("more than 64 bits")
                .hasMessageContaining("\"" + token + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1a", "a", "-1", "1-2", "", "1.5", "٣", "0x", "0xg"})
    void refusesWhatIsNotDecimal(String token) {
        assertThatThrownBy(() -> AddressParser.parseDecimal(token)).isInstanceOf(AddressFormatException.class);
    }

    @Test
    void quotesTheTokenWithoutWhatWouldSteerATerminal() {
        assertThatThrownBy(() -> AddressParser.parse("0x7f\u001b[31m\n\u202e\u0007zz"))
                .hasMessageContaining("\"0x7f\\u001b[31m\\u000a\\u202e\\u0007zz\"");
        assertThatThrownBy(() -> AddressParser.parse("q".repeat(100_000)))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(200))
                .hasMessageContaining("\"" + "q".repeat(60) + "...\"");
    }

    @Test
    void readsBackEveryAddressInEverySpelling() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            long address = random.nextLong() >>> random.nextInt(64);
            String digits = Long.toHexString(address);
            String spelled =
                    "0".repeat(random.nextInt(20)) + (random.nextBoolean() ? digits.toUpperCase(Locale.ROOT) : digits);
            String prefix = new String[] {"", "0x", "0X"}[random.nextInt(3)];
            assertThat(AddressParser.parse(prefix + spelled)).isEqualTo(address);
            assertThat(AddressParser.parseDecimal(Long.toUnsignedString(address)))
                    .isEqualTo(address);
            assertThat(AddressParser.parse(Address.format(address))).isEqualTo(address);
        }
    }

    @Test
    void anyTextIsReadAsArbitraryPrecisionReadsItOrIsRefusedInPrintableAscii() {
        Random random = new Random(SEED);
        String alphabet = "0123456789abcdefABCDEFxX-+. \t\n\u001b\u0000g\u00e9\u202e\ud83d";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder token = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                token.append(alphabet.charAt(random.nextInt(random.nextBoolean() ? 22 : alphabet.length())));
            }
            check(token.toString());
        }
    }

    private static void check(String token) {
        long address;
        try {
            address = AddressParser.parse(token);
        } catch (AddressFormatException e) {
            assertThat(String.valueOf(e.getMessage())).matches("[ -~]*").contains("(");
            return;
        }
        String digits = token.strip();
        BigInteger exact = new BigInteger(digits.matches("0[xX].*") ? digits.substring(2) : digits, 16);
        assertThat(exact.bitLength()).isLessThanOrEqualTo(64);
        assertThat(exact.signum()).isNotNegative();
        assertThat(address).isEqualTo(exact.longValue());
    }
}
