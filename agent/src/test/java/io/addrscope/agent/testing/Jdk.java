// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory, without symbolic links
 * @param feature its feature release, such as 17
 */
public record Jdk(Path home, int feature) {

    private static final int OLDEST = 17;
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");
    private static final List<Jdk> ALL = find();

    /**
     * All JDKs from 17 on: that of {@code JAVA_HOME}, that of this JVM, and those below {@code /usr/lib/jvm}; each once,
     * the oldest first. Never empty. The first call prints them.
     */
    public static List<Jdk> all() {
        return ALL;
    }

    /** The JDKs whose feature release is between the two, both inclusive. */
    public static List<Jdk> between(int first, int last) {
        return ALL.stream()
                .filter(jdk -> jdk.feature >= first && jdk.feature <= last)
                .toList();
    }

    /** One of its programs. */
    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    @Override
    public String toString() {
        return "JDK " + feature + " (" + home + ")";
    }

    private static List<Jdk> find() {
        List<Path> candidates = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isEmpty()) {
            candidates.add(Path.of(javaHome));
        }
        Map<Path, Jdk> found = new TreeMap<>();
        try {
            if (Files.isDirectory(USUAL_PLACE)) {
                try (Stream<Path> homes = Files.list(USUAL_PLACE)) {
                    homes.forEach(candidates::add);
                }
            }
            for (Path candidate : candidates) {
                if (Files.isRegularFile(candidate.resolve("release"))
                        && Files.isExecutable(candidate.resolve("bin/javac"))) {
                    Path home = candidate.toRealPath();
                    Jdk jdk = new Jdk(home, feature(home));
                    if (jdk.feature >= OLDEST) {
                        found.put(home, jdk);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot look for JDKs", e);
        }
        List<Jdk> jdks = found.values().stream()
                .sorted(Comparator.comparingInt(Jdk::feature))
                .toList();
        if (jdks.isEmpty()) {
            throw new IllegalStateException("no JDK from " + OLDEST + " on was found; looked at " + candidates);
        }
        System.out.println("child JVMs run on: " + jdks);
        return jdks;
    }

    private static int feature(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
    }
}
