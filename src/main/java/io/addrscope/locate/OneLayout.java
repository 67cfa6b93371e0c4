// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.elf.ProgramHeader;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a debug file speaks of the addresses that its image has. */
final class OneLayout {

    private OneLayout() {}

    /**
     * Returns whether code has the same ELF addresses in a file and its debug file: prelinking moves a library, and leaves its
     * build ID as it was.
     */
    static boolean have(ElfFile file, ElfFile debugFile) {
        SectionTable sections = file.sections();
        for (int i = 1; i < sections.size(); i++) {
            SectionHeader section = sections.header(i);
            if (section.isExecutable()) {
                SectionHeader same = debugFile.sections().find(section.name());
                return same == null || same.address() == section.address();
            }
        }
        return true;
    }

    /** As {@link #have(ElfFile, ElfFile)}, of an image in memory, which has no sections: by its segments. */
    static boolean have(ElfImage image, ElfImage debugFile) {
        List<Long> starts = startsOfSegments(debugFile);
        return starts.isEmpty() || starts.equals(startsOfSegments(image));
    }

    private static List<Long> startsOfSegments(ElfImage image) {
        List<Long> starts = new ArrayList<>();
        for (ProgramHeader header : image.programHeaders()) {
            if (header.isLoad()) {
                starts.add(header.vaddr());
            }
        }
        return starts;
    }
}
