// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapsTextTest {

    private static final String PLAIN = "55d0c000-55d0d000 r-xp 00001000 fe:01 339380                     ";
    private static final long SEED = 20261122;

    @Test
    void readsEveryField() throws IOException {
        Mapping mapping =
                one("7f5a3c028000-7f5a3c1bd000 r-xs 00028000 103:0a 339380                     /usr/lib/libc.so.6");
        assertThat(mapping.start()).isEqualTo(0x7f5a3c028000L);
        assertThat(mapping.end()).isEqualTo(0x7f5a3c1bd000L);
        assertThat(mapping.permissions().toString()).isEqualTo("r-xs");
        assertThat(mapping.offset()).isEqualTo(0x28000);
        assertThat(mapping.device()).isEqualTo(new Device(0x103, 0x0a));
        assertThat(mapping.inode()).isEqualTo(339380);
        assertThat(mapping.name().text()).isEqualTo("/usr/lib/libc.so.6");
        assertThat(mapping.pageSize()).isZero();
        assertThat(mapping.buildId()).isNull();
    }

    @Test
    void readsNumbersOfAllBits() throws IOException {
        Mapping mapping =
                one("ffffffffff600000-ffffffffff601000 --xp fffffffffffff000 ffffffff:ffffffff 18446744073709551615 x");
        assertThat(mapping.start()).isEqualTo(0xffffffffff600000L);
        assertThat(mapping.offset()).isEqualTo(-0x1000);
        assertThat(mapping.device()).isEqualTo(new Device(-1, -1));
        assertThat(mapping.inode()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/with blanks in  it",
                "/trailing blank ",
                "/trailing blanks   ",
                "/(parentheses) [brackets]",
                "/back\\slash",
                "/x (deleted)",
                "/x (deleted) (deleted)",
                "[anon:glibc: malloc arena]",
                "[anon:]",
                "[anon: leading blank]",
                "[anon_shmem:name]",
                "/memfd:java_heap (deleted)",
                "anon_inode:[perf_event]",
                "/tab\tand\r\u0001",
                "/é \u4e2d",
            })
    void keepsNames(String name) throws IOException {
        assertThat(one(PLAIN + name).name()).isEqualTo(MappingName.of(name));
    }

    @Test
    void turnsTheEscapedNewlineBackAndNothingElse() throws IOException {
        assertThat(one(PLAIN + "/a\\012b\\012").name().text()).isEqualTo("/a\nb\n");
        assertThat(one(PLAIN + "/a\\01").name().text()).isEqualTo("/a\\01");
        assertThat(one(PLAIN + "/a\\\\012\\011\\040").name().text()).isEqualTo("/a\\\n\\011\\040");
    }

    @Test
    void keepsBytesThatAreNotUtf8() throws IOException {
        byte[] name = new byte[255];
        name[0] = '/';
        for (int i = 1; i < name.length; i++) {
            name[i] = (byte) (i == '\n' || i == '\\' ? 'x' : i);
        }
        byte[] line = concat(PLAIN.getBytes(StandardCharsets.US_ASCII), name, new byte[] {'\n'});
        assertThat(MapsText.read(new ByteArrayInputStream(line))
                        .mapping(0)
                        .name()
                        .bytes())
                .isEqualTo(name);
    }

    @Test
    void memoryWithoutANameHasNone() throws IOException {
        assertThat(one("1000-2000 ---p 00000000 00:00 0 ").name().isEmpty()).isTrue();
        assertThat(one("1000-2000 ---p 00000000 00:00 0").name().isEmpty()).isTrue();
    }

    /** The first segment of a System V namespace has the number 0, which is its inode. */
    @Test
    void aSegmentOfInodeZeroIsBackedByAFile() throws IOException {
        MapsSnapshot snapshot = read("""
                        1000-2000 rw-s 00000000 00:01 0      /SYSV00000000 (deleted)
                        3000-4000 rw-p 00000000 00:00 0
                        """);
        SnapshotCursor cursor = new SnapshotCursor(snapshot, ObtainedBy.TEXT);
        assertThat(cursor.seek(0x1000, MapsQuery.FILE_BACKED, MapsQuery.NUMBERS))
                .isTrue();
        assertThat(cursor.seek(0x3000, MapsQuery.FILE_BACKED, MapsQuery.NUMBERS))
                .isFalse();
    }

    @Test
    void nothingIsAnEmptySnapshot() throws IOException {
        assertThat(read("").size()).isZero();
        assertThat(read("").indexOf(0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                " \n",
                "1000\n",
                "1000-\n",
                "-2000 r--p 0 0:0 0\n",
                "1000-2000\n",
                "1000-2000 \n",
                "1000 2000 r--p 0 0:0 0\n",
                "1000-2000 r--\n",
                "1000-2000 r--p\n",
                "1000-2000 rwxq 0 0:0 0\n",
                "1000-2000 r-pp 0 0:0 0\n",
                "1000-2000 wr-p 0 0:0 0\n",
                "1000-2000 r--p0 0:0 0\n",
                "1000-2000 r--p 0\n",
                "1000-2000 r--p 0 0\n",
                "1000-2000 r--p 0 0:0\n",
                "1000-2000 r--p 0 0:0 \n",
                "1000-2000 r--p 0 0:0 x\n",
                "1000-2000 r--p 0 0:0 1x\n",
                "1000-2000 r--p 0 0:0 -1\n",
                "1000-2000 r--p g 0:0 0\n",
                "1000-2000  r--p 0 0:0 0\n",
                "0x1000-0x2000 r--p 0 0:0 0\n",
                "A000-B000 r--p 0 0:0 0\n",
                "2000-1000 r--p 0 0:0 0\n",
                "1000-1000 r--p 0 0:0 0\n",
                "0-0 r--p 0 0:0 0\n",
                "10000000000000000-20000000000000000 r--p 0 0:0 0\n",
                "1000-10000000000000000 r--p 0 0:0 0\n",
                "1000-2000 r--p 10000000000000000 0:0 0\n",
                "1000-2000 r--p 0 100000000:0 0\n",
                "1000-2000 r--p 0 0:100000000 0\n",
                "1000-2000 r--p 0 0:0 18446744073709551616\n",
                "1000-2000 r--p 0 0:0 99999999999999999999999999\n",
                "1000-2000 r--p 0 0:0 0",
                "1000-2000 r--p 0 0:0 0\n3000-4",
            })
    void refusesWhatTheKernelNeverWrites(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MapsFormatException.class)
                .hasMessageContaining("byte ");
    }

    @Test
    void saysAtWhichByteOfALongTextItWentWrong() {
        String good = (PLAIN + "/a\n").repeat(5000);
        assertThatThrownBy(() -> read(good + "nonsense\n"))
                .isInstanceOf(MapsFormatException.class)
                .hasMessageContaining("byte " + good.length() + " of");
    }

    @Test
    void takesALineOfNearlyAMebibyteAndNoLonger() throws IOException {
        String name = "/" + "n".repeat(1_000_000);
        assertThat(one(PLAIN + name).name().bytes()).hasSize(name.length());
        assertThatThrownBy(() -> MapsText.read(new Endless((byte) 'n')))
                .isInstanceOf(MapsFormatException.class)
                .hasMessageContaining("a line of more than");
    }

    @Test
    void theSameTextInPiecesOfAnySizeIsTheSameSnapshot() throws IOException {
        byte[] text = Files.readAllBytes(Path.of("/proc/self/maps"));
        MapsSnapshot whole = MapsText.read(new ByteArrayInputStream(text));
        assertThat(whole.size()).isGreaterThan(50);
        for (int piece : new int[] {1, 2, 3, 7, 73, 4095, 4096, 8191}) {
            assertThat(MapsText.read(new Pieces(text, piece)).mappings()).isEqualTo(whole.mappings());
        }
    }

    @Test
    void aMappingThatChangedBetweenTwoPiecesHoldsAsItWasReadLast() throws IOException {
        assertThat(read(lines("1000-3000", "2000-5000")).mappings())
                .extracting(Mapping::start, Mapping::end)
                .as("cut where the newer one begins")
                .containsExactly(tuple(0x1000, 0x2000), tuple(0x2000, 0x5000));
        assertThat(read(lines("1000-2000", "2000-3000", "1000-6000")).mappings())
                .extracting(Mapping::start, Mapping::end)
                .as("merged into one")
                .containsExactly(tuple(0x1000, 0x6000));
        assertThat(read(lines("1000-2000", "4000-5000", "3000-6000")).mappings())
                .extracting(Mapping::start, Mapping::end)
                .as("grown downwards")
                .containsExactly(tuple(0x1000, 0x2000), tuple(0x3000, 0x6000));
        assertThat(read(lines("ffffffffff600000-0", "ffffffffff601000-ffffffffff602000"))
                        .mappings())
                .extracting(Mapping::start, Mapping::end)
                .as("one that reached to the top")
                .containsExactly(
                        tuple(0xffffffffff600000L, 0xffffffffff601000L),
                        tuple(0xffffffffff601000L, 0xffffffffff602000L));
    }

    private static org.assertj.core.groups.Tuple tuple(long start, long end) {
        return org.assertj.core.groups.Tuple.tuple(start, end);
    }

    @Test
    void everyTruncationIsReadOrRefused() throws IOException {
        byte[] text = sample();
        for (int length = 0; length <= text.length; length++) {
            byte[] cut = Arrays.copyOf(text, length);
            boolean atLineEnd = length == 0 || text[length - 1] == '\n';
            assertThat(readsCleanly(cut)).as("cut at %d", length).isEqualTo(atLineEnd);
        }
    }

    @Test
    void everyDamagedByteIsReadOrRefused() throws IOException {
        byte[] text = sample();
        Random random = new Random(SEED);
        for (int i = 0; i < text.length; i++) {
            byte original = text[i];
            for (int bit = 0; bit < 8; bit++) {
                text[i] = (byte) (original ^ 1 << bit);
                readsCleanly(text);
            }
            text[i] = (byte) random.nextInt();
            readsCleanly(text);
            text[i] = original;
        }
    }

    @Test
    void randomLinesAreReadInOrderOrRefused() throws IOException {
        Random random = new Random(SEED);
        String[] parts = {
            "0", "1000", "-", " ", "\n", "r", "--p", "rwxs", ":", "f", "ffffffffffffffff", "/x", "\\012", "  ", "2000"
        };
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            readsCleanly(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            readsCleanly(bytes);
        }
    }

    @Test
    void mappingsInAnyOrderComeOutSortedAndNotOverlapping() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 1 + random.nextInt(30); j > 0; j--) {
                long start = random.nextInt(8) == 0 ? random.nextLong() : random.nextInt(64) * 4096L;
                long end = random.nextInt(8) == 0 ? 0 : start + (1 + random.nextInt(16)) * 4096L;
                text.append(Long.toHexString(start))
                        .append('-')
                        .append(Long.toHexString(end))
                        .append(" r--p 0 0:0 0 /f")
                        .append(j % 3)
                        .append('\n');
            }
            readsCleanly(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns whether it was taken; what was taken must be sound. */
    private static boolean readsCleanly(byte[] text) throws IOException {
        MapsSnapshot snapshot;
        try {
            snapshot = MapsText.read(new ByteArrayInputStream(text));
        } catch (MapsFormatException e) {
            return false;
        }
        BigInteger last = BigInteger.ZERO;
        for (int i = 0; i < snapshot.size(); i++) {
            Mapping mapping = snapshot.mapping(i);
            BigInteger start = new BigInteger(Long.toUnsignedString(mapping.start()));
            BigInteger end = mapping.end() == 0
                    ? BigInteger.ONE.shiftLeft(64)
                    : new BigInteger(Long.toUnsignedString(mapping.end()));
            assertThat(start).isGreaterThanOrEqualTo(last);
            assertThat(end).isGreaterThan(start);
            last = end;
            assertThat(snapshot.indexOf(mapping.start())).isEqualTo(i);
            assertThat(snapshot.indexOf(mapping.end() - 1)).isEqualTo(i);
        }
        return true;
    }

    private static byte[] sample() {
        return (PLAIN + "/usr/lib/x y\\012z (deleted)\n"
                        + "7ffd1000-7ffd3000 rw-p 00000000 00:00 0                          [stack]\n"
                        + "7ffd5000-7ffd6000 ---p 00000000 00:00 0 \n"
                        + "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String lines(String... ranges) {
        StringBuilder text = new StringBuilder();
        for (String range : ranges) {
            text.append(range).append(" r--p 00000000 00:00 0 \n");
        }
        return text.toString();
    }

    private static Mapping one(String line) throws IOException {
        MapsSnapshot snapshot = read(line + "\n");
        assertThat(snapshot.size()).isEqualTo(1);
        return snapshot.mapping(0);
    }

    private static MapsSnapshot read(String text) throws IOException {
        return MapsText.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] concat(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int before = all.length;
            all = Arrays.copyOf(all, before + part.length);
            System.arraycopy(part, 0, all, before, part.length);
        }
        return all;
    }

    /** Hands out a few bytes at a time. */
    private static final class Pieces extends InputStream {

        private final ByteArrayInputStream all;
        private final int size;

        Pieces(byte[] all, int size) {
            this.all = new ByteArrayInputStream(all);
            this.size = size;
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return all.read(target, offset, Math.min(length, size));
        }
    }

    /** One byte without end. */
    private static final class Endless extends InputStream {

        private final byte value;

        Endless(byte value) {
            this.value = value;
        }

        @Override
        public int read() {
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, value);
            return length;
        }
    }
}
