// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;

/**
 * Reads {@code .debug_aranges}: which unit has which addresses, as the compiler tells in one place (DWARF 5, 6.1.2).
 *
 * <pre>
 *   unit_length                           4/12
 *   version                                  2    2
 *   debug_info_offset                      4/8
 *   address_size, segment_selector_size    1+1
 *   padding                                       to a multiple of two addresses
 *   address, length                          2 addresses each; both 0 at the end
 * </pre>
 */
final class Aranges {

    private Aranges() {}

    /** Reads all sets. */
    static void read(Section section, RangeReader reader, UnitIndex.Builder index) throws IOException {
        long next = 0;
        while (next < section.size()) {
            long end = UnitHeader.end(section, next);
            Input in = section.read(next, end - next);
            readSet(in, next, reader, index);
            next = end;
        }
    }

    private static void readSet(Input in, long start, RangeReader reader, UnitIndex.Builder index)
            throws DwarfFormatException {
        int offsetSize = Integer.BYTES;
        if (in.u32() == UnitHeader.FORMAT_64) {
            offsetSize = Long.BYTES;
            in.u64();
        }
        int version = in.u16();
        if (version != 2) {
            throw in.fault("address ranges of version " + version);
        }
        index.unit(in.unsigned(offsetSize));
        int addressSize = in.u8();
        int segmentSize = in.u8();
        if (addressSize < 1 || addressSize > Long.BYTES || segmentSize > Long.BYTES) {
            throw in.fault("addresses of " + addressSize + " bytes in segments of " + segmentSize);
        }
        Encoding encoding = new Encoding(version, addressSize, offsetSize);
        int size = 2 * addressSize + segmentSize;
        long header = in.offset() - start;
        in.skip((size - header % size) % size);
        while (in.remaining() >= size) {
            in.skip(segmentSize);
            long address = in.unsigned(addressSize);
            long length = in.unsigned(addressSize);
            reader.give(address, encoding.end(address + length), index);
        }
    }
}
