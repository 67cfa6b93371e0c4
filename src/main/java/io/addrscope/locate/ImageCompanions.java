// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.debuginfo.AltLink;
import io.addrscope.debuginfo.DebugContents;
import io.addrscope.debuginfo.DebugFile;
import io.addrscope.debuginfo.DebugSearch;
import io.addrscope.dwarf.Companions;
import io.addrscope.elf.ElfFile;
import io.addrscope.linux.FileIdentity;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files beside one with debug information: where the compiler wrote them, or where somebody put them together with it.
 * Safe for any number of threads.
 */
final class ImageCompanions implements Companions {

    private final BorrowedFiles borrowed;
    private final ProcessFiles files;
    private final MappingName path;
    private final ElfFile elf;
    private final DebugFinder debugFiles;

    /**
     * @param borrowed what is opened is put there
     * @param files whose file the one with debug information is
     * @param path its path
     * @param elf the file
     * @param debugFiles finds what debug files share
     */
    ImageCompanions(BorrowedFiles borrowed, ProcessFiles files, MappingName path, ElfFile elf, DebugFinder debugFiles) {
        this.borrowed = borrowed;
        this.files = files;
        this.path = path;
        this.elf = elf;
        this.debugFiles = debugFiles;
    }

    @Override
    public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) throws IOException {
        for (MappingName candidate : splitUnitPaths(directory, name)) {
            ElfFile found = openIfThere(candidate);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private List<MappingName> splitUnitPaths(@Nullable String directory, String name) {
        List<MappingName> paths = new ArrayList<>(3);
        boolean isAbsolute = name.startsWith("/");
        if (isAbsolute) {
            paths.add(inProcess(name));
        } else if (directory != null && directory.startsWith("/")) {
            paths.add(inProcess(directory + "/" + name));
        }
        if (!isAbsolute) {
            paths.add(beside(name));
        }
        // A program that was moved to another machine, with what belongs to it in one directory.
        paths.add(beside(name.substring(name.lastIndexOf('/') + 1)));
        return paths;
    }

    private MappingName inProcess(String absolute) {
        return files.nameInProcess(absolute.getBytes(StandardCharsets.UTF_8));
    }

    private MappingName beside(String relative) {
        byte[] own = path.bytes();
        int length = own.length;
        while (length > 0 && own[length - 1] != '/') {
            length--;
        }
        return joined(Arrays.copyOf(own, length), relative);
    }

    private static MappingName joined(byte[] start, String end) {
        byte[] more = end.getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, whole, start.length, more.length);
        return MappingName.of(whole);
    }

    @Override
    public @Nullable ElfFile splitPackage() throws IOException {
        return openIfThere(joined(path.bytes(), ".dwp"));
    }

    /** Returns null if no file lies there that may be read; it is an ELF file if one does. */
    private @Nullable ElfFile openIfThere(MappingName candidate) throws IOException {
        FileIdentity identity;
        try {
            identity = files.identify(candidate);
        } catch (FileUnavailableException e) {
            return null;
        }
        return identity.isRegular() ? ElfFile.read(borrowed.add(files, candidate, identity)) : null;
    }

    @Override
    public @Nullable ElfFile supplementary() throws IOException {
        AltLink link = DebugContents.of(elf).altLink();
        if (link == null) {
            return null;
        }
        try (DebugSearch search = debugFiles.get().findShared(files, path, link)) {
            DebugFile found = search.found();
            return found == null
                    ? null
                    : ElfFile.read(borrowed.add(
                            found.files(), found.path(), found.file().identity()));
        }
    }
}
