// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.addrscope.AddressSpace;
import io.addrscope.Settings;
import io.addrscope.model.Freshness;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Symbol;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbols of this JVM's own libraries: by cursor, within little memory, by many threads, with nothing allocated. */
final class SymbolCursorTest {

    private static final long SEED = 20261125;
    private static final int THREADS = 8;

    /** What is told of a symbol. */
    private record Named(String name, long offset, long size) {}

    static List<Arguments> freshnesses() {
        return List.of(
                Arguments.of(Freshness.VERIFIED),
                Arguments.of(Freshness.leased(Duration.ofMinutes(10))),
                Arguments.of(Freshness.SNAPSHOT));
    }

    @ParameterizedTest
    @MethodSource("freshnesses")
    void cursorsAgreeWithLocations(Freshness freshness) {
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        ImageCursor cursor = space.imageCursor(freshness);
        for (String library : List.of("libjvm.so", "libc.so.6", "[vdso]")) {
            long[] addresses = codeOf(space, library, 1_000);
            List<Location> locations = space.locateAll(freshness, addresses);
            Map<Long, String> ids = new HashMap<>();
            Map<String, Long> starts = new HashMap<>();
            for (int i = 0; i < addresses.length; i++) {
                assertThat(cursor.seek(addresses[i])).isTrue();
                long id = cursor.symbolId();
                assertThat(named(cursor, id)).as("%s", locations.get(i)).isEqualTo(named(locations.get(i)));
                if (id != ImageCursor.NO_SYMBOL) {
                    String place = nameAt(cursor) + "@" + cursor.symbolStart();
                    assertThat(ids.computeIfAbsent(id, key -> place)).isEqualTo(place);
                    assertThat(starts.computeIfAbsent(place, key -> id)).isEqualTo(id);
                }
            }
            assertThat(ids).as(library).hasSizeGreaterThan(library.equals("[vdso]") ? 2 : 100);
        }
        // Nothing is mapped there: nor is what was found before told again.
        assertThat(cursor.seek(8)).isFalse();
        assertThat(cursor.symbolId()).isEqualTo(ImageCursor.NO_SYMBOL);
        assertThat(cursor.copySymbolName(new byte[10])).isZero();
        assertThat(cursor.symbolStart()).isZero();
        assertThat(cursor.symbolSize()).isZero();
    }

