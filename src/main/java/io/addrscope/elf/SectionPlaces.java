// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import org.jspecify.annotations.Nullable;

/**
 * The loaded sections of a file. Those of each thread are not among them: what their symbols have is no address, and the
 * addresses of {@code .tbss} are those of what follows it. For one thread.
 */
final class SectionPlaces implements Places {

    private final long[] starts;
    private final long[] ends;
    private final boolean[] executable;

    /** The sections by address, once they are asked for: their beginnings, and the index of each. */
    private long @Nullable [] sorted;

    private int[] order = new int[0];

    SectionPlaces(SectionTable sections) {
        int count = sections.size();
        starts = new long[count];
        ends = new long[count];
        executable = new boolean[count];
        for (int i = 1; i < count; i++) {
            long flags = sections.flags(i);
            long start = sections.address(i);
            long end = start + sections.length(i);
            boolean isPlace = (flags & SectionHeader.SHF_ALLOC) != 0 && (flags & SectionHeader.SHF_TLS) == 0;
            // One that goes round the end of the address space is none, and stays empty.
            if (isPlace && Address.isBelow(start, end)) {
                starts[i] = start;
                ends[i] = end;
                executable[i] = (flags & SectionHeader.SHF_EXECINSTR) != 0;
            }
        }
    }

    @Override
    public int holding(int section, long value) {
        int place = section == UNTOLD ? lastAtOrBelow(value) : section;
        return place > 0 && place < starts.length && Address.isWithin(value, starts[place], ends[place])
                ? place
                : NOWHERE;
    }

    private int lastAtOrBelow(long value) {
        long[] beginnings = sorted;
        if (beginnings == null) {
            order = UnsignedOrder.indices(starts, starts.length);
            beginnings = new long[starts.length];
            for (int i = 0; i < beginnings.length; i++) {
                beginnings[i] = starts[order[i]];
            }
            sorted = beginnings;
        }
        int found = UnsignedOrder.floor(beginnings, value);
        return found < 0 ? NOWHERE : order[found];
    }

    @Override
    public long end(int place) {
        return ends[place];
    }

    @Override
    public boolean isCode(int place) {
        return executable[place];
    }

    @Override
    public CodeRanges code() {
        return CodeRanges.of(starts, ends, executable);
    }
}
