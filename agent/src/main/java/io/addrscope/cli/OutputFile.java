// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are there whole or not at all, and that only their owner may read. */
final class OutputFile {

    private static final String LOG = ".log";

    private OutputFile() {}

    /**
     * Returns the file in a directory that is called as the report is, without {@code .log}, but for what it ends with.
     *
     * @param report the report, in whatever directory
     */
    static Path of(Path directory, Path report, String ending) {
        // By their bytes, which the locale may have no characters for; one character for each.
        String path = new String(ProcessFiles.nameOf(report).bytes(), StandardCharsets.ISO_8859_1);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String stem = name.endsWith(LOG) && name.length() > LOG.length()
                ? name.substring(0, name.length() - LOG.length())
                : name;
        String folder = new String(ProcessFiles.nameOf(directory).bytes(), StandardCharsets.ISO_8859_1);
        return ProcessFiles.pathOf(
                MappingName.of((folder + "/" + stem + ending).getBytes(StandardCharsets.ISO_8859_1)));
    }

    /**
     * Writes a file in the place of what may lie there: first another, which nobody can have put there as a link, then renamed.
     *
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    static void write(Path file, String text) throws IOException {
        Path temporary =
                file.resolveSibling(".addrscope." + ProcessHandle.current().pid() + ".tmp");
        Files.deleteIfExists(temporary);
        try {
            try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                    temporary,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))))) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }
}