    @Test
    void warmLookUpsInASnapshotAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        long[] addresses = codeOf(space, "libjvm.so", 4_096);
        ImageCursor cursor = space.imageCursor(Freshness.SNAPSHOT);
        byte[] name = new byte[200];
        lookUp(cursor, addresses, 20_000, name);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long sum = lookUp(cursor, addresses, 200_000, name);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(sum).isNotZero();
        // Asking for the number costs some itself.
        assertThat(allocated).isLessThan(10_000);
    }

    /** Verified, and where the last page of the code is padded: there, too, what was found out once is remembered. */
    @Test
    void warmLookUpsOfPaddingAllocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        Mapping code = space.maps().mappings().stream()
                .filter(mapping -> mapping.name().text().endsWith("/libjvm.so")
                        && mapping.permissions().isExecutable())
                .findFirst()
                .orElseThrow();
        long[] addresses = {code.end() - 1, code.end() - 2};
        long expected = space.locate(addresses[0]).elfAddress().orElseThrow();
        ImageCursor cursor = space.imageCursor(Freshness.VERIFIED);
        byte[] name = new byte[200];
        lookUp(cursor, addresses, 5_000, name);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        lookUp(cursor, addresses, 50_000, name);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(10_000);
        assertThat(cursor.seek(addresses[0])).isTrue();
        assertThat(cursor.elfAddress(0)).isEqualTo(expected);
    }

    private static long lookUp(ImageCursor cursor, long[] addresses, int count, byte[] name) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            cursor.seek(addresses[i % addresses.length]);
            sum += cursor.symbolId() + cursor.copySymbolName(name) + cursor.symbolStart() + cursor.symbolSize();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void littleMemoryGivesTheSameAnswers(long memory) {
        AddressSpace rich = AddressSpace.self(Settings.DEFAULT);
        AddressSpace poor = AddressSpace.self(Settings.DEFAULT.withMemory(memory));
        for (String library : List.of("libjvm.so", "libc.so.6")) {
            long[] addresses = codeOf(rich, library, 6);
            for (Freshness freshness : List.of(Freshness.VERIFIED, Freshness.SNAPSHOT)) {
                for (int i = 0; i < addresses.length; i++) {
                    assertThat(named(poor.locate(addresses[i], freshness)))
                            .isEqualTo(named(rich.locate(addresses[i], freshness)));
                    assertThat(poor.statistics().cache().bytes()).isLessThanOrEqualTo(memory);
                }
            }
        }
    }

    @Test
    void symbolsOfTheJvmTakeNoMoreThanEightMebibytes() {
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        long address = codeOf(space, "libjvm.so", 1)[0];
        long before = space.statistics().cache().bytes();
        space.locate(address);
        long taken = space.statistics().cache().bytes() - before;
        System.out.println("symbols of libjvm.so: " + taken + " bytes");
        assertThat(taken).isBetween(1L << 20, 8L << 20);
    }

    /** The first half of a symbol's number tells which reading of which symbols it is of. */
    @Test
    void threadsThatAskFirstAtOnceWaitForOneReading() throws Exception {
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        long address = codeOf(space, "libjvm.so", 1)[0];
        CyclicBarrier start = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> asked = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                asked.add(threads.submit(() -> {
                    ImageCursor cursor = space.imageCursor(Freshness.VERIFIED);
                    start.await();
                    cursor.seek(address);
                    return cursor.symbolId();
                }));
            }
            for (Future<Long> id : asked) {
                assertThat(id.get()).isEqualTo(asked.get(0).get());
            }
            long first = asked.get(0).get() >>> Integer.SIZE;
            ImageCursor next = space.imageCursor(Freshness.VERIFIED);
            assertThat(next.seek(codeOf(space, "libc.so.6", 1)[0])).isTrue();
            assertThat(next.symbolId() >>> Integer.SIZE).as("the next reading").isEqualTo(first + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatHadToMakeRoomComesBack() {
        AddressSpace roomy = AddressSpace.self(Settings.DEFAULT);
        long jvm = codeOf(roomy, "libjvm.so", 1)[0];
        long[] library = codeOf(roomy, "libc.so.6", 50);
        Settings symbolsAlone = Settings.DEFAULT.withLines(false);
        AddressSpace measured = AddressSpace.self(symbolsAlone.withMemory(3 << 20));
        measured.locateAll(jvm, library[0]);
        // Not quite enough for both.
        long memory = measured.statistics().cache().bytes() - 100_000;
        AddressSpace space = AddressSpace.self(symbolsAlone.withMemory(memory));
        for (int round = 0; round < 3; round++) {
            assertThat(named(space.locate(jvm))).isEqualTo(named(roomy.locate(jvm)));
            for (long address : library) {
                assertThat(named(space.locate(address))).isEqualTo(named(roomy.locate(address)));
            }
            assertThat(space.statistics().cache().bytes()).isLessThanOrEqualTo(memory);
        }
        assertThat(space.statistics().cache().evictions()).isPositive();
    }

    /** An interrupted thread may ask as any other. */
    @Test
    void interruptedThreadsAreAnswered() {
        AddressSpace space = AddressSpace.self(Settings.DEFAULT);
        long address = codeOf(space, "libjvm.so", 1)[0];
        Named expected = named(AddressSpace.self(Settings.DEFAULT).locate(address));
        Thread.currentThread().interrupt();
        try {
            assertThat(named(space.locate(address))).isEqualTo(expected);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static @Nullable Named named(Location location) {
        Symbol symbol = location.symbol();
        return symbol == null ? null : new Named(symbol.raw(), symbol.offset(), symbol.size());
    }

    private static @Nullable Named named(ImageCursor cursor, long id) {
        return id == ImageCursor.NO_SYMBOL
                ? null
                : new Named(nameAt(cursor), cursor.elfAddress(0) - cursor.symbolStart(), cursor.symbolSize());
    }

    private static String nameAt(ImageCursor cursor) {
        byte[] name = new byte[4096];
        return new String(name, 0, cursor.copySymbolName(name), StandardCharsets.UTF_8);
    }

    /** Random addresses in the code of a library, the same each time. */
    private static long[] codeOf(AddressSpace space, String library, int count) {
        Mapping code = space.maps().mappings().stream()
                .filter(mapping -> mapping.permissions().isExecutable()
                        && mapping.name().text().endsWith(library))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library + " is not mapped"));
        Random random = new Random(SEED);
        long length = code.end() - code.start();
        return random.longs(count, 0, length).map(at -> code.start() + at).toArray();
    }
}
