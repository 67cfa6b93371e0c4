// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFile;
import io.addrscope.testing.ChannelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds companions where compilers and tools put them. */
final class FileCompanions implements Companions {

    private final Path file;
    private final @Nullable Path supplementary;

    FileCompanions(Path file, @Nullable Path supplementary) {
        this.file = file;
        this.supplementary = supplementary;
    }

    @Override
    public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) throws IOException {
        return open(directory == null ? Path.of(name) : Path.of(directory).resolve(name));
    }

    @Override
    public @Nullable ElfFile splitPackage() throws IOException {
        return open(Path.of(file + ".dwp"));
    }

    @Override
    public @Nullable ElfFile supplementary() throws IOException {
        return supplementary == null ? null : open(supplementary);
    }

    private static @Nullable ElfFile open(Path path) throws IOException {
        return Files.exists(path) ? ElfFile.read(ChannelSource.file(path)) : null;
    }
}
