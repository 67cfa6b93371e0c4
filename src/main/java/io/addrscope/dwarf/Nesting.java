// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;

/** A number for each entry that is open around the next one. For one thread at a time. */
final class Nesting {

    /** Most entries in each other; compilers reach some hundreds. */
    private static final int MAX_DEPTH = 4096;

    private int[] numbers = new int[16];
    private int depth;

    /** Opens an entry with a number. */
    void push(int number, Input in) throws DwarfFormatException {
        if (depth == MAX_DEPTH) {
            throw in.fault("entries in each other, more than " + MAX_DEPTH + " deep");
        }
        if (depth == numbers.length) {
            numbers = Arrays.copyOf(numbers, depth * 2);
        }
        numbers[depth++] = number;
    }

    /** Closes the entry that was opened last; returns its number. */
    int pop() {
        return numbers[--depth];
    }

    /** Returns the number of the entry that was opened last; {@code none} if none is open. */
    int top(int none) {
        return depth == 0 ? none : numbers[depth - 1];
    }

    boolean isEmpty() {
        return depth == 0;
    }
}
