// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Looks for debug files of this host's libraries, as a test sees them. */
final class Finder {

    static final ProcessFiles FILES = new ProcessFiles(TargetProcess.self(), null);

    /** No directory but the system's, no cache, no server. */
    static final DebugSettings NOWHERE = new DebugSettings(List.of(), null, DebuginfodSettings.NONE);

    private Finder() {}

    static DebugSettings in(Path... directories) {
        return NOWHERE.withDirectories(
                List.of(directories).stream().map(ProcessFiles::nameOf).toList());
    }

    static DebugFiles debugFiles(DebugSettings settings) {
        return new DebugFiles(FILES, settings);
    }

    static DebugSearch find(Path library, DebugSettings settings) {
        return debugFiles(settings).find(image(library));
    }

    static LibraryImage image(Path library) {
        return image(FILES, ProcessFiles.nameOf(library));
    }

    static LibraryImage image(ProcessFiles files, MappingName path) {
        try (OpenFile file = files.open(path)) {
            return LibraryImage.of(path, file.identity(), ElfFile.read(file.bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the debug file that was found.
     *
     * @throws AssertionError if there is none
     */
    static DebugFile found(DebugSearch search) {
        DebugFile found = search.found();
        if (found == null) {
            throw new AssertionError("not found: " + search.attempts());
        }
        return found;
    }

    /** Returns where the debug file was found; a dash if it was not. */
    static String path(DebugSearch search) {
        DebugFile found = search.found();
        return found == null ? "-" : found.path().text();
    }

    /** Returns what came of looking at a path. */
    static Outcome outcome(DebugSearch search, Path path) {
        return search.attempts().stream()
                .filter(attempt -> attempt.where().equals(path.toString()))
                .map(Attempt::outcome)
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " was not looked at: " + search.attempts()));
    }
}
