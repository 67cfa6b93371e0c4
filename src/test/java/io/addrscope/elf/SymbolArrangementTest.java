// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of many symbols holds an address, by a second reading of the rules that looks at each symbol for each address. */
class SymbolArrangementTest {

    private static final long SEED = 20261125;

    /** Where the sections of the random symbols lie: one behind another, and at the ends of the address space. */
    private static final long[] SECTIONS = {1, 64, 200, Long.MAX_VALUE - 20, -100, -50};

    private static final int SECTION_SIZE = 40;

    private record Candidate(long start, long size, long limit, SymbolSource source, int number) {}

    private final List<Candidate> candidates = new ArrayList<>();
    private final SymbolColumns columns = new SymbolColumns();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomSymbols(boolean isComplete) throws IOException {
        Random random = new Random(SEED);
        int found = 0;
        for (int round = 0; round < 1000; round++) {
            candidates.clear();
            columns.count = 0;
            addRandom(random, random.nextInt(20));
            SymbolArrays symbols = SymbolArrangement.arrange(columns, List.of(), isComplete);
            for (long section : SECTIONS) {
                for (long address = section - 1; address != section + SECTION_SIZE + 1; address++) {
                    int symbol = symbols.find(address);
                    Candidate expected = holder(address, isComplete);
                    assertThat(symbol < 0 ? -1 : symbols.names[symbol])
                            .as("round %d, address %x of %s", round, address, candidates)
                            .isEqualTo(expected == null ? -1 : expected.number());
                    found += symbol < 0 ? 0 : 1;
                }
            }
        }
        assertThat(found).isGreaterThan(5_000);
    }

    /** A window on some of the symbols says the same as all of them, or nothing. */
    @Test
    void windowOnRandomSymbols() throws IOException {
        Random random = new Random(SEED);
        int told = 0;
        int held = 0;
        for (int round = 0; round < 1000; round++) {
            candidates.clear();
            columns.count = 0;
            addRandom(random, random.nextInt(20));
            SymbolArrays all = SymbolArrangement.arrange(columns, List.of(), true);
            for (long section : SECTIONS) {
                for (long address = section - 1; address != section + SECTION_SIZE + 1; address++) {
                    SymbolWindow window = new SymbolWindow(address, random.nextInt(30), random.nextInt(10));
                    SymbolArrays few = arrangeIn(window);
                    int found = few.find(address);
                    int expected = all.find(address);
                    held += expected < 0 ? 0 : 1;
                    if (window.decides() && found >= 0 && window.decides(few, found)) {
                        told++;
                        assertThat(expected)
                                .as("round %d, address %x", round, address)
                                .isNotNegative();
                        assertThat(few.names[found])
                                .as("round %d, address %x of %s", round, address, candidates)
                                .isEqualTo(all.names[expected]);
                        assertThat(few.end(found)).isEqualTo(all.end(expected));
                        assertThat(few.isSized(found)).isEqualTo(all.isSized(expected));
                    }
                }
            }
        }
        assertThat(told).isGreaterThan(held / 2);
    }

    private SymbolArrays arrangeIn(SymbolWindow window) throws IOException {
        SymbolColumns few = new SymbolColumns();
        for (Candidate candidate : candidates) {
            if (window.admits(candidate.start(), candidate.size())) {
                int info = SymbolColumns.info(SymbolKind.FUNCTION, candidate.source(), 0, 0);
                few.add(candidate.start(), candidate.size(), candidate.limit(), candidate.number(), info);
            }
        }
        return SymbolArrangement.arrange(few, List.of(), true);
    }

    private void addRandom(Random random, int count) {
        for (int i = 0; i < count; i++) {
            long section = SECTIONS[random.nextInt(SECTIONS.length)];
            long start = section + random.nextInt(SECTION_SIZE);
            long size = switch (random.nextInt(8)) {
                case 0, 1 -> 0;
                case 2 -> -1L >>> random.nextInt(64);
                default -> 1 + random.nextInt(12);
            };
            SymbolSource source = SymbolSource.of(random.nextInt(4));
            candidates.add(new Candidate(start, size, section + SECTION_SIZE, source, i));
            columns.add(start, size, section + SECTION_SIZE, i, SymbolColumns.info(SymbolKind.FUNCTION, source, 0, 0));
        }
    }

    /** Returns whose extent holds an address; null if none does. */
    private @Nullable Candidate holder(long address, boolean isComplete) {
        Candidate best = null;
        List<Candidate> chosen = chosen();
        for (Candidate candidate : chosen) {
            boolean isIn = Address.isWithin(address, candidate.start(), end(candidate, chosen, isComplete));
            // Those without a size count only where none with a size holds their beginning.
            boolean counts = candidate.size() != 0
                    || chosen.stream()
                            .noneMatch(other -> other.size() != 0
                                    && Address.isWithin(
                                            candidate.start(), other.start(), end(other, chosen, isComplete)));
            if (isIn && counts && (best == null || Address.isBelow(best.start(), candidate.start()))) {
                best = candidate;
            }
        }
        return best;
    }

    /** One at each address. */
    private List<Candidate> chosen() {
        Comparator<Candidate> worstFirst = Comparator.<Candidate, Boolean>comparing(c -> c.size() != 0)
                .thenComparing(Candidate::source, Collections.reverseOrder())
                .thenComparing(Candidate::size, Long::compareUnsigned)
                .thenComparingInt(Candidate::number);
        return candidates.stream()
                .filter(c -> candidates.stream()
                        .noneMatch(other -> other.start() == c.start() && worstFirst.compare(other, c) > 0))
                .toList();
    }

    private long end(Candidate candidate, List<Candidate> chosen, boolean isComplete) {
        long room = candidate.limit() - candidate.start();
        if (candidate.size() != 0) {
            return candidate.start() + (Long.compareUnsigned(candidate.size(), room) < 0 ? candidate.size() : room);
        }
        if (!isComplete) {
            return candidate.start() + 1;
        }
        long end = candidate.limit();
        for (Candidate other : chosen) {
            boolean isBehind = Address.isBelow(candidate.start(), other.start());
            if (isBehind && Address.isBelow(other.start(), end)) {
                end = other.start();
            }
        }
        return end;
    }

    @Test
    void aChainOfNestedExtentsIsNoMoreWorkThanOthers() throws IOException {
        int depth = 200_000;
        for (int i = 0; i < depth; i++) {
            columns.add(0x1000 + i, 2L * depth - 2L * i, Long.MAX_VALUE, i, 0);
        }

        SymbolArrays symbols = SymbolArrangement.arrange(columns, List.of(), true);

        assertThat(symbols.find(0x1000)).isZero();
        assertThat(symbols.find(0x1000 + depth - 1)).isEqualTo(depth - 1);
        assertThat(symbols.find(0x1000 + 2L * depth - 1)).isZero();
        assertThat(symbols.find(0x1000 + 2L * depth - 1000)).isEqualTo(999);
        assertThat(symbols.find(0x1000 + 2L * depth)).isEqualTo(SymbolTable.NONE);
    }

    @Test
    void noSymbols() throws IOException {
        SymbolArrays symbols = SymbolArrangement.arrange(columns, List.of(), true);

        assertThat(symbols.find(0)).isEqualTo(SymbolTable.NONE);
        assertThat(symbols.find(-1)).isEqualTo(SymbolTable.NONE);
    }
}
