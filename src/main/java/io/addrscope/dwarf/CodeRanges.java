// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ProgramHeader;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import io.addrscope.model.Address;

/**
 * Where an image has code. Debug information of functions that the linker left out is still there, at addresses where no code
 * is: 0, 1, the highest two, or small ones; those must not hide what does lie at an address. Immutable.
 */
final class CodeRanges {

    /** No more ranges are told apart; images have a handful. */
    private static final int MAX_RANGES = 4096;

    private final long[] starts;
    private final long[] ends;

    private CodeRanges(LongList starts, LongList ends) {
        this.starts = starts.toArray();
        this.ends = ends.toArray();
    }

    /** Takes the executable sections of a file, or its executable segments if it has no sections. */
    static CodeRanges of(ElfFile file) {
        LongList starts = new LongList();
        LongList ends = new LongList();
        SectionTable sections = file.sections();
        for (int i = 1; i < sections.size() && starts.size() < MAX_RANGES; i++) {
            SectionHeader section = sections.header(i);
            if (section.isExecutable() && section.isAllocated()) {
                add(section.address(), section.size(), starts, ends);
            }
        }
        if (starts.size() == 0) {
            for (ProgramHeader segment : file.image().programHeaders()) {
                if (segment.isLoad() && segment.isExecutable() && starts.size() < MAX_RANGES) {
                    add(segment.vaddr(), segment.memsz(), starts, ends);
                }
            }
        }
        return new CodeRanges(starts, ends);
    }

    private static void add(long start, long size, LongList starts, LongList ends) {
        if (size != 0) {
            starts.add(start);
            ends.add(start + size);
        }
    }

    /** Returns whether there is code at an address. */
    boolean contains(long address) {
        for (int i = 0; i < starts.length; i++) {
            if (Address.isBelow(address - starts[i], ends[i] - starts[i])) {
                return true;
            }
        }
        return false;
    }
}
