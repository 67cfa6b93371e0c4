// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.NotElfException;
import io.addrscope.linux.OpenFile;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * An ELF file that a command line names, open.
 *
 * @param path its absolute path, as typed: links are not resolved
 * @param file the file
 * @param elf what it holds
 */
record FileTarget(MappingName path, OpenFile file, ElfFile elf) implements AutoCloseable {

    /**
     * Opens a file.
     *
     * @param typed its path; from the current directory if it is relative
     * @throws UnreadableException if it cannot be read or is not ELF
     */
    static FileTarget open(String typed) {
        MappingName path;
        try {
            path = ProcessFiles.nameOf(Path.of(typed));
        } catch (InvalidPathException e) {
            throw new UnreadableException("not a path: \"" + typed + "\": " + e.getReason(), e);
        }
        OpenFile file = null;
        try {
            file = new ProcessFiles(TargetProcess.self(), null).open(path);
            FileTarget target = new FileTarget(path, file, ElfFile.read(file.bytes()));
            file = null;
            return target;
        } catch (NotElfException e) {
            throw new UnreadableException(path.printable() + " is not an ELF file", e);
        } catch (IOException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()), e);
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
