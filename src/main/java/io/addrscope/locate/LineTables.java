// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.DebugFile;
import io.addrscope.debuginfo.DebugSearch;
import io.addrscope.debuginfo.LibraryImage;
import io.addrscope.dwarf.DebugInfo;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;

/**
 * Finds the debug information of images: in the file itself, else in its debug file. Safe for any number of threads.
 */
final class LineTables {

    private final ProcessFiles files;
    private final DebugFinder debugFiles;
    private final long memory;

    /**
     * @param files those of the process
     * @param debugFiles finds debug files
     * @param memory bytes that may be kept of one image's debug information
     */
    LineTables(ProcessFiles files, DebugFinder debugFiles, long memory) {
        this.files = files;
        this.debugFiles = debugFiles;
        this.memory = memory;
    }

    /**
     * Finds the debug information of an image by its file.
     *
     * @throws io.addrscope.linux.FileUnavailableException if the file is not in that state any more
     * @throws IOException if it cannot be read or understood
     */
    ImageLines inFile(FileVersion version) throws IOException {
        MappingName path = version.path();
        BorrowedFiles borrowed = new BorrowedFiles();
        borrowed.enter();
        try {
            ElfFile elf = ElfFile.read(borrowed.add(files, path, version.identity()));
            if (DebugInfo.isIn(elf)) {
                ImageCompanions companions = new ImageCompanions(borrowed, files, path, elf, debugFiles);
                return ImageLines.of(DebugInfo.open(elf, companions, memory), borrowed, null);
            }
            try (DebugSearch search = debugFiles.get().find(LibraryImage.of(path, version.identity(), elf))) {
                DebugFile found = search.found();
                return found == null
                        ? missing(path)
                        : OneLayout.have(elf, found.elf()) ? inDebugFile(found, path) : misplaced(found);
            }
        } finally {
            borrowed.leave();
        }
    }

    /**
     * Finds the debug information of an image whose file is gone or was never there.
     *
     * @param name what messages call the image
     * @throws IOException if the debug file that was found cannot be read any more
     */
    ImageLines inMemory(ElfImage image, MappingName name) throws IOException {
        if (image.buildId() == null) {
            // Nothing could prove that a debug file belongs to it.
            return noDebugFile(name);
        }
        try (DebugSearch search = debugFiles.get().find(LibraryImage.of(name, image))) {
            DebugFile found = search.found();
            return found == null
                    ? noDebugFile(name)
                    : OneLayout.have(image, found.elf().image()) ? inDebugFile(found, name) : misplaced(found);
        }
    }

    private ImageLines inDebugFile(DebugFile found, MappingName name) throws IOException {
        BorrowedFiles borrowed = new BorrowedFiles();
        borrowed.enter();
        try {
            ElfFile elf = ElfFile.read(
                    borrowed.add(found.files(), found.path(), found.file().identity()));
            if (!DebugInfo.isIn(elf)) {
                return missing(name);
            }
            ImageCompanions companions = new ImageCompanions(borrowed, found.files(), found.path(), elf, debugFiles);
            return ImageLines.of(
                    DebugInfo.open(elf, companions, memory),
                    borrowed,
                    found.path().printable());
        } finally {
            borrowed.leave();
        }
    }

    private static ImageLines missing(MappingName name) {
        return missing(name.printable() + " has no debug information, and none was found elsewhere");
    }

    private static ImageLines noDebugFile(MappingName name) {
        return missing("no debug file was found for " + (name.isEmpty() ? "the image" : name.printable()));
    }

    private static ImageLines misplaced(DebugFile found) {
        return missing("the debug file, " + found.path().printable()
                + ", has other addresses than the image: one of the two was prelinked");
    }

    private static ImageLines missing(String detail) {
        return ImageLines.missing(new Reason(Reason.Code.NO_DEBUG_INFO, detail));
    }
}
