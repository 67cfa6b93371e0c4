// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Arranges the symbols that were collected: chooses one of those at one address, gives each its extent, and works out which
 * holds what where they overlap, by the rules of {@link SymbolTable}. For one thread; takes time in proportion to the
 * number of symbols.
 */
final class SymbolArrangement {

    /** Longest name that is compared, in bytes, to find out that two symbols are one. */
    private static final int MAX_COMPARED = 4096;

    /** How many symbols at one address are asked for the version; there are a dozen at most, if nobody means harm. */
    private static final int MAX_ALIASES = 64;

    private final SymbolColumns columns;
    private final List<StringTable> strings;
    private final boolean isComplete;

    /** What is kept: the index of each symbol in the columns, by address. */
    private final int[] kept;

    private int count;

    private SymbolArrangement(SymbolColumns columns, List<StringTable> strings, boolean isComplete) {
        this.columns = columns;
        this.strings = strings;
        this.isComplete = isComplete;
        this.kept = UnsignedOrder.indices(columns.starts, columns.count);
    }

    /**
     * Arranges symbols; the columns are used up.
     *
     * @param isComplete whether all symbols are among them, so that one without a size reaches up to the next
     * @throws IOException if the name of a symbol cannot be read
     */
    static SymbolArrays arrange(SymbolColumns columns, List<StringTable> strings, boolean isComplete)
            throws IOException {
        SymbolArrangement arrangement = new SymbolArrangement(columns, strings, isComplete);
        arrangement.chooseAtEachAddress();
        arrangement.dropLabels();
        return arrangement.layOut();
    }

    private void chooseAtEachAddress() throws IOException {
        int total = columns.count;
        for (int i = 0; i < total; ) {
            int best = kept[i];
            long start = columns.starts[best];
            int next = i + 1;
            while (next < total && columns.starts[kept[next]] == start) {
                best = better(best, kept[next]);
                next++;
            }
            if (next > i + 1) {
                takeVersion(best, i, next);
            }
            kept[count++] = best;
            i = next;
        }
    }

    /** Returns which of two symbols at one address is taken; {@code b} was collected after {@code a}. */
    private int better(int a, int b) {
        long sizeOfA = columns.sizes[a];
        long sizeOfB = columns.sizes[b];
        if ((sizeOfA == 0) != (sizeOfB == 0)) {
            return sizeOfA == 0 ? b : a;
        }
        int sources = SymbolColumns.sourceOf(columns.infos[a]) - SymbolColumns.sourceOf(columns.infos[b]);
        if (sources != 0) {
            return sources > 0 ? b : a;
        }
        return Address.isBelow(sizeOfB, sizeOfA) ? a : b;
    }

    /**
     * Only dynamic symbols have versions: the one that was taken has that of the same symbol in another table. One symbol may
     * have several, of which the default counts.
     */
    private void takeVersion(int best, int from, int to) throws IOException {
        int end = Math.min(to, from + MAX_ALIASES);
        for (int i = from; i < end; i++) {
            int other = columns.infos[kept[i]];
            int own = columns.infos[best];
            boolean isBetter = SymbolColumns.versionOf(other) != 0
                    && (SymbolColumns.versionOf(own) == 0
                            || (SymbolColumns.isOldVersion(own) && !SymbolColumns.isOldVersion(other)));
            if (isBetter && isSameName(best, kept[i])) {
                columns.infos[best] = SymbolColumns.withVersionOf(own, other);
            }
        }
    }

    /** Linkers may write the version behind the name in {@code .symtab}. */
    private boolean isSameName(int symbol, int dynamic) throws IOException {
        byte[] a = name(symbol);
        byte[] b = name(dynamic);
        return a.length >= b.length
                && Arrays.equals(a, 0, b.length, b, 0, b.length)
                && (a.length == b.length || a[b.length] == '@');
    }

    private byte[] name(int symbol) throws IOException {
        StringTable table = strings.get(SymbolColumns.stringsOf(columns.infos[symbol]));
        return table.name(Integer.toUnsignedLong(columns.names[symbol]), MAX_COMPARED);
    }

    private void dropLabels() {
        long coveredUntil = 0;
        int remaining = 0;
        for (int i = 0; i < count; i++) {
            int symbol = kept[i];
            boolean isSized = columns.sizes[symbol] != 0;
            if (isSized || !Address.isBelow(columns.starts[symbol], coveredUntil)) {
                kept[remaining++] = symbol;
            }
            if (isSized && Address.isBelow(coveredUntil, sizedEnd(symbol))) {
                coveredUntil = sizedEnd(symbol);
            }
        }
        count = remaining;
    }

    /** A size that goes round the end of the address space is cut as any other that is too large. */
    private long sizedEnd(int symbol) {
        long start = columns.starts[symbol];
        long room = columns.limits[symbol] - start;
        long size = columns.sizes[symbol];
        return start + (Address.isBelow(room, size) ? room : size);
    }

    private SymbolArrays layOut() {
        long[] starts = new long[count];
        long[] lengths = new long[count];
        int[] names = new int[count];
        int[] infos = new int[count];
        for (int i = 0; i < count; i++) {
            int symbol = kept[i];
            boolean isSized = columns.sizes[symbol] != 0;
            starts[i] = columns.starts[symbol];
            lengths[i] = (isSized ? sizedEnd(symbol) : unsizedEnd(i)) - starts[i];
            names[i] = columns.names[symbol];
            infos[i] = columns.infos[symbol] | (isSized ? SymbolArrays.SIZED : 0);
        }
        SymbolSteps steps = SymbolSteps.of(starts, lengths);
        return new SymbolArrays(starts, lengths, names, infos, steps);
    }

    private long unsizedEnd(int index) {
        int symbol = kept[index];
        long limit = columns.limits[symbol];
        if (!isComplete) {
            return columns.starts[symbol] + 1;
        }
        long next = index + 1 < count ? columns.starts[kept[index + 1]] : limit;
        return Address.isBelow(next, limit) ? next : limit;
    }
}
