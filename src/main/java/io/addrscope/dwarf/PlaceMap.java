// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;

/** Numbers by the places of entries, without an object for each. For one thread at a time. */
final class PlaceMap {

    private static final long EMPTY = -1;

    private long[] places = new long[16];
    private int[] numbers = new int[16];
    private int size;

    PlaceMap() {
        Arrays.fill(places, EMPTY);
    }

    /** Returns the number of a place; -1 if it has none. */
    int get(long place) {
        int slot = slot(places, place);
        return places[slot] == EMPTY ? -1 : numbers[slot];
    }

    /** Gives a place a number. */
    void put(long place, int number) {
        if (size * 2 >= places.length) {
            grow();
        }
        int slot = slot(places, place);
        if (places[slot] == EMPTY) {
            size++;
        }
        places[slot] = place;
        numbers[slot] = number;
    }

    private void grow() {
        long[] morePlaces = new long[places.length * 2];
        int[] moreNumbers = new int[places.length * 2];
        Arrays.fill(morePlaces, EMPTY);
        for (int i = 0; i < places.length; i++) {
            if (places[i] != EMPTY) {
                int slot = slot(morePlaces, places[i]);
                morePlaces[slot] = places[i];
                moreNumbers[slot] = numbers[i];
            }
        }
        places = morePlaces;
        numbers = moreNumbers;
    }

    private static int slot(long[] places, long place) {
        long mixed = place * 0x9e3779b97f4a7c15L;
        int slot = (int) (mixed >>> 32) & (places.length - 1);
        while (places[slot] != EMPTY && places[slot] != place) {
            slot = (slot + 1) & (places.length - 1);
        }
        return slot;
    }
}
