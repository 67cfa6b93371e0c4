// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.ElfImage;
import io.addrscope.elf.LoadSegments;
import io.addrscope.linux.PageSize;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An ELF image as it lies in memory: turns an address of a mapping into the image's own terms.
 *
 * <p>A candidate segment is believed if everything else is where it must be by the load bias that it implies. Where no
 * bias holds, the file is not loaded but only mapped, as by a program that reads it; then its bytes are told by where they
 * lie in the file. What was believed of one address is remembered for the pages of the same segment, so this is kept no
 * longer than the mapping holds. Safe for any number of threads, each with a cursor of its own.
 */
final class LoadedImage {

    private final ElfImage image;
    private final LoadSegments segments;
    private final Mapping mapping;
    private volatile @Nullable Span believed;

    /** A load bias by which everything was where it must be. */
    private volatile OptionalLong heldBias = OptionalLong.empty();

    /** @param mapping the mapping whose addresses will be asked about */
    LoadedImage(ElfImage image, Mapping mapping) {
        this.image = image;
        this.segments = new LoadSegments(image, PageSize.system());
        this.mapping = mapping;
    }

    /**
     * Addresses that one load bias holds for.
     *
     * @param start inclusive
     * @param end exclusive
     */
    private record Span(long start, long end, long loadBias) {

        boolean contains(long address) {
            return Address.isBelow(address - start, end - start);
        }
    }

    /** Returns the image's headers. */
    ElfImage image() {
        return image;
    }

    /** Returns whether {@link #knownElfAddress} can tell. */
    boolean isKnown(long address) {
        Span known = believed;
        return known != null && known.contains(address);
    }

    /** Returns the ELF address of an address that {@link #isKnown}. Asks nobody. */
    long knownElfAddress(long address) {
        Span known = believed;
        return known == null ? 0 : address - known.loadBias();
    }

    /**
     * Returns the ELF address of an address of the mapping; none if it lies between the segments.
     *
     * @param around asks for the other mappings of the image
     */
    OptionalLong elfAddress(long address, MappingCursor around) {
        Span known = believed;
        if (known != null && known.contains(address)) {
            return OptionalLong.of(address - known.loadBias());
        }
        LoadSegments.Candidate loaded = loaded(address, around);
        if (loaded != null) {
            return OptionalLong.of(loaded.elfAddress());
        }
        return isLoadedAt(mapping.start(), around)
                ? OptionalLong.empty()
                : elfAddressInFile(segments.candidates(address, mapping));
    }

    /** Returns what the loader added to the ELF address of the byte at an address; none if it is not loaded. */
    OptionalLong loadBias(long address, MappingCursor around) {
        LoadSegments.Candidate loaded = loaded(address, around);
        return loaded == null ? OptionalLong.empty() : OptionalLong.of(loaded.loadBias());
    }

    /** Where nothing is loaded nothing is padded: a byte is that of the segment that the file has it in. */
    private static OptionalLong elfAddressInFile(List<LoadSegments.Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.part() == LoadSegments.Part.FILE)
                .mapToLong(LoadSegments.Candidate::elfAddress)
                .findFirst();
    }

    /** Returns whether the image is loaded such that the byte at {@code address} belongs to one of its segments. */
    boolean isLoadedAt(long address, MappingCursor around) {
        return loaded(address, around) != null;
    }

    /**
     * Returns the segment that the byte at an address belongs to. A load bias that held before is tried first: it is right for
     * all segments, so that no other can be.
     */
    private LoadSegments.@Nullable Candidate loaded(long address, MappingCursor around) {
        List<LoadSegments.Candidate> candidates = segments.candidates(address, mapping);
        for (LoadSegments.Candidate candidate : candidates) {
            if (hasHeld(candidate.loadBias())) {
                remember(candidate);
                return candidate;
            }
        }
        for (LoadSegments.Candidate candidate : candidates) {
            if (isLoadedWith(candidate.loadBias(), around)) {
                heldBias = OptionalLong.of(candidate.loadBias());
                remember(candidate);
                return candidate;
            }
        }
        return null;
    }

    /** One that did not hold is not remembered: the loader may have been at work. */
    private boolean hasHeld(long loadBias) {
        OptionalLong held = heldBias;
        return held.isPresent() && held.getAsLong() == loadBias;
    }

    private void remember(LoadSegments.Candidate candidate) {
        if (!segments.isFirstThroughout(candidate, mapping)) {
            return;
        }
        long start = candidate.loadBias() + segments.firstPage(candidate.segment());
        long end = start + segments.bytesOfPages(candidate.segment());
        believed = new Span(
                Address.isBelow(start, mapping.start()) ? mapping.start() : start,
                Address.isBelow(mapping.end() - 1, end) ? mapping.end() : end,
                candidate.loadBias());
    }

    private boolean isLoadedWith(long loadBias, MappingCursor around) {
        List<LoadSegments.FirstPage> pages = segments.expectedFirstPages(loadBias);
        for (LoadSegments.FirstPage page : pages) {
            if (!around.seek(page.address(), 0, MapsQuery.NUMBERS)
                    || !isSameImage(around)
                    || isExecutable(around) != page.segment().isExecutable()
                    || page.address() - around.start() + around.offset() != page.fileOffset()) {
                return false;
            }
        }
        return !pages.isEmpty();
    }

    /** Two segments may map one page of the file; that the right one does shows in whether it can be executed. */
    private static boolean isExecutable(MappingCursor around) {
        return (around.permissions() & Permissions.EXECUTE) != 0;
    }

    private boolean isSameImage(MappingCursor around) {
        if (mapping.inode() == 0) {
            // The vDSO is no file, and one mapping.
            return around.start() == mapping.start();
        }
        return around.inode() == mapping.inode()
                && around.deviceMajor() == mapping.device().major()
                && around.deviceMinor() == mapping.device().minor();
    }
}
