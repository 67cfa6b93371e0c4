// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.ElfImage;
import io.addrscope.elf.ElfReader;
import io.addrscope.linux.ByteSource;
import io.addrscope.linux.TargetProcess;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The ELF headers of mapped images, read from the memory of the process: for files that are gone, for the vDSO, for
 * images in memory files. Safe for any number of threads.
 */
final class MemoryImages {

    /**
     * More mappings than this between an image's beginning and any of its addresses are not looked through. Between two
     * segments there may be others: zeroed memory, pages that the process has put in place of the file's, and whatever
     * found room in a hole.
     */
    private static final int MAX_STEPS = 64;

    private final ProcessMaps maps;

    MemoryImages(ProcessMaps maps) {
        this.maps = maps;
    }

    /**
     * What memory has of a mapping.
     *
     * @param image the headers; null if they cannot be had
     * @param reason why not; null if they can, or if no image begins where one would have to
     */
    record FromMemory(@Nullable ElfImage image, @Nullable Reason reason) {}

    /**
     * Reads the headers of the image that a mapping belongs to.
     *
     * @param around asks for the mappings before it
     */
    FromMemory find(Mapping mapping, MappingCursor around) {
        TargetProcess process = maps.process();
        try (ByteSource memory = process.openMemory()) {
            ElfImage image = search(memory, mapping, around);
            // The memory was opened by pid: it may be that of another program by now.
            maps.verify();
            return new FromMemory(image, null);
        } catch (IOException e) {
            maps.verify();
            return new FromMemory(
                    null,
                    new Reason(
                            Reason.Code.NO_PERMISSION,
                            "the memory of " + process.describe() + " may not be read: " + e.getMessage()));
        }
    }

    /** The image's first page comes first in memory, but a page of the file may come again in a later segment. */
    private static @Nullable ElfImage search(ByteSource memory, Mapping mapping, MappingCursor around) {
        Mapping candidate = mapping;
        for (int step = 0; step < MAX_STEPS; step++) {
            if (candidate.offset() == 0 && (step == 0 || candidate.isSameFile(mapping))) {
                ElfImage image = read(memory, candidate.start());
                if (image != null && new LoadedImage(image, candidate).isLoadedAt(candidate.start(), around)) {
                    return image;
                }
            }
            if (mapping.inode() == 0 || !around.seekPrevious(candidate.start())) {
                // Without a file there is nothing to tell two mappings of one image by.
                return null;
            }
            candidate = around.mapping();
        }
        return null;
    }

    private static @Nullable ElfImage read(ByteSource memory, long headerAddress) {
        try {
            return ElfReader.fromMemory(memory, headerAddress);
        } catch (ElfFormatException e) {
            return null;
        } catch (IOException e) {
            // Unreadable here; an earlier mapping of the same page may not be.
            return null;
        }
    }
}
