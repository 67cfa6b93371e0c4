// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** Which namespaces, types and functions the entries of a unit are in: their extents, from the first to the last. For one thread at a time. */
final class Scopes {

    private final LongList starts = new LongList();
    private final LongList ends = new LongList();
    private final IntList parents = new IntList();
    private int open = -1;

    /** Opens a scope in the one that is open, at its entry's offset. */
    int open(long start) {
        starts.add(start);
        ends.add(Long.MAX_VALUE);
        parents.add(open);
        open = starts.size() - 1;
        return open;
    }

    /** Closes the scope that was opened last, in front of an offset. */
    void close(long end) {
        if (open >= 0) {
            ends.set(open, end);
            open = parents.get(open);
        }
    }

    /** Closes all that are open, in front of an offset. */
    void closeAll(long end) {
        while (open >= 0) {
            close(end);
        }
    }

    /** Returns the offset of the innermost scope around an entry; -1 if there is none. */
    long around(long entry) {
        int low = 0;
        int high = starts.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (starts.get(middle) < entry) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        int scope = high;
        while (scope >= 0 && ends.get(scope) <= entry) {
            scope = parents.get(scope);
        }
        return scope < 0 ? -1 : starts.get(scope);
    }
}
