// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;

/** The loaded segments of an image, where there are no sections, or none that can be read: all that a loader knows. */
final class SegmentPlaces implements Places {

    private final long[] starts;
    private final long[] ends;
    private final boolean[] executable;

    SegmentPlaces(ElfImage image) {
        long[] addresses = new long[LoadSegments.MAX_SEGMENTS];
        ProgramHeader[] headers = new ProgramHeader[LoadSegments.MAX_SEGMENTS];
        int count = 0;
        for (ProgramHeader header : image.programHeaders()) {
            boolean isPlace = header.isLoad() && Address.isBelow(header.vaddr(), header.vaddr() + header.memsz());
            if (isPlace && count < headers.length) {
                addresses[count] = header.vaddr();
                headers[count++] = header;
            }
        }
        starts = new long[count];
        ends = new long[count];
        executable = new boolean[count];
        int next = 0;
        for (int index : UnsignedOrder.indices(addresses, count)) {
            ProgramHeader header = headers[index];
            starts[next] = header.vaddr();
            ends[next] = header.vaddr() + header.memsz();
            executable[next++] = header.isExecutable();
        }
    }

    /** What the table tells of sections means nothing here. */
    @Override
    public int holding(int section, long value) {
        int place = UnsignedOrder.floor(starts, value);
        return place >= 0 && Address.isBelow(value, ends[place]) ? place : NOWHERE;
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
