// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/**
 * A copy of the jar in the {@code /tmp} that a process sees.
 *
 * <p>The process may belong to somebody else, who could have put a symbolic link in our way that leads out of its root:
 * so the directory is opened without following links, and the file is made in that open directory under a name that
 * nobody knows beforehand, and only if there is none.
 */
final class JarCopy {

    private static final String DIRECTORY = "tmp";

    private final Path root;
    private final String name;

    private JarCopy(Path root, String name) {
        this.root = root;
        this.name = name;
    }

    /**
     * Copies the jar.
     *
     * @throws IOException if that fails; then no file is left
     */
    static JarCopy make(AttachTarget target, Path jar) throws IOException {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        JarCopy copy = new JarCopy(
                Path.of("/proc/" + target.pid() + "/root"),
                "addrscope-" + HexFormat.of().formatHex(random) + ".jar");
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(jar));
        try (DirectoryStream<Path> rootStream = Files.newDirectoryStream(copy.root);
                SecureDirectoryStream<Path> directory = open(rootStream)) {
            Path file = Path.of(copy.name);
            try (SeekableByteChannel channel = directory.newByteChannel(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                // Whatever the umask: the JVM runs as another user where root attaches to it.
                directory
                        .getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(PosixFilePermissions.fromString("r--r--r--"));
            } catch (IOException e) {
                if (!(e instanceof FileAlreadyExistsException)) {
                    copy.remove();
                }
                throw e;
            }
        }
        return copy;
    }

    /** Returns the path of the copy as the process sees it. */
    String pathInTarget() {
        return "/" + DIRECTORY + "/" + name;
    }

    /** Deletes the copy; that it is gone already, or the process with it, is as well. */
    void remove() {
        try (DirectoryStream<Path> rootStream = Files.newDirectoryStream(root);
                SecureDirectoryStream<Path> directory = open(rootStream)) {
            directory.deleteFile(Path.of(name));
        } catch (IOException e) {
            // Nothing that the user could do better.
        }
    }

    /** Returns what went wrong in words; the JDK's messages often are a path alone. */
    static String describe(IOException e) {
        String what = Printable.text(String.valueOf(e.getMessage()));
        if (e instanceof AccessDeniedException) {
            return what + ": permission denied";
        }
        return e instanceof NoSuchFileException ? what + ": no such file" : what;
    }

    private static SecureDirectoryStream<Path> open(DirectoryStream<Path> root) throws IOException {
        if (root instanceof SecureDirectoryStream<Path> secure) {
            return secure.newDirectoryStream(Path.of(DIRECTORY), LinkOption.NOFOLLOW_LINKS);
        }
        throw new IOException("this file system provider opens no directory safely");
    }
}
