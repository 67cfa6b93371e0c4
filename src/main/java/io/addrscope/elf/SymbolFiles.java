// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.util.Arrays;

/**
 * The source files of symbols, by the symbols' order.
 *
 * <p>What is local to one file lies together, mostly, so that only those symbols are noted at which the file changes; symbols
 * without a file change nothing, and lie between. For one thread until all are added; then for any number.
 */
final class SymbolFiles {

    private static final int FIRST_CAPACITY = 16;

    /** The indices of symbols, in order: the first of each file that is another one than the last. */
    private int[] firsts = new int[FIRST_CAPACITY];

    /** Where the names of those files begin in the symbols' string tables, unsigned. */
    private int[] names = new int[FIRST_CAPACITY];

    private int count;

    /**
     * Adds a symbol that has a file.
     *
     * @param symbol its index, above those that were added before
     * @param name where the file's name begins in the symbol's string table, unsigned
     */
    void add(int symbol, int name) {
        if (count > 0 && names[count - 1] == name) {
            return;
        }
        if (count == firsts.length) {
            firsts = Arrays.copyOf(firsts, count * 2);
            names = Arrays.copyOf(names, count * 2);
        }
        firsts[count] = symbol;
        names[count++] = name;
    }

    /** Lets go of the room for more. */
    void trim() {
        firsts = Arrays.copyOf(firsts, count);
        names = Arrays.copyOf(names, count);
    }

    /** Returns where the name of a symbol's file begins, of one that was added. */
    int name(int symbol) {
        int place = Arrays.binarySearch(firsts, 0, count, symbol);
        return names[place < 0 ? -place - 2 : place];
    }

    /** Returns how many bytes of memory they take. */
    long bytes() {
        return 2L * Integer.BYTES * firsts.length;
    }
}
