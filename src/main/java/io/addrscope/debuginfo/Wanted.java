// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.OpenFile;
import io.addrscope.model.BuildId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a file must be to be taken. Immutable. */
interface Wanted {

    /** Why a file is not taken. */
    record Refusal(Outcome outcome, String detail) {}

    /**
     * Returns why a file is not the one that is looked for; null if it is.
     *
     * @throws IOException if it cannot be read
     */
    @Nullable
    Refusal refuse(Place place, OpenFile file, ElfFile elf, DebugContents contents) throws IOException;

    /** The debug file of a library: by the build ID, else by the checksum of the link. */
    record Debug(LibraryImage library) implements Wanted {

        @Override
        public @Nullable Refusal refuse(Place place, OpenFile file, ElfFile elf, DebugContents contents)
                throws IOException {
            FileIdentity own = library.identity();
            FileIdentity identity = file.identity();
            if (own != null && own.inode() == identity.inode() && own.device().equals(identity.device())) {
                return new Refusal(Outcome.SAME_FILE, "");
            }
            if (isOfOtherMachine(elf.image())) {
                return new Refusal(Outcome.OTHER_MACHINE, "");
            }
            Refusal unproven = refuseByBuildId(place, file, elf.buildId());
            if (unproven != null) {
                return unproven;
            }
            return contents.isUseful() ? null : new Refusal(Outcome.EMPTY, "");
        }

        private boolean isOfOtherMachine(ElfImage image) {
            return library.machine() != LibraryImage.ANY_MACHINE
                    && (image.machine() != library.machine() || image.elfClass() != library.elfClass());
        }

        private @Nullable Refusal refuseByBuildId(Place place, OpenFile file, @Nullable BuildId found)
                throws IOException {
            BuildId wanted = library.buildId();
            if (wanted != null && found != null) {
                return wanted.equals(found) ? null : otherBuild(found);
            }
            // One of the two has none. What the link names may have lost it, and is known by its bytes.
            DebugLink link = library.debugLink();
            if (place != Place.DEBUG_LINK || link == null) {
                return new Refusal(
                        Outcome.UNPROVEN, wanted == null ? "the library has no build ID" : "the file has no build ID");
            }
            int crc = Checksum.of(file.bytes());
            return crc == link.crc()
                    ? null
                    : new Refusal(
                            Outcome.WRONG_CRC,
                            "its checksum is " + hex(crc) + ", and the library's link says " + hex(link.crc()));
        }
    }

    /** A file of a build ID, whatever it holds. */
    record Build(BuildId buildId) implements Wanted {

        @Override
        public @Nullable Refusal refuse(Place place, OpenFile file, ElfFile elf, DebugContents contents) {
            BuildId found = elf.buildId();
            if (found == null) {
                return new Refusal(Outcome.UNPROVEN, "the file has no build ID");
            }
            return buildId.equals(found) ? null : otherBuild(found);
        }
    }

    /** The supplementary file that calls itself by a checksum; nothing else tells it. */
    record Supplementary(BuildId checksum) implements Wanted {

        @Override
        public @Nullable Refusal refuse(Place place, OpenFile file, ElfFile elf, DebugContents contents)
                throws IOException {
            BuildId found = LinkSections.supplementaryChecksum(elf);
            if (found == null) {
                return new Refusal(Outcome.UNPROVEN, "the file has no .debug_sup that calls it supplementary");
            }
            return checksum.equals(found)
                    ? null
                    : new Refusal(Outcome.OTHER_BUILD, "its checksum in .debug_sup is " + found);
        }
    }

    private static Refusal otherBuild(BuildId found) {
        return new Refusal(Outcome.OTHER_BUILD, "its build ID is " + found);
    }

    private static String hex(int crc) {
        return "0x" + Integer.toHexString(crc);
    }
}
