// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportedMapsTest {

    private static final long SEED = 20261125;

    private static String line(long start, long end, int number) {
        return Long.toHexString(start) + "-" + Long.toHexString(end) + " r-xp 00001000 fe:00 " + number + "  /n"
                + number;
    }

    private static String shape(Mapping mapping) {
        return Long.toHexString(mapping.start()) + "-" + Long.toHexString(mapping.end()) + " "
                + Long.toHexString(mapping.offset()) + " " + mapping.name();
    }

    private static List<String> of(String... lines) {
        ReportedMaps maps = new ReportedMaps(100, 1000);
        for (int i = 0; i < lines.length; i++) {
            assertThat(maps.add(lines[i].getBytes(StandardCharsets.ISO_8859_1), i))
                    .as(lines[i])
                    .isEqualTo(ReportedMaps.Outcome.ADDED);
        }
        MapsSnapshot snapshot = maps.build();
        List<String> shapes = new ArrayList<>();
        for (int i = 0; i < snapshot.size(); i++) {
            shapes.add(shape(snapshot.mapping(i)) + " from line " + maps.position(i));
        }
        return shapes;
    }

    @Test
    void keepsTheOrderOfTheKernel() {
        assertThat(of(line(0x1000, 0x2000, 1), line(0x2000, 0x3000, 2), line(-0x1000, 0, 3)))
                .containsExactly(
                        "1000-2000 1000 /n1 from line 0",
                        "2000-3000 1000 /n2 from line 1",
                        "fffffffffffff000-0 1000 /n3 from line 2");
    }

    @Test
    void bringsOthersIntoOrder() {
        assertThat(of(line(0x5000, 0x6000, 1), line(0x1000, 0x2000, 2)))
                .containsExactly("1000-2000 1000 /n2 from line 1", "5000-6000 1000 /n1 from line 0");
    }

    @Test
    void twiceTheSameLineIsOneMapping() {
        assertThat(of(line(0x1000, 0x2000, 1), line(0x1000, 0x2000, 1)))
                .containsExactly("1000-2000 1000 /n1 from line 1");
    }

    @Test
    void theLaterLineHolds() {
        assertThat(of(line(0x1000, 0x9000, 1), line(0x3000, 0x4000, 2)))
                .containsExactly(
                        "1000-3000 1000 /n1 from line 0",
                        "3000-4000 1000 /n2 from line 1",
                        "4000-9000 4000 /n1 from line 0");
        assertThat(of(line(0x3000, 0x5000, 1), line(0x1000, 0x4000, 2)))
                .containsExactly("1000-4000 1000 /n2 from line 1", "4000-5000 2000 /n1 from line 0");
        assertThat(of(line(0x3000, 0x4000, 1), line(0x1000, 0x9000, 2)))
                .containsExactly("1000-9000 1000 /n2 from line 1");
    }

    /** As a map of pages says, into which one line after the other is written. */
    @Test
    void agreesWithPagesWrittenOneAfterTheOther() {
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            int[] pages = new int[32];
            ReportedMaps maps = new ReportedMaps(100, 1000);
            for (int number = 1; number <= 8; number++) {
                int from = random.nextInt(pages.length - 1);
                int to = from + 1 + random.nextInt(pages.length - from);
                to = Math.min(to, pages.length);
                maps.add(line(from * 4096L, to * 4096L, number).getBytes(StandardCharsets.ISO_8859_1), number);
                Arrays.fill(pages, from, to, number);
            }
            MapsSnapshot snapshot = maps.build();
            for (int page = 0; page < pages.length; page++) {
                int index = snapshot.indexOf(page * 4096L);
                long inode = index < 0 ? 0 : snapshot.mapping(index).inode();
                assertThat(inode).as("round %d, page %d", round, page).isEqualTo(pages[page]);
                assertThat(index < 0 || maps.position(index) == inode).isTrue();
            }
        }
    }

    @Test
    void refusesWhatIsNoMapping() {
        ReportedMaps maps = new ReportedMaps(1, 1000);
        assertThat(maps.add("1000-2000 r-x".getBytes(StandardCharsets.ISO_8859_1), 0))
                .isEqualTo(ReportedMaps.Outcome.MALFORMED);
        assertThat(maps.add(new byte[0], 0)).isEqualTo(ReportedMaps.Outcome.MALFORMED);
        assertThat(maps.add(line(0x1000, 0x2000, 1).getBytes(StandardCharsets.ISO_8859_1), 0))
                .isEqualTo(ReportedMaps.Outcome.ADDED);
        assertThat(maps.add(line(0x2000, 0x3000, 1).getBytes(StandardCharsets.ISO_8859_1), 0))
                .isEqualTo(ReportedMaps.Outcome.FULL);
        assertThat(maps.build().size()).isEqualTo(1);
        ReportedMaps names = new ReportedMaps(10, 4);
        assertThat(names.add(line(0x1000, 0x2000, 1).getBytes(StandardCharsets.ISO_8859_1), 0))
                .isEqualTo(ReportedMaps.Outcome.ADDED);
        assertThat(names.add(line(0x2000, 0x3000, 2).getBytes(StandardCharsets.ISO_8859_1), 0))
                .isEqualTo(ReportedMaps.Outcome.FULL);
    }
}
