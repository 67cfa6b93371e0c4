// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.model.Permissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The loaded segments of an image, and what they make of an address in a process.
 *
 * <p>A loader maps a segment in whole pages, so that it maps what precedes and follows the segment in its first and last
 * page of the file too. Three things follow. One page of the file may be mapped several times: where linkers pack
 * segments tightly (lld, gold; {@code -z noseparate-code}), and at each border in any case. A file offset alone therefore
 * does not tell the segment. And the permissions of a mapping say less than they seem to: the loader takes the write
 * permission from a part of a writable segment after relocating it ({@code PT_GNU_RELRO}), and loaders that first map the
 * whole image leave holes between the segments, mapped from wherever the file goes on: without access (glibc) or with the
 * access of the first segment (musl).
 *
 * <p>So an address yields candidates, each with the load bias that it implies. A load bias is right for all segments or
 * for none: {@link #expectedFirstPages} says what must be mapped where if it is right. Whoever can ask for mappings takes
 * the first candidate that passes.
 *
 * <p>Sources: System V gABI, "Program loading"; Linux fs/binfmt_elf.c {@code elf_load}; glibc elf/dl-map-segments.h; musl
 * ldso/dynlink.c {@code map_library}. Immutable, and safe to use from any thread.
 */
public final class LoadSegments {

    /**
     * Most segments that are looked at; the kernel accepts no more than 64 KiB of program headers. Also bounds the work
     * that an image made to harm can cause.
     */
    static final int MAX_SEGMENTS = 1170;

    /** Most candidates that are returned. Images that are not made to harm have one for each segment in one page. */
    static final int MAX_CANDIDATES = 16;

    /** What of its segment a byte is. */
    public enum Part {
        /** One of the {@code p_filesz} bytes that the file has. */
        FILE,
        /** Behind them and within {@code p_memsz}: a byte of {@code .bss}, zeroed by the loader. */
        ZERO_FILLED,
        /** Mapped only because the pages are mapped whole; no section of the image lies there. */
        PADDING
    }

    /**
     * A segment that may hold an address.
     *
     * @param segment the segment
     * @param part what of the segment lies at the address
     * @param elfAddress the address in the image's own terms; in the padding before a segment it lies below
     *     {@code p_vaddr}
     * @param loadBias address less ELF address, modulo 2<sup>64</sup>: the same for all segments of a loaded image
     */
    public record Candidate(ProgramHeader segment, Part part, long elfAddress, long loadBias) {}

    /**
     * A page that a loader has mapped, if the load bias is right.
     *
     * @param address address of the page
     * @param fileOffset file offset of the page
     * @param segment the segment that begins in it
     */
    public record FirstPage(long address, long fileOffset, ProgramHeader segment) {}

    private final List<ProgramHeader> segments = new ArrayList<>();
    private final boolean fixed;
    private final long pageSize;

    /**
     * The loaded segments of an image.
     *
     * @param image the image
     * @param pageSize size in bytes of the pages that the loader mapped the image by: the system's
     * @throws IllegalArgumentException if the page size is not a power of two
     */
    public LoadSegments(ElfImage image, long pageSize) {
        if (Long.bitCount(pageSize) != 1 || pageSize < 0) {
            throw new IllegalArgumentException("no page size: " + pageSize);
        }
        this.pageSize = pageSize;
        this.fixed = image.type() == ElfImage.ET_EXEC;
        for (ProgramHeader header : image.programHeaders()) {
            if (segments.size() < MAX_SEGMENTS && isMappable(header)) {
                segments.add(header);
            }
        }
    }

    private boolean isMappable(ProgramHeader header) {
        // File offsets are signed numbers to the kernel, and it maps only pages at page boundaries.
        return header.isLoad()
                && header.filesz() > 0
                && header.offset() >= 0
                && header.filesz() <= Long.MAX_VALUE - header.offset() - pageSize
                && inPage(header.offset()) == inPage(header.vaddr());
    }

    /**
     * Returns the segments that may hold an address, best first, at most {@value #MAX_CANDIDATES}; none if no segment can.
     *
     * <p>A segment whose execute permission is the mapping's comes before one whose is not; then one that is writable, or
     * need not be, before one that is not and whose memory is; then one that holds the byte in the file before one that
     * holds it in zeroed memory, before one that is padded with it; then one that is writable exactly if the mapping is.
     * Of an image that is not relocatable, an address at its link address comes before all else.
     *
     * @param address an address in {@code mapping}
     * @param mapping a mapping of the file that holds the image from its first byte
     */
    public List<Candidate> candidates(long address, Mapping mapping) {
        long fileOffset = mapping.fileOffset(address);
        List<Candidate> result = new ArrayList<>();
        for (ProgramHeader segment : segments) {
            if (isMapped(segment, fileOffset) && mayBe(segment, mapping)) {
                result.add(candidate(segment, address, fileOffset));
            }
        }
        result.sort(new BestFirst(fixed, mapping.permissions()));
        return List.copyOf(result.subList(0, Math.min(result.size(), MAX_CANDIDATES)));
    }

    /**
     * Returns whether a candidate is the first for each byte that its segment has in the file, and no other segment has those
     * bytes. So if it is found to be right, it is right for all of them, and for what its pages are padded with: no better one
     * can come that has the load bias that all have.
     *
     * @param mapping the mapping that the candidate is for
     */
    public boolean isFirstThroughout(Candidate candidate, Mapping mapping) {
        BestFirst order = new BestFirst(fixed, mapping.permissions());
        if (order.isElsewhere(candidate) || order.differsInExecution(candidate) || order.lacksWriting(candidate)) {
            return false;
        }
        ProgramHeader own = candidate.segment();
        int holders = 0;
        for (ProgramHeader segment : segments) {
            boolean overlaps = Address.isBelow(segment.offset() - own.offset(), own.filesz())
                    || Address.isBelow(own.offset() - segment.offset(), segment.filesz());
            holders += overlaps ? 1 : 0;
        }
        return holders == 1;
    }

    /** Returns the ELF address of the first page that a segment is mapped from the file with. */
    public long firstPage(ProgramHeader segment) {
        return segment.vaddr() - inPage(segment.vaddr());
    }

    /** Returns how many bytes the pages have that a segment is mapped from the file with. */
    public long bytesOfPages(ProgramHeader segment) {
        long bytes = inPage(segment.vaddr()) + segment.filesz();
        return bytes + inPage(-bytes);
    }

    /** Whether the page with this byte of the file is mapped with the segment. */
    private boolean isMapped(ProgramHeader segment, long fileOffset) {
        return Address.isBelow(fileOffset - segment.offset() + inPage(segment.offset()), bytesOfPages(segment));
    }

    private static boolean mayBe(ProgramHeader segment, Mapping mapping) {
        Permissions permissions = mapping.permissions();
        boolean accessible = permissions.isReadable() || permissions.isWritable() || permissions.isExecutable();
        return accessible || !segment.isAccessible();
    }

    private static Candidate candidate(ProgramHeader segment, long address, long fileOffset) {
        long within = fileOffset - segment.offset();
        Part part = Address.isBelow(within, segment.filesz())
                ? Part.FILE
                : Address.isBelow(within, segment.memsz()) ? Part.ZERO_FILLED : Part.PADDING;
        long elfAddress = segment.vaddr() + within;
        return new Candidate(segment, part, elfAddress, address - elfAddress);
    }

    /**
     * Returns, for each segment with bytes in the file, the page that it begins in and what of the file must be mapped
     * there, in the order of the program headers. Where the next segment begins in the same page of memory, that one's
     * mapping has replaced it, and only the next one's page is told.
     *
     * @param loadBias what the loader added to each ELF address
     */
    public List<FirstPage> expectedFirstPages(long loadBias) {
        List<FirstPage> result = new ArrayList<>();
        for (ProgramHeader segment : segments) {
            long intoPage = inPage(segment.offset());
            FirstPage page = new FirstPage(loadBias + segment.vaddr() - intoPage, segment.offset() - intoPage, segment);
            int last = result.size() - 1;
            if (last >= 0 && result.get(last).address() == page.address()) {
                result.remove(last);
            }
            result.add(page);
        }
        return List.copyOf(result);
    }

    private long inPage(long number) {
        return number & (pageSize - 1);
    }

    /** Each comparison is of what speaks against a candidate. No lambdas: the command line would wait for their set-up. */
    private static final class BestFirst implements Comparator<Candidate> {

        private final boolean fixed;
        private final Permissions permissions;

        BestFirst(boolean fixed, Permissions permissions) {
            this.fixed = fixed;
            this.permissions = permissions;
        }

        @Override
        public int compare(Candidate a, Candidate b) {
            int order = Boolean.compare(isElsewhere(a), isElsewhere(b));
            if (order == 0) {
                order = Boolean.compare(differsInExecution(a), differsInExecution(b));
            }
            if (order == 0) {
                order = Boolean.compare(lacksWriting(a), lacksWriting(b));
            }
            if (order == 0) {
                order = a.part().compareTo(b.part());
            }
            return order == 0 ? Boolean.compare(differsInWriting(a), differsInWriting(b)) : order;
        }

        private boolean isElsewhere(Candidate candidate) {
            return fixed && candidate.loadBias() != 0;
        }

        private boolean differsInExecution(Candidate candidate) {
            return candidate.segment().isExecutable() != permissions.isExecutable();
        }

        private boolean lacksWriting(Candidate candidate) {
            return permissions.isWritable() && !candidate.segment().isWritable();
        }

        private boolean differsInWriting(Candidate candidate) {
            return candidate.segment().isWritable() != permissions.isWritable();
        }
    }
}
