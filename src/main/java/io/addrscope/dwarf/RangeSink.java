// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/** What address ranges are given to. */
interface RangeSink {

    /**
     * Takes a range.
     *
     * @param start ELF address of the first byte
     * @param end ELF address behind the last byte, not equal to {@code start}
     */
    void range(long start, long end) throws DwarfFormatException;
}
