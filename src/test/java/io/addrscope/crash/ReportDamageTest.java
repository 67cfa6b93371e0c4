// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.testing.ArraySource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reports that end anywhere, or of which bytes are others. */
class ReportDamageTest {

    private static final long SEED = 20261125;
    private static final int CUTS = 1000;
    private static final int SMALL = 24 * 1024;

    /** A number at the end of a prefix may lack digits, so there is none. */
    private static void checkPrefix(byte[] whole, int length) {
        byte[] prefix = Arrays.copyOf(whole, length);
        HsErrReport report = ReportParser.parse(prefix);
        for (Word word : ReportChecks.check(prefix, report)) {
            if (word.at().end() == length) {
                throw new AssertionError(word + " ends at " + length + " of " + whole.length);
            }
        }
    }

    @Test
    void everyPrefixIsRead() {
        for (String name : List.of("modern.log", "jdk8.log")) {
            byte[] whole = ReportSectionsTest.resource(name);
            for (int length = 0; length <= whole.length; length++) {
                checkPrefix(whole, length);
            }
        }
    }

    @Test
    void everyPrefixOfARealReportIsRead() {
        for (Path file : RealReports.all()) {
            byte[] whole = RealReports.read(file);
            if (whole.length < SMALL) {
                for (int length = 0; length <= whole.length; length += whole.length > SMALL / 2 ? 3 : 1) {
                    checkPrefix(whole, length);
                }
            }
        }
    }

    @Test
    void cutsOfRealReportsAreRead() {
        Random random = new Random(SEED);
        List<byte[]> reports = new ArrayList<>();
        RealReports.all().forEach(file -> reports.add(RealReports.read(file)));
        for (int i = 0; i < CUTS; i++) {
            byte[] whole = reports.get(random.nextInt(reports.size()));
            if (i % 2 == 0) {
                checkPrefix(whole, random.nextInt(whole.length));
            } else {
                int from = random.nextInt(whole.length);
                byte[] part = Arrays.copyOfRange(whole, from, from + random.nextInt(whole.length - from) + 1);
                ReportChecks.check(part, ReportParser.parse(part));
            }
        }
    }

    @Test
    void flippedBytesAreRead() {
        Random random = new Random(SEED);
        for (String name : List.of("modern.log", "jdk8.log")) {
            byte[] whole = ReportSectionsTest.resource(name);
            for (int i = 0; i < whole.length; i += 1 + random.nextInt(4)) {
                byte[] flipped = whole.clone();
                flipped[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                ReportChecks.check(flipped, ReportParser.parse(flipped));
            }
        }
    }

    @Test
    void noiseIsRead() {
        Random random = new Random(SEED);
        byte[] whole = ReportSectionsTest.resource("modern.log");
        for (int i = 0; i < CUTS; i++) {
            byte[] noisy = whole.clone();
            for (int k = random.nextInt(200); k >= 0; k--) {
                noisy[random.nextInt(noisy.length)] = (byte) (random.nextBoolean() ? '\n' : random.nextInt(256));
            }
            ReportChecks.check(noisy, ReportParser.parse(noisy));
        }
    }

    /** What is read does not depend on how it comes. */
    @Test
    void bytesThatComeOneByOne() throws IOException {
        byte[] whole = ReportSectionsTest.resource("modern.log");
        HsErrReport report = ReportParser.parse(new Drops(whole));
        assertThat(report.header()).isEqualTo(ReportParser.parse(whole).header());
        assertThat(report.fault()).isEqualTo(ReportParser.parse(whole).fault());
        assertThat(report.structure()).isEqualTo(ReportParser.parse(whole).structure());
        assertThat(ReportParser.parse(ArraySource.file(whole)).fault()).isEqualTo(report.fault());
    }

    @Test
    void linesWithoutEnd() {
        byte[] line = new byte[4 * Limits.LINE_BYTES];
        Arrays.fill(line, (byte) 'x');
        byte[] whole = ReportSectionsTest.resource("modern.log");
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("siginfo:");
        byte[] padded = Arrays.copyOf(whole, at + line.length + 1 + whole.length - at);
        System.arraycopy(line, 0, padded, at, line.length);
        padded[at + line.length] = '\n';
        System.arraycopy(whole, at, padded, at + line.length + 1, whole.length - at);
        HsErrReport report = ReportParser.parse(padded);
        ReportChecks.check(padded, report);
        assertThat(report.fault().signal()).isNotNull();
        assertThat(report.structure().cuts())
                .containsExactly(new Cut("bytes of a line", Limits.LINE_BYTES, at + Limits.LINE_BYTES));
    }

    /** A stream that hands out a byte at a time. */
    private static final class Drops extends ByteArrayInputStream {

        Drops(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1));
        }
    }
}
