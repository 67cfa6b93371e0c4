// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import java.util.Arrays;
import java.util.List;

/**
 * What the dynamic loader says of an image, by {@code dl_iterate_phdr}.
 *
 * @param bias what it added to each ELF address
 * @param segments the loaded segments
 */
record LoaderView(long bias, List<Segment> segments) {

    /** The fields of a {@code PT_LOAD}. */
    record Segment(long offset, long vaddr, long filesz, long memsz) {

        boolean holdsInFile(long elfAddress) {
            return Long.compareUnsigned(elfAddress - vaddr, filesz) < 0;
        }
    }

    /** Parses the line that {@code loaded.c} writes. */
    static LoaderView parse(String line) {
        String[] parts = line.split(" ", -1);
        return new LoaderView(
                hex(parts[0]),
                Arrays.stream(parts)
                        .skip(1)
                        .map(part -> part.split(",", -1))
                        .map(part -> new Segment(hex(part[0]), hex(part[1]), hex(part[2]), hex(part[3])))
                        .toList());
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    /** The address of the image's first byte with contents in the file. */
    long start() {
        return bias + segments.get(0).vaddr();
    }

    /** The address behind the last segment's memory. */
    long end() {
        Segment last = segments.get(segments.size() - 1);
        return bias + last.vaddr() + last.memsz();
    }
}
