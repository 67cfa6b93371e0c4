// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.model.Address;
import io.addrscope.model.MappingName;

/**
 * A library or program in the address space: the mappings of one file that were made together, with executable ones
 * among them.
 *
 * @param name the name of its mappings
 * @param base its lowest address, from which HotSpot counts offsets
 * @param end address behind its last mapping; 0 for the top of the address space
 * @param first index of its first mapping in the section
 */
public record LibraryImage(MappingName name, long base, long end, int first) {

    /** Returns whether {@code address} lies between the first byte and the last; there may be holes. */
    public boolean spans(long address) {
        // The subtraction holds for an end of 2^64 too.
        return Address.isBelow(address - base, end - base);
    }

    /** Returns the name of the file without directories, nor the mark of one that was unlinked. */
    public String baseName() {
        String path = name.withoutDeletedMark().text();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
