// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.linux.TargetProcess;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import io.addrscope.testing.ChildJvm;
import io.addrscope.testing.HelperProcess;
import io.addrscope.testing.Idle;
import io.addrscope.testing.Jdk;
import io.addrscope.testing.MapsLine;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both sources against the kernel's text, read by other means, on processes that are stopped so that nothing changes. */
class KernelAgreementTest {

    private static final int ALL_FLAGS = 0x3f;
    private static final long SEED = 20261122;
    private static final int SAMPLES = 40;

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aLiveJvmIsToldAsItsTextTellsIt(Jdk jdk) throws IOException {
        Process jvm = ChildJvm.of(jdk).start(Idle.class);
        try {
            assertThat(jvm.inputReader().readLine()).isEqualTo("idle");
            HelperProcess.stop(jvm.pid());
            List<MapsLine> lines = MapsLine.of(jvm.pid());
            assertThat(lines).hasSizeGreaterThan(60);
            checkSources(jvm.pid(), lines);
            checkEveryFlag(jvm.pid(), lines, lines);
        } finally {
            jvm.destroyForcibly();
        }
    }

    @Test
    void fiveThousandMappingsAreToldAsTheirTextTellsThem() throws IOException {
        try (HelperProcess helper = HelperProcess.start()) {
            makeGrid(helper, 5_000);
            List<MapsLine> lines = MapsLine.of(helper.pid());
            assertThat(lines).hasSizeGreaterThan(5_000);
            checkSources(helper.pid(), lines);
            // The kernel steps over all that a filter leaves out: some addresses must do.
            List<MapsLine> some = new Random(SEED)
                    .ints(SAMPLES, 0, lines.size())
                    .mapToObj(lines::get)
                    .toList();
            checkEveryFlag(helper.pid(), lines, some);
        }
    }

