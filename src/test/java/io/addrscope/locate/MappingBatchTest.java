// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.AddressSpace;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.SnapshotCursor;
import io.addrscope.model.Freshness;
import io.addrscope.model.Mapping;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Source;
import io.addrscope.testing.HelperProcess;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingBatchTest {

    private static final Freshness LEASED = Freshness.leased(Duration.ofMinutes(1));
    private static final int RANDOM_ADDRESSES = 5_000;

    /** A line of the kernel's text. */
    private record TextLine(long start, long end, String text) {

        static TextLine parse(String line) {
            int dash = line.indexOf('-');
            int blank = line.indexOf(' ');
            return new TextLine(
                    Long.parseUnsignedLong(line.substring(0, dash), 16),
                    Long.parseUnsignedLong(line.substring(dash + 1, blank), 16),
                    line);
        }

        boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IOCTL, VERIFIED",
        "IOCTL, LEASED",
        "IOCTL, SNAPSHOT",
        "TEXT, VERIFIED",
        "TEXT, LEASED",
        "TEXT, SNAPSHOT"
    })
    void findsWhatTheKernelsTextSays(Source source, Freshness.Mode mode) throws IOException {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace space = AddressSpace.of(helper.pid(), source)) {
            List<TextLine> text =
                    Files.readAllLines(Path.of("/proc/" + helper.pid() + "/maps"), StandardCharsets.ISO_8859_1).stream()
                            .filter(line -> !line.endsWith("[vsyscall]"))
                            .map(TextLine::parse)
                            .toList();
            long[] addresses = addresses(text);
            for (int round = 0; round < 2; round++) {
                List<@Nullable Mapping> found = space.mappingsOf(freshness(mode), addresses);
                assertThat(found).hasSameSizeAs(addresses);
                int mapped = 0;
                for (int i = 0; i < addresses.length; i++) {
                    long address = addresses[i];
                    TextLine expected = text.stream()
                            .filter(line -> line.contains(address))
                            .findFirst()
                            .orElse(null);
                    assertSame(address, expected, found.get(i));
                    mapped += expected == null ? 0 : 1;
                }
                assertThat(mapped).isBetween(RANDOM_ADDRESSES / 4, addresses.length - RANDOM_ADDRESSES / 4);
            }
        }
    }

    private static void assertSame(long address, @Nullable TextLine expected, @Nullable Mapping found) {
        if (expected == null) {
            assertThat(found).as("%x", address).isNull();
        } else {
            Mapping mapping = Objects.requireNonNull(found, expected.text());
            assertThat(mapping.start()).as(expected.text()).isEqualTo(expected.start());
            assertThat(mapping.end()).as(expected.text()).isEqualTo(expected.end());
            assertThat(expected.text())
                    .contains(" " + mapping.permissions() + " ")
                    .endsWith(mapping.name().printable());
        }
    }

    private static Freshness freshness(Freshness.Mode mode) {
        return switch (mode) {
            case VERIFIED -> Freshness.VERIFIED;
            case LEASED -> LEASED;
            case SNAPSHOT -> Freshness.SNAPSHOT;
        };
    }

    /** The edges of all mappings, and addresses in mappings and in gaps, in no order, some of them twice. */
    private static long[] addresses(List<TextLine> text) {
        List<Long> addresses = new ArrayList<>(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        for (TextLine line : text) {
            addresses.addAll(List.of(line.start() - 1, line.start(), line.end() - 1, line.end()));
        }
        Random random = new Random(20261201);
        for (int i = 0; i < RANDOM_ADDRESSES; i++) {
            // Most of what lies between the first and the last mapping is gaps.
            TextLine line = text.get(random.nextInt(text.size()));
            long lowest = i % 2 == 0 ? line.start() : text.get(0).start();
            long end = i % 2 == 0 ? line.end() : text.get(text.size() - 1).end();
            addresses.add(lowest + (random.nextLong() >>> 1) % (end - lowest));
        }
        addresses.addAll(addresses.subList(0, 100));
        Collections.shuffle(addresses, random);
        return addresses.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void asksOnceAboutEachMappingAndGivesOneObject() throws IOException {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace space = AddressSpace.of(helper.pid(), Source.IOCTL)) {
            List<Mapping> mappings = space.maps().mappings().stream()
                    .filter(mapping -> mapping.start() > 0)
                    .toList();
            long[] addresses = new long[100 * mappings.size()];
            Random random = new Random(1);
            for (int i = 0; i < addresses.length; i++) {
                Mapping mapping = mappings.get(i % mappings.size());
                addresses[i] = mapping.start() + (random.nextLong() >>> 1) % mapping.size();
            }
            long before = space.statistics().queries();
            List<@Nullable Mapping> found = space.mappingsOf(Freshness.VERIFIED, addresses);
            assertThat(space.statistics().queries() - before).isEqualTo(mappings.size());
            for (int i = 0; i < addresses.length; i++) {
                assertThat(found.get(i)).isSameAs(found.get(i % mappings.size()));
            }
            space.mappingsOf(LEASED, addresses);
            long leased = space.statistics().queries();
            space.mappingsOf(LEASED, addresses);
            assertThat(space.statistics().queries()).isEqualTo(leased);
        }
    }

    @Test
    void asksTwiceAboutAGap() throws IOException {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace space = AddressSpace.of(helper.pid(), Source.IOCTL)) {
            long before = space.statistics().queries();
            assertThat(space.mappingsOf(Freshness.VERIFIED, 0x10, 0, 0x20, 0x10, 0x30))
                    .hasSize(5)
                    .containsOnlyNulls();
            assertThat(space.statistics().queries() - before).isEqualTo(2);
            assertThat(space.mappingsOf(Freshness.VERIFIED)).isEmpty();
        }
    }

    /** The kernel is asked twice about an address that is not mapped: by the second time it may be. */
    @Test
    void whatIsMappedBetweenTwoQuestionsIsFound() throws IOException {
        try (HelperProcess helper = HelperProcess.start();
                AddressSpace space = AddressSpace.of(helper.pid())) {
            Mapping mapping = space.maps().mappings().get(0);
            MappingCursor real = new SnapshotCursor(space.maps(), ObtainedBy.TEXT);
            MappingCursor late = (MappingCursor) Proxy.newProxyInstance(
                    MappingCursor.class.getClassLoader(),
                    new Class<?>[] {MappingCursor.class},
                    (proxy, method, arguments) -> {
                        boolean isFirst = method.getName().equals("seek") && ((Integer) arguments[1]) == 0;
                        try {
                            return isFirst ? false : method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            assertThat(new MappingBatch(late)
                            .find(new long[] {mapping.end() - 1, mapping.start(), mapping.start() - 1}))
                    .containsExactly(mapping, mapping, null);
        }
    }
}
