// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;

/** Numbers of 32 bits, of which more come. For one thread at a time. */
final class IntList {

    private int[] values = new int[8];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    void set(int index, int value) {
        values[index] = value;
    }

    void clear() {
        size = 0;
    }

    /** Removes all behind the first. */
    void cut(int count) {
        size = count;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
