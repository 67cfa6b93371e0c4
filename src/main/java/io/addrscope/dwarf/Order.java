// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.model.Address;
import java.util.Arrays;

/** Puts numbers in order without moving them, and without an object for each. */
final class Order {

    private Order() {}

    /** Returns the indices of unsigned numbers, those of the lowest first; equal ones stay as they are. */
    static int[] of(LongList numbers) {
        int count = numbers.size();
        int[] order = new int[count];
        if (count == 0) {
            return order;
        }
        long lowest = numbers.get(0);
        long highest = lowest;
        boolean ordered = true;
        for (int i = 1; i < count; i++) {
            long number = numbers.get(i);
            ordered &= !Address.isBelow(number, numbers.get(i - 1));
            lowest = Address.isBelow(number, lowest) ? number : lowest;
            highest = Address.isBelow(highest, number) ? number : highest;
        }
        if (ordered) {
            for (int i = 0; i < count; i++) {
                order[i] = i;
            }
            return order;
        }
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        long span = highest - lowest;
        if (span >= 0 && span < Long.MAX_VALUE >> bits) {
            // Number and index in one: sorted as they are.
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = ((numbers.get(i) - lowest) << bits) | i;
            }
            Arrays.sort(keys);
            for (int i = 0; i < count; i++) {
                order[i] = (int) (keys[i] & ((1L << bits) - 1));
            }
            return order;
        }
        return ofFarApart(numbers, order);
    }

    /**
     * Returns the indices of numbers from 0 on, those of the lowest first; equal ones stay as they are, and negative ones are left
     * out.
     *
     * @param limit number that all are less than
     */
    static int[] ofFew(int[] numbers, int limit) {
        int[] firsts = new int[limit + 1];
        for (int number : numbers) {
            if (number >= 0) {
                firsts[number + 1]++;
            }
        }
        for (int i = 0; i < limit; i++) {
            firsts[i + 1] += firsts[i];
        }
        int[] order = new int[firsts[limit]];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] >= 0) {
                order[firsts[numbers[i]]++] = i;
            }
        }
        return order;
    }

    /** Numbers that are too far apart for that occur in no image: what they cost does not matter. */
    private static int[] ofFarApart(LongList numbers, int[] order) {
        Integer[] indices = new Integer[order.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        Arrays.sort(indices, (a, b) -> Address.compare(numbers.get(a), numbers.get(b)));
        for (int i = 0; i < order.length; i++) {
            order[i] = indices[i];
        }
        return order;
    }
}
