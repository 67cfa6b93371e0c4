// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import io.addrscope.testing.HelperProcess;
import io.addrscope.testing.MapsLine;
import io.addrscope.testing.Toolchain;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cursors and the locating of addresses in an address space of 50,000 mappings. */
class CursorTest {

    private static final int MAPPINGS = 50_000;
    private static final long SEED = 20261122;
    private static final int CURSORS = 4;
    private static final int LOCATORS = 8;

    private static HelperProcess helper = HelperProcess.start();
    private static List<MapsLine> lines = List.of();

    @BeforeAll
    static void makeMappings() throws IOException {
        Path file = Toolchain.temporaryDirectory("addrscope-grid").resolve("file");
        Files.write(file, new byte[4 * 4096]);
        helper.run("grid " + MAPPINGS + " " + HelperProcess.hex(file.toString().getBytes(StandardCharsets.UTF_8)));
        lines = MapsLine.of(helper.pid()).stream()
                .filter(line -> !line.isVsyscall())
                .toList();
        assertThat(lines).hasSizeGreaterThan(MAPPINGS);
    }

    @AfterAll
    static void end() {
        helper.close();
    }

    @Test
    void threadsGetRightAnswersAllAtOnce() throws InterruptedException {
        try (AddressSpace space = AddressSpace.of(helper.pid())) {
            assertThat(space.statistics().obtainedBy()).isEqualTo(ObtainedBy.IOCTL);
            List<Callable<Void>> questions = new ArrayList<>();
            for (int i = 0; i < CURSORS; i++) {
                long seed = SEED + i;
                questions.add(() -> seekOften(space, seed));
            }
            for (int i = 0; i < LOCATORS; i++) {
                long seed = SEED - i - 1;
                questions.add(() -> locateOften(space, seed));
            }
            ExecutorService threads = Executors.newFixedThreadPool(questions.size());
            try {
                for (Future<Void> answered : threads.invokeAll(questions)) {
                    answered.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static Void seekOften(AddressSpace space, long seed) {
        Cursor cursor = space.cursor();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            MapsLine line = lines.get(random.nextInt(lines.size()));
            long address = line.start() + (random.nextLong() >>> 1) % (line.end() - line.start());
            assertThat(cursor.seek(address)).isEqualTo(Cursor.MAPPED);
            assertThat(cursor.start()).isEqualTo(line.start());
            assertThat(cursor.end()).isEqualTo(line.end());
            assertThat(cursor.fileOffset()).isEqualTo(address - line.start() + line.offset());
            assertThat(cursor.address()).isEqualTo(address);
            assertThat(cursor.inode()).isEqualTo(line.inode());
        }
        return null;
    }

    private static Void locateOften(AddressSpace space, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            check(space, lines.get(random.nextInt(lines.size())), ObtainedBy.IOCTL);
        }
        return null;
    }

    private static void check(AddressSpace space, MapsLine line, ObtainedBy obtainedBy) {
        check(space.locate(line.end() - 1), line, obtainedBy);
    }

    private static void check(Location location, MapsLine line, ObtainedBy obtainedBy) {
        Mapping mapping = Objects.requireNonNull(location.mapping());
        assertThat(mapping.start()).isEqualTo(line.start());
        assertThat(mapping.end()).isEqualTo(line.end());
        assertThat(mapping.permissions().toString()).isEqualTo(line.permissions());
        assertThat(mapping.name().text()).isEqualTo(line.name());
        assertThat(location.obtainedBy()).isEqualTo(obtainedBy);
    }

    @Test
    void manyAddressesTakeOneTextWhereThereIsNoQuery() {
        try (AddressSpace space = AddressSpace.of(helper.pid(), Source.TEXT)) {
            long before = space.statistics().snapshots();
            long[] addresses =
                    lines.stream().mapToLong(MapsLine::start).limit(2_000).toArray();
            List<Location> locations = space.locateAll(addresses);
            for (int i = 0; i < addresses.length; i++) {
                check(locations.get(i), lines.get(i), ObtainedBy.TEXT);
            }
            assertThat(space.statistics().snapshots()).isEqualTo(before + 1);
            assertThat(space.statistics().locations()).isEqualTo(addresses.length);
            check(space, lines.get(lines.size() / 2), ObtainedBy.TEXT);
        }
    }

    /** Both neighbours, and how far they are, wherever there is a gap. */
    @Test
    void unmappedAddressesLieBetweenTheirNeighbours() {
        try (AddressSpace space = AddressSpace.of(helper.pid())) {
            int gaps = 0;
            for (int i = 1; i < lines.size() && gaps < 2_000; i++) {
                MapsLine before = lines.get(i - 1);
                MapsLine after = lines.get(i);
                if (before.end() != after.start()) {
                    gaps++;
                    long address = before.end() + (gaps % 2 == 0 ? 0x18 : after.start() - before.end() - 1);
                    Location location = space.locate(address);
                    assertThat(location.isMapped()).isFalse();
                    assertThat(Objects.requireNonNull(location.before()).distance())
                            .isEqualTo(address - before.end());
                    assertThat(location.before().mapping().start()).isEqualTo(before.start());
                    assertThat(Objects.requireNonNull(location.after()).distance())
                            .isEqualTo(after.start() - address);
                    assertThat(location.after().mapping().end()).isEqualTo(after.end());
                }
            }
            assertThat(gaps).isGreaterThan(1_000);
        }
    }

    /** No matter how it ends: what was found, what was not, by name or without. */
    @Test
    void seekingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        try (AddressSpace space = AddressSpace.of(helper.pid(), Source.IOCTL)) {
            Cursor cursor = space.cursor();
            seekEachWay(cursor, 20_000);
            long before = threads.getThreadAllocatedBytes(thread);
            int calls = 4 * 50_000;
            long sum = seekEachWay(cursor, calls / 4);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertThat(sum).isNotZero();
            assertThat(allocated)
                    .as("bytes in %d calls; asking for the number costs some itself", calls)
                    .isLessThan(calls / 10);
        }
    }

    private static long seekEachWay(Cursor cursor, int rounds) {
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            long start = lines.get(i * 31 % lines.size()).start();
            cursor.seek(start);
            sum += cursor.start() + cursor.fileOffset() + cursor.permissions();
            cursor.seekNamed(start);
            sum += cursor.end() + cursor.inode() + cursor.deviceMinor();
            cursor.seekAtOrAbove(start - 1);
            sum += cursor.pageSize();
            sum += cursor.seek(0x1000 + i);
        }
        return sum;
    }
}
