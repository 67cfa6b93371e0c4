// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfClass;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.linux.FileIdentity;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a debug file is looked for: an image that is mapped, or a file. Immutable.
 *
 * @param path path of the file as the kernel names it, without a mark of deletion; empty if it has none
 * @param identity the file; null if it cannot be had
 * @param elfClass width of its addresses
 * @param machine its processor, as numbered by elf.h; {@link #ANY_MACHINE} if only the build ID is known
 * @param buildId its build ID; null if it has none
 * @param debugLink its {@code .gnu_debuglink}; null if it has none, or the file cannot be had
 */
public record LibraryImage(
        MappingName path,
        @Nullable FileIdentity identity,
        ElfClass elfClass,
        int machine,
        @Nullable BuildId buildId,
        @Nullable DebugLink debugLink) {

    /** {@code EM_NONE} of elf.h. */
    static final int ANY_MACHINE = 0;

    /**
     * A file that is open. A link that cannot be read is none.
     *
     * @param identity which file it is
     */
    public static LibraryImage of(MappingName path, FileIdentity identity, ElfFile elf) {
        ElfImage image = elf.image();
        DebugLink link;
        try {
            link = LinkSections.debugLink(elf);
        } catch (IOException e) {
            link = null;
        }
        return new LibraryImage(path, identity, image.elfClass(), image.machine(), image.buildId(), link);
    }

    /** An image that was read from memory, since its file is gone or another. */
    public static LibraryImage of(MappingName path, ElfImage image) {
        return new LibraryImage(path, null, image.elfClass(), image.machine(), image.buildId(), null);
    }

    /** An image of which no more than the build ID is known, since its file is gone or another. */
    public static LibraryImage of(MappingName path, BuildId buildId) {
        return new LibraryImage(path, null, ElfClass.ELF64, ANY_MACHINE, buildId, null);
    }

    // Written out: what the compiler makes of a record's equality is linked at run time, at a cost that a short-lived
    // command line feels.

    @Override
    public boolean equals(Object other) {
        return other instanceof LibraryImage that
                && path.equals(that.path)
                && Objects.equals(identity, that.identity)
                && elfClass == that.elfClass
                && machine == that.machine
                && Objects.equals(buildId, that.buildId)
                && Objects.equals(debugLink, that.debugLink);
    }

    @Override
    public int hashCode() {
        return 31 * path.hashCode() + Objects.hashCode(buildId);
    }
}
