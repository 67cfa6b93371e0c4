// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;

/**
 * Where the units of a {@code .debug_info} begin, found by walking from one to the next, as far as somebody needs to know. A
 * length that cannot be believed ends the walk. For one thread at a time.
 */
final class UnitDirectory {

    /** Most units that are told apart. */
    private static final int MAX_UNITS = 1 << 22;

    private final Section info;
    private final LongList offsets = new LongList();
    private long end;
    private boolean complete;

    UnitDirectory(Section info) {
        this.info = info;
    }

    /** Returns the offset of the unit with a number, counted from 0; -1 if there are not so many. */
    long offset(int number) throws IOException {
        while (offsets.size() <= number) {
            if (!walk()) {
                return -1;
            }
        }
        return offsets.get(number);
    }

    /** Returns the offset of the unit that an entry belongs to; -1 if there is none. */
    long unitOf(long entry) throws IOException {
        while (end <= entry) {
            if (!walk()) {
                return -1;
            }
        }
        int low = 0;
        int high = offsets.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets.get(middle) <= entry) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return offsets.get(low);
    }

    private boolean walk() throws IOException {
        if (complete || end >= info.size() || offsets.size() >= MAX_UNITS) {
            return false;
        }
        // Should it fail, it fails for good: nothing behind can be found.
        complete = true;
        long next = UnitHeader.end(info, end);
        complete = false;
        offsets.add(end);
        end = next;
        return true;
    }
}
