// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.Address;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code .opd} of 64-bit PowerPC (its ELFv1 ABI, "Function Descriptors"): the value of a function's symbol is the
 * address of its descriptor, whose first eight bytes are the address of its code. For one thread.
 */
final class FunctionDescriptors {

    private static final String SECTION = ".opd";

    /** Most bytes of descriptors, of 16 or 24 each, that are read. */
    private static final int MAX_BYTES = 32 << 20;

    private final SectionHeader section;
    private final ByteBuffer descriptors;
    private final Places places;

    private FunctionDescriptors(SectionHeader section, ByteBuffer descriptors, Places places) {
        this.section = section;
        this.descriptors = descriptors;
        this.places = places;
    }

    /**
     * Reads them.
     *
     * @return null where functions have none
     * @throws IOException if the file cannot be read
     */
    static @Nullable FunctionDescriptors read(ElfFile file, Places places) throws IOException {
        SectionHeader section =
                new SymbolRules(file.image()).hasDescriptors() ? file.sections().find(SECTION) : null;
        if (section == null) {
            return null;
        }
        ByteSource content = file.content(section);
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, content.size())];
        int count = Math.max(0, content.read(0, bytes, 0, bytes.length));
        ByteBuffer descriptors = ByteBuffer.wrap(bytes, 0, count).slice().order(file.order());
        return new FunctionDescriptors(section, descriptors, places);
    }

    /** Returns whether there is, or should be, a descriptor at an ELF address. */
    boolean contains(long elfAddress) {
        return section.contains(elfAddress);
    }

    /** Returns where the code is whose descriptor is at an ELF address; 0 if that is not known. */
    long target(long elfAddress) {
        long at = elfAddress - section.address();
        return Address.isBelow(at + Long.BYTES - 1, descriptors.limit()) ? descriptors.getLong((int) at) : 0;
    }

    /** Returns the executable place that holds an ELF address; {@link Places#NOWHERE} if none does. */
    int placeOf(long elfAddress) {
        int place = places.holding(Places.UNTOLD, elfAddress);
        return place != Places.NOWHERE && places.isCode(place) ? place : Places.NOWHERE;
    }
}
