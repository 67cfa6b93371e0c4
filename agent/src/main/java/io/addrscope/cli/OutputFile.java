// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

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

    /** Returns the name of a file without directories and without {@code .log}. */
    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.endsWith(LOG) && name.length() > LOG.length()
                ? name.substring(0, name.length() - LOG.length())
                : name;
    }

    /**
     * Writes a file in the place of what may lie there: first another, which nobody can have put there as a link, then renamed.
     *
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
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
