// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A JDK to measure with.
 *
 * @param home its directory
 * @param version its version as its {@code release} file has it, such as {@code 17.0.15}
 */
record Jdk(Path home, String version) {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    /** @throws IOException if there is no JDK of a fitting version in {@code home} */
    static Jdk of(Path home) throws IOException {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        }
        Jdk jdk = new Jdk(home, release.getProperty("JAVA_VERSION", "0").replace("\"", ""));
        if (jdk.feature() < OLDEST || !Files.isExecutable(home.resolve("bin/java"))) {
            throw new IOException(home + " is no JDK of version " + OLDEST + " or newer");
        }
        return jdk;
    }

    /** Returns the one that runs us, and of each other version one that is installed, in the order of versions. */
    static List<Jdk> installed() throws IOException {
        TreeMap<Integer, Jdk> byFeature = new TreeMap<>();
        Jdk own = of(Path.of(System.getProperty("java.home")).toRealPath());
        byFeature.put(own.feature(), own);
        if (Files.isDirectory(INSTALLED)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(INSTALLED, Files::isDirectory)) {
                for (Path home : homes) {
                    if (Files.isReadable(home.resolve("release")) && Files.isExecutable(home.resolve("bin/java"))) {
                        Jdk jdk = of(home.toRealPath());
                        byFeature.putIfAbsent(jdk.feature(), jdk);
                    }
                }
            }
        }
        return List.copyOf(byFeature.values());
    }

    int feature() {
        return Integer.parseInt(version.split("[.+-]", 2)[0]);
    }

    String name() {
        return "JDK " + version;
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    /** Returns how the command line begins if this JDK runs it. */
    List<String> commandLine(Bench bench) {
        return List.of("env", "JAVA_HOME=" + home, bench.program().toString());
    }

    String libjvm() {
        return home.resolve("lib/server/libjvm.so").toString();
    }

    /** Returns what keeps this JDK silent about JNA and JMH. */
    List<String> quiet() {
        List<String> flags = new ArrayList<>();
        if (feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        if (feature() >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
