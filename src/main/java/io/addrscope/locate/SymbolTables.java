// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.DebugFile;
import io.addrscope.debuginfo.DebugSearch;
import io.addrscope.debuginfo.LibraryImage;
import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfImage;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SymbolLimits;
import io.addrscope.elf.SymbolStrings;
import io.addrscope.elf.SymbolTable;
import io.addrscope.elf.SymbolTableBuilder;
import io.addrscope.linux.ByteSource;
import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the symbols of images: from the file, and its debug file if it is stripped, or from memory. Safe for any number of
 * threads.
 */
final class SymbolTables {

    /** Fewer bytes of names than this are always kept in memory: reading them one by one would cost more than it saves. */
    private static final int LEAST_NAME_BYTES = 64 << 10;

    /** What decompressed debug data may take for the moment, however little may be kept. */
    private static final int LEAST_DEBUGDATA_BYTES = 4 << 20;

    private final FileImages images;
    private final DebugFinder debugFiles;
    private final SymbolLimits limits;

    /**
     * @param debugFiles finds debug files
     * @param memory bytes that may be kept in all: of larger string tables names are read from the file one by one
     */
    SymbolTables(FileImages images, DebugFinder debugFiles, long memory) {
        this.images = images;
        this.debugFiles = debugFiles;
        SymbolLimits most = SymbolLimits.DEFAULT;
        int nameBytes = (int) Math.max(LEAST_NAME_BYTES, Math.min(memory / 2, most.maxNameBytes()));
        int debugdataBytes = (int) Math.max(LEAST_DEBUGDATA_BYTES, Math.min(memory, most.maxDebugdataBytes()));
        this.limits = new SymbolLimits(most.maxSymbols(), nameBytes, debugdataBytes);
    }

    /**
     * Reads the symbols of an image from its file.
     *
     * @param number what they are to be told from others by
     * @throws io.addrscope.linux.FileUnavailableException if the file is not in that state any more
     * @throws IOException if it cannot be read or understood
     */
    ImageSymbols inFile(FileVersion version, int number) throws IOException {
        return images.read(version, new InFile(version.path(), number));
    }

    /**
     * Reads the one symbol of an image that holds an address, in a fraction of the time that all take.
     *
     * @return symbols that say nothing of other addresses; empty if it takes all symbols to tell
     * @throws io.addrscope.linux.FileUnavailableException if the file is not in that state any more
     * @throws IOException if it cannot be read or understood
     */
    Optional<ImageSymbols> inFileFor(long elfAddress, FileVersion version) throws IOException {
        return images.read(version, new OneInFile(version.path(), elfAddress));
    }

    /**
     * Reads the symbols that the dynamic linker knows of an image in memory, whose file is gone or was never there, and those of
     * its debug file if one is to be had.
     *
     * @param name what messages call the image
     * @param number what they are to be told from others by
     * @throws IOException if the memory cannot be read
     */
    ImageSymbols inMemory(ByteSource memory, ElfImage image, long loadBias, MappingName name, int number)
            throws IOException {
        SymbolTableBuilder builder = new SymbolTableBuilder(limits).addMemory(memory, image, loadBias);
        if (image.buildId() == null) {
            // Nothing could prove that a debug file belongs to it.
            return symbols(builder.build(), name, null, true, number);
        }
        try (DebugSearch search = debugFiles.get().find(LibraryImage.of(name, image))) {
            DebugFile debugFile = search.found();
            boolean fits =
                    debugFile == null || OneLayout.have(image, debugFile.elf().image());
            if (debugFile != null && fits) {
                builder.add(debugFile.elf(), namesOf(debugFile));
            }
            return symbols(builder.build(), name, search, fits, number);
        }
    }

    /** @param fits whether the debug file that was found, if one was, has the image's addresses */
    private static ImageSymbols symbols(
            SymbolTable table, MappingName name, @Nullable DebugSearch search, boolean fits, int number) {
        List<Reason> reasons = new ArrayList<>();
        for (String fault : table.faults()) {
            reasons.add(new Reason(Reason.Code.MALFORMED_ELF, fault));
        }
        if (!table.isComplete()) {
            reasons.add(MissingSymbols.reason(name, table, search, fits));
        }
        DebugFile debugFile = search == null ? null : search.found();
        return new ImageSymbols(
                table, debugFile == null ? null : debugFile.path().printable(), table.isComplete(), reasons, number);
    }

    /** Reads names from a debug file as long as it is the one that was found. */
    private static SymbolStrings namesOf(DebugFile debugFile) {
        return new FileNames(
                debugFile.files(), debugFile.path(), debugFile.file().identity());
    }

    private final class InFile implements FileImages.Reading<ImageSymbols> {

        private final MappingName path;
        private final int number;

        InFile(MappingName path, int number) {
            this.path = path;
            this.number = number;
        }

        @Override
        public ImageSymbols read(OpenFile file, ElfFile elf) throws IOException {
            SymbolTableBuilder builder =
                    new SymbolTableBuilder(limits).add(elf, new FileNames(images.files(), path, file.identity()));
            if (hasSymtab(elf)) {
                return symbols(builder.build(), path, null, true, number);
            }
            try (DebugSearch search = debugFiles.get().find(LibraryImage.of(path, file.identity(), elf))) {
                DebugFile debugFile = search.found();
                boolean fits = debugFile == null || OneLayout.have(elf, debugFile.elf());
                if (debugFile != null && fits) {
                    builder.add(debugFile.elf(), namesOf(debugFile));
                }
                return symbols(builder.build(), path, search, fits, number);
            }
        }
    }

    private static boolean hasSymtab(ElfFile elf) {
        SectionHeader symtab = elf.sections().findType(SectionHeader.SHT_SYMTAB);
        return symtab != null && symtab.size() != 0;
    }

    private final class OneInFile implements FileImages.Reading<Optional<ImageSymbols>> {

        private final MappingName path;
        private final long elfAddress;

        OneInFile(MappingName path, long elfAddress) {
            this.path = path;
            this.elfAddress = elfAddress;
        }

        @Override
        public Optional<ImageSymbols> read(OpenFile file, ElfFile elf) throws IOException {
            SymbolTable found = hasSymtab(elf)
                    ? new SymbolTableBuilder(limits).add(elf, null).buildFor(elfAddress)
                    : null;
            return found == null ? Optional.empty() : Optional.of(symbols(found, path, null, true, 0));
        }
    }

    /** Names of a file that is opened again for each; they are those of the same file in the same state, or none. */
    private static final class FileNames implements SymbolStrings {

        private final ProcessFiles files;
        private final MappingName path;
        private final FileIdentity identity;

        FileNames(ProcessFiles files, MappingName path, FileIdentity identity) {
            this.files = files;
            this.path = path;
            this.identity = identity;
        }

        @Override
        public int read(long offset, byte[] target) throws IOException {
            try (OpenFile file = files.open(path)) {
                FileImages.requireSame(path, identity, file.identity());
                int count = file.bytes().read(offset, target, 0, target.length);
                FileImages.requireSame(path, identity, files.identify(path));
                return count;
            }
        }
    }
}
