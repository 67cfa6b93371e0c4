// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.elf.LoadSegments;
import io.addrscope.linux.PageSize;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import java.util.List;
import java.util.OptionalLong;

/**
 * An ELF image as it lies in memory: turns an address of a mapping into the image's own terms.
 *
 * <p>A candidate segment is believed if everything else is where it must be by the load bias that it implies. Where no
 * bias holds, the file is not loaded but only mapped, as by a program that reads it; then its bytes are told by where they
 * lie in the file.
 */
final class LoadedImage {

    private final LoadSegments segments;
    private final Mapping mapping;
    private final MappingCursor around;

    /** @param around asks for the other mappings of the image */
    LoadedImage(ElfImage image, Mapping mapping, MappingCursor around) {
        this.segments = new LoadSegments(image, PageSize.system());
        this.mapping = mapping;
        this.around = around;
    }

    /** Returns the ELF address of {@code address}; none if it lies between the segments. */
    OptionalLong elfAddress(long address) {
        List<LoadSegments.Candidate> candidates = segments.candidates(address, mapping);
        for (LoadSegments.Candidate candidate : candidates) {
            if (isLoadedWith(candidate.loadBias())) {
                return OptionalLong.of(candidate.elfAddress());
            }
        }
        return isLoadedAt(mapping.start()) ? OptionalLong.empty() : elfAddressInFile(candidates);
    }

    /** Where nothing is loaded nothing is padded: a byte is that of the segment that the file has it in. */
    private static OptionalLong elfAddressInFile(List<LoadSegments.Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.part() == LoadSegments.Part.FILE)
                .mapToLong(LoadSegments.Candidate::elfAddress)
                .findFirst();
    }

    /** Returns whether the image is loaded such that the byte at {@code address} belongs to one of its segments. */
    boolean isLoadedAt(long address) {
        for (LoadSegments.Candidate candidate : segments.candidates(address, mapping)) {
            if (isLoadedWith(candidate.loadBias())) {
                return true;
            }
        }
        return false;
    }

    private boolean isLoadedWith(long loadBias) {
        List<LoadSegments.FirstPage> pages = segments.expectedFirstPages(loadBias);
        for (LoadSegments.FirstPage page : pages) {
            if (!around.seek(page.address(), 0, MapsQuery.NUMBERS)
                    || !isSameImage()
                    || isExecutable() != page.segment().isExecutable()
                    || page.address() - around.start() + around.offset() != page.fileOffset()) {
                return false;
            }
        }
        return !pages.isEmpty();
    }

    /** Two segments may map one page of the file; that the right one does shows in whether it can be executed. */
    private boolean isExecutable() {
        return (around.permissions() & Permissions.EXECUTE) != 0;
    }

    private boolean isSameImage() {
        if (mapping.inode() == 0) {
            // The vDSO is no file, and one mapping.
            return around.start() == mapping.start();
        }
        return around.inode() == mapping.inode()
                && around.deviceMajor() == mapping.device().major()
                && around.deviceMinor() == mapping.device().minor();
    }
}
