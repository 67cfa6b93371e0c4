// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.util.Arrays;

/** Sorts addresses, and finds them when they are sorted. */
public final class UnsignedOrder {

    /** So many are sorted faster by moving each past those that are higher. */
    private static final int FEW = 64;

    /**
     * How many are done in one call. A JVM compiles a method that it often calls much sooner than one with a long loop, and
     * the first table is sorted before it knows either.
     */
    private static final int BLOCK = 64;

    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final long LOW_BITS = DIGITS - 1;

    private UnsignedOrder() {}

    /**
     * Returns the indices of the first {@code count} addresses in ascending, unsigned order of these; equal ones stay in
     * theirs. Unless they are few, a radix sort by digits from the lowest, of which those are left out that all addresses share:
     * in time proportional to {@code count}, whatever the addresses are.
     */
    public static int[] indices(long[] addresses, int count) {
        int[] order = new int[count];
        if (count <= FEW) {
            insert(addresses, order);
            return order;
        }
        long varying = 0;
        for (int start = 0; start < count; start += BLOCK) {
            varying |= begin(addresses, order, start);
        }
        int[] next = new int[count];
        int[] places = new int[DIGITS];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            if (((varying >>> shift) & LOW_BITS) != 0) {
                sortByDigit(addresses, order, next, places, shift);
                int[] sorted = next;
                next = order;
                order = sorted;
            }
        }
        return order;
    }

    private static void insert(long[] addresses, int[] order) {
        for (int i = 0; i < order.length; i++) {
            int place = i;
            while (place > 0 && Address.isBelow(addresses[i], addresses[order[place - 1]])) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = i;
        }
    }

    /** Writes the indices of a block, and returns in which bits their addresses are not those of the first. */
    private static long begin(long[] addresses, int[] order, int start) {
        int end = Math.min(order.length, start + BLOCK);
        long varying = 0;
        for (int i = start; i < end; i++) {
            order[i] = i;
            varying |= addresses[i] ^ addresses[0];
        }
        return varying;
    }

    private static void sortByDigit(long[] addresses, int[] from, int[] to, int[] places, int shift) {
        Arrays.fill(places, 0);
        for (int start = 0; start < from.length; start += BLOCK) {
            countDigits(addresses, from, start, places, shift);
        }
        int sum = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int here = places[digit];
            places[digit] = sum;
            sum += here;
        }
        for (int start = 0; start < from.length; start += BLOCK) {
            move(addresses, from, start, to, places, shift);
        }
    }

    private static void countDigits(long[] addresses, int[] from, int start, int[] places, int shift) {
        int end = Math.min(from.length, start + BLOCK);
        for (int i = start; i < end; i++) {
            places[(int) ((addresses[from[i]] >>> shift) & LOW_BITS)]++;
        }
    }

    private static void move(long[] addresses, int[] from, int start, int[] to, int[] places, int shift) {
        int end = Math.min(from.length, start + BLOCK);
        for (int i = start; i < end; i++) {
            int index = from[i];
            to[places[(int) ((addresses[index] >>> shift) & LOW_BITS)]++] = index;
        }
    }

    /** Returns the index of the last of the sorted addresses that is not above {@code address}; -1 if all are above. */
    static int floor(long[] sorted, long address) {
        int low = 0;
        int length = sorted.length;
        // Halves by a choice between two numbers, not by a jump: what an address is cannot be predicted.
        while (length > 1) {
            int half = length >>> 1;
            low = Address.isBelow(address, sorted[low + half]) ? low : low + half;
            length -= half;
        }
        return length == 0 || Address.isBelow(address, sorted[low]) ? -1 : low;
    }
}
