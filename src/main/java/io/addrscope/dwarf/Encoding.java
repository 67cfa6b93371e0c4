// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/**
 * What the sizes of values in a unit depend on.
 *
 * @param version of DWARF, 2 to 5
 * @param addressSize bytes of an address, 1 to 8
 * @param offsetSize bytes of an offset into a section: 4 in the 32-bit format, 8 in the 64-bit one
 */
record Encoding(int version, int addressSize, int offsetSize) {

    /** Returns the address that linkers write for code that they left out: the highest. */
    long tombstone() {
        return addressSize <= 0 || addressSize >= Long.BYTES ? -1 : (1L << (addressSize * Byte.SIZE)) - 1;
    }

    /** Returns an address for what a sum came to: addresses go around where they are full. */
    long address(long sum) {
        return sum & tombstone();
    }

    /** As {@link #address}, but for the end of a range: the one behind the highest address stays there. */
    long end(long sum) {
        long end = sum & tombstone();
        return end == 0 && sum != 0 ? tombstone() + 1 : end;
    }
}
