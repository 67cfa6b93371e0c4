// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import io.addrscope.model.BuildId;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the headers and notes of an ELF image say. Immutable, and independent of where the image was read.
 *
 * @param elfClass width of addresses and file offsets
 * @param byteOrder order of the bytes in every field
 * @param type {@code e_type}: {@link #ET_EXEC}, {@link #ET_DYN} or another
 * @param machine {@code e_machine}: processor, as numbered by elf.h
 * @param programHeaders the program headers, in the order of their table
 * @param buildId the first GNU build ID in the note segments; null if none was found
 * @param buildIdAddress ELF address of the build ID's first byte; 0 without one
 * @param noteFault why the note segments could not all be examined; null if they were, so that a missing build ID means
 *     that the image has none
 */
public record ElfImage(
        ElfClass elfClass,
        ByteOrder byteOrder,
        int type,
        int machine,
        List<ProgramHeader> programHeaders,
        @Nullable BuildId buildId,
        long buildIdAddress,
        @Nullable String noteFault) {

    /** {@code e_type} of an object that is still to be linked. */
    public static final int ET_REL = 1;

    /** {@code e_type} of an executable that is loaded at its link addresses. */
    public static final int ET_EXEC = 2;

    /** {@code e_type} of a shared library or a position-independent executable. */
    public static final int ET_DYN = 3;

    /** {@code e_type} of a core file. */
    public static final int ET_CORE = 4;

    /** Copies the list. */
    public ElfImage {
        programHeaders = List.copyOf(programHeaders);
    }

    /**
     * Returns whether a loader maps the build ID, so that it can be read from memory; a file may have it in a segment that
     * none loads.
     */
    public boolean isBuildIdLoaded() {
        BuildId id = buildId;
        if (id == null) {
            return false;
        }
        for (ProgramHeader header : programHeaders) {
            long within = buildIdAddress - header.vaddr();
            if (header.isLoad()
                    && Address.isBelow(within, header.filesz())
                    && !Address.isBelow(header.filesz() - within, id.length())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether {@code other}, read elsewhere, is of the same build as far as headers and build ID tell. */
    public boolean isSameBuild(ElfImage other) {
        return type == other.type
                && machine == other.machine
                && programHeaders.equals(other.programHeaders)
                && Objects.equals(buildId, other.buildId);
    }
}
