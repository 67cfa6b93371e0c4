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
 *
 * <p>It is one pass, in steps of one address: the first table of a JVM is arranged before its compilers know a loop of tens of
 * thousands of rounds, but not before they know a method that is called as often.
 */
final class SymbolArrangement {

    /** Longest name that is compared, in bytes, to find out that two symbols are one. */
    private static final int MAX_COMPARED = 4096;

    /** How many symbols at one address are asked for the version; there are a dozen at most, if nobody means harm. */
    private static final int MAX_ALIASES = 64;

    private final SymbolColumns columns;
    private final List<StringTable> strings;
    private final boolean isComplete;

    /** Indices of the symbols in the columns, by address. */
    private final int[] order;

    private final long[] starts;
    private final long[] lengths;
    private final int[] names;
    private final int[] infos;
    private final SymbolFiles files = new SymbolFiles();
    private int count;

    /** Up to where symbols with a size reached so far. */
    private long coveredUntil;

    private boolean isNested;

    private SymbolArrangement(SymbolColumns columns, List<StringTable> strings, boolean isComplete) {
        this.columns = columns;
        this.strings = strings;
        this.isComplete = isComplete;
        this.order = UnsignedOrder.indices(columns.starts, columns.count);
        this.starts = new long[columns.count];
        this.lengths = new long[columns.count];
        this.names = new int[columns.count];
        this.infos = new int[columns.count];
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
        for (int next = 0; next < columns.count; ) {
            next = arrangement.takeAddress(next);
        }
        return arrangement.result();
    }

    private SymbolArrays result() {
        long[] finalStarts = Arrays.copyOf(starts, count);
        long[] finalLengths = Arrays.copyOf(lengths, count);
        SymbolSteps steps = SymbolSteps.of(finalStarts, finalLengths, isNested);
        files.trim();
        return new SymbolArrays(
                finalStarts, finalLengths, Arrays.copyOf(names, count), Arrays.copyOf(infos, count), files, steps);
    }

    /** Takes one of the symbols at the address of the one that stands at {@code first}; returns where the next one stands. */
    private int takeAddress(int first) throws IOException {
        int best = order[first];
        long start = columns.starts[best];
        int next = first + 1;
        while (next < order.length && columns.starts[order[next]] == start) {
            best = better(best, order[next]);
            next++;
        }
        if (next > first + 1) {
            takeVersion(best, first, next);
        }
        if (columns.sizes[best] != 0) {
            addSized(best, start);
        } else if (!Address.isBelow(start, coveredUntil)) {
            addUnsized(best, start);
        }
        return next;
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

    /** A size that goes round the end of the address space is cut as any other that is too large. */
    private void addSized(int symbol, long start) {
        long room = columns.limits[symbol] - start;
        long size = columns.sizes[symbol];
        long length = Address.isBelow(room, size) ? room : size;
        isNested |= Address.isBelow(start, coveredUntil);
        if (Address.isBelow(coveredUntil, start + length)) {
            coveredUntil = start + length;
        }
        add(symbol, start, length, SymbolArrays.SIZED);
    }

    /** How far it reaches is known when the next one comes. */
    private void addUnsized(int symbol, long start) {
        add(symbol, start, isComplete ? columns.limits[symbol] - start : 1, 0);
    }

    private void add(int symbol, long start, long length, int flag) {
        int last = count - 1;
        if (last >= 0
                && (infos[last] & SymbolArrays.SIZED) == 0
                && Address.isBelow(start - starts[last], lengths[last])) {
            lengths[last] = start - starts[last];
        }
        starts[count] = start;
        lengths[count] = length;
        names[count] = columns.names[symbol];
        int info = columns.infos[symbol];
        if (SymbolColumns.hasFile(info)) {
            files.add(count, columns.files[symbol]);
        }
        infos[count++] = info | flag;
    }

    /**
     * Only dynamic symbols have versions: the one that was taken has that of the same symbol in another table. One symbol may
     * have several, of which the default counts.
     */
    private void takeVersion(int best, int from, int to) throws IOException {
        int end = Math.min(to, from + MAX_ALIASES);
        for (int i = from; i < end; i++) {
            int other = columns.infos[order[i]];
            int own = columns.infos[best];
            boolean isBetter = SymbolColumns.versionOf(other) != 0
                    && (SymbolColumns.versionOf(own) == 0
                            || (SymbolColumns.isOldVersion(own) && !SymbolColumns.isOldVersion(other)));
            if (isBetter && isSameName(best, order[i])) {
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
}
