// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.elf.LoadSegments;
import io.addrscope.elf.ProgramHeader;
import io.addrscope.linux.PageSize;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import java.util.OptionalLong;

/** Whether the mappings of a file are those that loading it makes: builds of a library mostly differ in the size of their code. */
final class SegmentExtents {

    private SegmentExtents() {}

    /**
     * Returns whether an executable mapping is part of the loaded image: all segments begin where the file says, and each with code
     * ends there, too.
     *
     * @param around asks for the other mappings of the file
     */
    static boolean fit(ElfImage image, Mapping mapping, MappingCursor around) {
        OptionalLong bias = new LoadedImage(image, mapping).loadBias(mapping.start(), around);
        if (bias.isEmpty()) {
            return false;
        }
        LoadSegments segments = new LoadSegments(image, PageSize.system());
        for (ProgramHeader segment : image.programHeaders()) {
            if (segment.isLoad() && segment.isExecutable() && segment.filesz() > 0) {
                long end = bias.getAsLong() + segments.firstPage(segment) + segments.bytesOfPages(segment);
                if (!isCode(end - 1, mapping, around) || (isCode(end, mapping, around) && !isBegun(image, end, bias))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isCode(long address, Mapping mapping, MappingCursor around) {
        return around.seek(address, 0, MapsQuery.NUMBERS)
                && (around.permissions() & Permissions.EXECUTE) != 0
                && around.inode() == mapping.inode()
                && around.deviceMajor() == mapping.device().major()
                && around.deviceMinor() == mapping.device().minor();
    }

    /** The code of the next segment may follow at once. */
    private static boolean isBegun(ElfImage image, long address, OptionalLong bias) {
        for (ProgramHeader segment : image.programHeaders()) {
            long start = bias.orElseThrow() + segment.vaddr();
            if (segment.isLoad() && segment.isExecutable() && Address.isBelow(start - address, PageSize.system())) {
                return true;
            }
        }
        return false;
    }
}
