// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;

/**
 * The symbols that decide which of all holds one address: those that begin not far below it, or a little above. For one thread.
 *
 * <p>Whether the image's other symbols would have changed the answer shows when all have passed. Of those that begin below the window
 * none may hold the address ({@link #decides}), and one that begins in it must. Then it is the same among all: no other symbol that
 * holds it is missing, nor one that begins where such a one does, nor the next one, where one without a size ends. Only a symbol
 * without a size could be one that does not count, for lying within one that begins below.
 */
final class SymbolWindow {

    /** In bytes: longer functions are few. */
    private static final long BELOW = 32 << 10;

    private static final long ABOVE = 4 << 10;

    private final long address;

    /** Even as the end is, so that the mark of Thumb code moves nothing into the window, nor out of it. */
    private final long start;

    private final long end;
    private boolean decides = true;

    /** Up to where symbols with a size reach that begin below the window. */
    private long reached;

    /** @param address the ELF address in question */
    SymbolWindow(long address) {
        this(address, BELOW, ABOVE);
    }

    /**
     * @param below how many bytes below the address the window begins, at least
     * @param above how many bytes above the address it ends, at least
     */
    SymbolWindow(long address, long below, long above) {
        this.address = address;
        this.start = Address.isBelow(address, below) ? 0 : (address - below) & ~1L;
        this.end = Address.isBelow(-3 - above, address) ? -1 : (address + above + 2) & ~1L;
    }

    /** Returns whether a symbol begins in the window; notes how far one reaches that begins below. */
    boolean admits(long value, long size) {
        if (!Address.isBelow(value, start)) {
            return Address.isBelow(value, end);
        }
        if (Address.isBelow(address - value, size)) {
            decides = false;
        } else if (Address.isBelow(reached, value + size)) {
            reached = value + size;
        }
        return false;
    }

    /** Notes that the symbols of a range may reach up to the address, which are not looked at one by one. */
    void skip(long rangeStart, long rangeEnd) {
        decides &= Address.isBelow(address, rangeStart) || !Address.isBelow(start, rangeEnd);
    }

    /** Notes that the symbols in the window do not decide. */
    void giveUp() {
        decides = false;
    }

    /** Returns whether the symbols in the window decide, as far as they have passed. */
    boolean decides() {
        return decides;
    }

    /** Returns whether a symbol that holds the address among those in the window has the same extent among all, and holds it there. */
    boolean decides(SymbolArrays symbols, int holder) {
        return symbols.isSized(holder)
                || (!Address.isBelow(symbols.starts[holder], reached) && !Address.isBelow(end, symbols.end(holder)));
    }
}
