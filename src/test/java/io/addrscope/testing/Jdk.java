// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory, without links
 */
public record Jdk(Path home) {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    /** Returns the one that runs this test, that of {@code JAVA_HOME} and those of {@code /usr/lib/jvm}; prints them. */
    public static List<Jdk> all() {
        Set<Path> homes = new LinkedHashSet<>();
        List<Path> candidates = new ArrayList<>();
        candidates.add(Path.of(System.getProperty("java.home")));
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null) {
            candidates.add(Path.of(javaHome));
        }
        try (Stream<Path> installed = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            installed.sorted().forEach(candidates::add);
            for (Path candidate : candidates) {
                if (Files.isExecutable(candidate.resolve("bin/java"))) {
                    homes.add(candidate.toRealPath());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("JDKs covered: " + homes);
        return homes.stream().map(Jdk::new).toList();
    }

    /** Returns the one that runs this test. */
    public static Jdk current() {
        return new Jdk(Path.of(System.getProperty("java.home")));
    }

    /** Returns its {@code java}. */
    public String java() {
        return home.resolve("bin/java").toString();
    }

    /** Returns its feature release, such as 17, by its file {@code release}. */
    public int feature() {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }

    @Override
    public String toString() {
        return home.getFileName().toString();
    }
}
