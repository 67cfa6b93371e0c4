// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

/** Where in its source an image's note segments lie. */
@FunctionalInterface
interface NotePlacement {

    /**
     * Returns the position of a note segment's first byte.
     *
     * @throws ElfFormatException if the source does not hold the segment
     */
    long position(ElfSource source, ProgramHeader note) throws ElfFormatException;
}
