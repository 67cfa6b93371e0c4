// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A JDK in another place, whose {@code java} can be replaced while a JVM of it runs. Links to the real one, but for what tells a
 * JVM where its home is: the launcher and libjvm.
 */
public final class JdkCopy {

    private final Path home;

    private JdkCopy(Path home) {
        this.home = home;
    }

    /** Makes one in a directory, which must not exist. */
    public static JdkCopy make(Jdk jdk, Path home) throws IOException {
        link(jdk.home(), home, List.of("bin", "lib"));
        link(jdk.home().resolve("lib"), home.resolve("lib"), List.of("server"));
        link(jdk.home().resolve("lib/server"), home.resolve("lib/server"), List.of("libjvm.so"));
        Files.copy(jdk.home().resolve("lib/server/libjvm.so"), home.resolve("lib/server/libjvm.so"));
        Files.createDirectory(home.resolve("bin"));
        Files.copy(jdk.tool("java"), home.resolve("bin/java"));
        return new JdkCopy(home);
    }

    private static void link(Path from, Path to, List<String> omitted) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (!omitted.contains(name)) {
                    Files.createSymbolicLink(to.resolve(name), file);
                }
            }
        }
    }

    public Path home() {
        return home;
    }

    /** Puts a shell script in the place of {@code java}. */
    public void replaceJava(String script) throws IOException {
        Path replacement = Files.writeString(home.resolve("bin/new"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(replacement, PosixFilePermissions.fromString("rwxr-xr-x"));
        // By a new file: the old one is being executed, and cannot be written.
        Files.delete(home.resolve("bin/java"));
        Files.move(replacement, home.resolve("bin/java"));
    }
}