    private static void makeGrid(HelperProcess helper, int count) throws IOException {
        Path file = Toolchain.temporaryDirectory("addrscope-grid").resolve("file");
        Files.write(file, new byte[4 * 4096]);
        helper.run("grid " + count + " " + HelperProcess.hex(file.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Each mapping by its first, middle and last byte, and the bytes at its sides, from both sources. */
    private static void checkSources(long pid, List<MapsLine> lines) {
        TextOracle oracle = new TextOracle(lines);
        try (ProcessMaps byIoctl = new ProcessMaps(TargetProcess.of(pid), Source.IOCTL);
                ProcessMaps byText = new ProcessMaps(TargetProcess.of(pid), Source.TEXT)) {
            MapsSnapshot snapshot = byText.snapshot();
            assertThat(snapshot.size()).isEqualTo(lines.size());
            MappingCursor ioctl = byIoctl.cursor();
            MappingCursor text = new SnapshotCursor(snapshot, ObtainedBy.TEXT);
            for (int i = 0; i < lines.size(); i++) {
                MapsLine line = lines.get(i);
                checkValue(snapshot.mapping(i), line);
                for (long address : points(line)) {
                    check(ioctl, oracle, address, 0);
                    check(text, oracle, address, 0);
                    check(ioctl, oracle, address, MapsQuery.COVERING_OR_NEXT);
                    check(text, oracle, address, MapsQuery.COVERING_OR_NEXT);
                }
                checkPrevious(ioctl, oracle, line);
                checkPrevious(text, oracle, line);
                if (!line.isVsyscall()) {
                    checkBothSay(ioctl, text, line);
                }
            }
            checkTextCursor(byText.cursor(), oracle, lines);
        }
    }

    private static long[] points(MapsLine line) {
        return new long[] {
            line.start() - 1, line.start(), line.start() + (line.end() - line.start()) / 2, line.end() - 1, line.end()
        };
    }

    private static void checkEveryFlag(long pid, List<MapsLine> all, List<MapsLine> asked) {
        TextOracle oracle = new TextOracle(all);
        try (ProcessMaps maps = new ProcessMaps(TargetProcess.of(pid), Source.IOCTL)) {
            MappingCursor ioctl = maps.cursor();
            MappingCursor text = new SnapshotCursor(maps.snapshot(), ObtainedBy.TEXT);
            for (MapsLine line : asked) {
                for (long address : points(line)) {
                    for (int flags = 0; flags <= ALL_FLAGS; flags++) {
                        check(ioctl, oracle, address, flags);
                        check(text, oracle, address, flags);
                    }
                }
            }
        }
    }

    /** A whole text for each question: a few must do. */
    private static void checkTextCursor(MappingCursor cursor, TextOracle oracle, List<MapsLine> lines) {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            MapsLine line = lines.get(random.nextInt(lines.size()));
            check(cursor, oracle, line.end(), random.nextInt(ALL_FLAGS + 1));
            checkPrevious(cursor, oracle, line);
        }
    }

    private static void check(MappingCursor cursor, TextOracle oracle, long address, int flags) {
        boolean found = cursor.seek(address, flags, MapsQuery.NUMBERS);
        MapsLine expected = oracle.find(address, flags);
        if (expected != null && expected.isVsyscall() && cursor.obtainedBy() == ObtainedBy.IOCTL) {
            // Only the text knows this page.
            expected = null;
        }
        assertSame(found ? TextOracle.numbers(cursor) : null, expected, address, flags);
    }

    private static void assertSame(@Nullable String found, @Nullable MapsLine expected, long address, int flags) {
        String line = expected == null ? null : TextOracle.numbers(expected);
        if (found == null ? line != null : !found.equals(line)) {
            // Formatting a description a million times costs more than all the queries.
            assertThat(found).as("%x by flags %x", address, flags).isEqualTo(line);
        }
    }

    private static void checkPrevious(MappingCursor cursor, TextOracle oracle, MapsLine line) {
        for (long address : points(line)) {
            boolean found = cursor.seekPrevious(address);
            MapsLine expected = oracle.previous(address);
            if (expected != null && expected.isVsyscall() && cursor.obtainedBy() == ObtainedBy.IOCTL) {
                continue;
            }
            assertThat(found).as("before %x", address).isEqualTo(expected != null);
            if (expected != null) {
                checkValue(cursor.mapping(), expected);
            }
        }
    }

    private static void checkBothSay(MappingCursor ioctl, MappingCursor text, MapsLine line) {
        assertThat(ioctl.seek(line.start(), 0, MapsQuery.NAME)).isTrue();
        assertThat(text.seek(line.start(), 0, MapsQuery.NAME)).isTrue();
        checkValue(ioctl.mapping(), line);
        Mapping named = ioctl.mapping();
        assertThat(named.pageSize()).isPositive();
        assertThat(new Mapping(
                        named.start(),
                        named.end(),
                        named.permissions(),
                        named.offset(),
                        named.device(),
                        named.inode(),
                        named.name(),
                        named.deleted(),
                        0,
                        null))
                .isEqualTo(text.mapping());
    }

    private static void checkValue(Mapping mapping, MapsLine line) {
        assertThat(TextOracle.numbers(mapping)).isEqualTo(TextOracle.numbers(line));
        assertThat(TextOracle.name(mapping)).isEqualTo(line.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"IOCTL", "TEXT"})
    void nothingLiesBelowTheFirstAndAboveTheLast(Source source) {
        try (HelperProcess helper = HelperProcess.start();
                ProcessMaps maps = new ProcessMaps(TargetProcess.of(helper.pid()), source)) {
            MappingCursor cursor = maps.cursor();
            MapsLine first = MapsLine.of(helper.pid()).get(0);
            assertThat(cursor.seekPrevious(first.start())).isFalse();
            assertThat(cursor.seekPrevious(0)).isFalse();
            assertThat(cursor.seek(0, 0, MapsQuery.NUMBERS)).isFalse();
            assertThat(cursor.seek(0, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS))
                    .isTrue();
            assertThat(cursor.start()).isEqualTo(first.start());
            assertThat(cursor.seek(-1, MapsQuery.COVERING_OR_NEXT, MapsQuery.NUMBERS))
                    .isFalse();
            assertThat(cursor.seek(Long.MIN_VALUE, 0, MapsQuery.NUMBERS)).isFalse();
            assertThat(cursor.seekPrevious(-1)).isTrue();
        }
    }

    /** A neighbour that comes and goes must not hide the one that stays. */
    @Test
    void thePreviousMappingIsFoundWhileItsNeighbourComesAndGoes() {
        try (HelperProcess helper = HelperProcess.start()) {
            long area = helper.anonymous(16 * 4096, HelperProcess.READ, true);
            helper.run("unmap " + (area + 4096) + " " + 15 * 4096);
            helper.run("churn " + (area + 4 * 4096));
            try (ProcessMaps maps = new ProcessMaps(TargetProcess.of(helper.pid()), Source.IOCTL)) {
                MappingCursor cursor = maps.cursor();
                for (int i = 0; i < 20_000; i++) {
                    assertThat(cursor.seekPrevious(area + 10 * 4096)).isTrue();
                    assertThat(cursor.start()).isIn(area, area + 4 * 4096);
                }
            }
        }
    }
}
