// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.ProcessMaps;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The images that a process has mapped: from the file where the file is the mapped one, else from memory. Safe for any
 * number of threads.
 */
public final class MappedImages {

    private final FileImages fromFiles;
    private final MemoryImages fromMemory;

    /** Reads the images of a process. */
    public MappedImages(ProcessMaps maps) {
        this.fromFiles = new FileImages(new ProcessFiles(maps.process(), maps.syscalls()));
        this.fromMemory = new MemoryImages(maps);
    }

    /** Returns how many images' headers are kept. */
    public int kept() {
        return fromFiles.cache().size();
    }

    /** Returns how many times kept headers served. */
    public long hits() {
        return fromFiles.cache().hits();
    }

    /** Returns how many times headers had to be read from a file. */
    public long misses() {
        return fromFiles.cache().misses();
    }

    /** Finds out whether a name that ends in {@code  (deleted)} is that of a live file. */
    Mapping settleDeleted(Mapping mapping) {
        return mapping.isFileBacked() ? fromFiles.settleDeleted(mapping) : mapping;
    }

    /**
     * Says what the image behind a mapping says of an address in it.
     *
     * @param obtainedBy where the mapping comes from
     * @param around asks for the mappings near it
     */
    ResolvedImage resolve(Mapping mapping, long address, ObtainedBy obtainedBy, MappingCursor around) {
        if (mapping.isFileBacked()) {
            FileImages.FromFile file = fromFiles.find(mapping, obtainedBy != ObtainedBy.IOCTL);
            return switch (file.proof()) {
                // The memory holds nothing that the file does not: nor is a device read at all.
                case SAME -> resolved(file.mapping(), file.image(), file.reason(), null, address, around);
                case LIKELY -> confirmed(file, address, around);
                case OTHER -> inMemory(file.mapping(), file.reason(), address, around);
            };
        }
        if (mayHoldImage(mapping)) {
            return inMemory(mapping, null, address, around);
        }
        return resolved(mapping, null, null, null, address, around);
    }

    private ResolvedImage inMemory(Mapping mapping, @Nullable Reason reason, long address, MappingCursor around) {
        MemoryImages.FromMemory memory = fromMemory.find(mapping, around);
        return resolved(mapping, memory.image(), reason, memory.reason(), address, around);
    }

    /** Believes a file of the same inode on a device that may be another unless the memory holds another image. */
    private ResolvedImage confirmed(FileImages.FromFile file, long address, MappingCursor around) {
        ElfImage image = file.image();
        if (image != null) {
            ElfImage mapped = fromMemory.find(file.mapping(), around).image();
            if (mapped != null && !mapped.isSameBuild(image)) {
                Reason replaced = FileImages.replaced(file.mapping().name());
                return resolved(file.mapping(), mapped, replaced, null, address, around);
            }
        }
        return resolved(file.mapping(), image, file.reason(), null, address, around);
    }

    private static boolean mayHoldImage(Mapping mapping) {
        return switch (mapping.name().kind()) {
            case SPECIAL -> mapping.name().text().equals("[vdso]");
            // Programs load libraries from memory files, too.
            case MEMFD -> true;
            case NONE, PATH, SYSV, SHARED_ANONYMOUS, NAMED_ANONYMOUS, KERNEL_OBJECT -> false;
        };
    }

    private static ResolvedImage resolved(
            Mapping mapping,
            @Nullable ElfImage image,
            @Nullable Reason fileReason,
            @Nullable Reason memoryReason,
            long address,
            MappingCursor around) {
        List<Reason> reasons = new ArrayList<>(2);
        if (fileReason != null) {
            reasons.add(fileReason);
        }
        if (memoryReason != null) {
            reasons.add(memoryReason);
        }
        if (image == null) {
            if (mapping.name().kind() == MappingName.Kind.MEMFD && memoryReason == null) {
                reasons.add(new Reason(Reason.Code.NOT_ELF, "this memory file holds no ELF image"));
            }
            return new ResolvedImage(mapping, false, OptionalLong.empty(), reasons);
        }
        OptionalLong elfAddress = new LoadedImage(image, mapping, around).elfAddress(address);
        if (elfAddress.isEmpty()) {
            reasons.add(new Reason(
                    Reason.Code.NOT_IN_SEGMENT,
                    "the address lies between the segments of " + mapping.name().printable()));
        }
        Mapping identified = mapping.buildId() == null ? mapping.withBuildId(image.buildId()) : mapping;
        if (identified.buildId() == null && image.noteFault() != null) {
            reasons.add(new Reason(Reason.Code.MALFORMED_ELF, "no build ID: " + image.noteFault()));
        }
        return new ResolvedImage(identified, true, elfAddress, reasons);
    }
}
