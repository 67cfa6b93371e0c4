// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;

/** Numbers of 64 bits, of which more come. For one thread at a time. */
final class LongList {

    private long[] values = new long[8];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    void set(int index, long value) {
        values[index] = value;
    }

    void clear() {
        size = 0;
    }

    /** Removes all behind the first. */
    void cut(int count) {
        size = count;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
