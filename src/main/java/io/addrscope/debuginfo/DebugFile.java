// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;

/**
 * A debug file that was found, open, and shown to belong to the image that it was looked for.
 *
 * <p>Safe for use by any number of threads until it is closed.
 */
public final class DebugFile implements AutoCloseable {

    private final Place place;
    private final MappingName path;
    private final ProcessFiles files;
    private final OpenFile file;
    private final ElfFile elf;
    private final DebugContents contents;

    DebugFile(Place place, MappingName path, ProcessFiles files, OpenFile file, ElfFile elf, DebugContents contents) {
        this.place = place;
        this.path = path;
        this.files = files;
        this.file = file;
        this.elf = elf;
        this.contents = contents;
    }

    /** Returns where it was found. */
    public Place place() {
        return place;
    }

    /** Returns its path, in the terms of {@link #files}. */
    public MappingName path() {
        return path;
    }

    /** Returns whose file it is: of the process, or of this host. */
    public ProcessFiles files() {
        return files;
    }

    /** Returns the file. */
    public OpenFile file() {
        return file;
    }

    /** Returns what it holds. */
    public ElfFile elf() {
        return elf;
    }

    /** Returns what it has of symbols and debug information. */
    public DebugContents contents() {
        return contents;
    }

    @Override
    public void close() {
        file.close();
    }
}
