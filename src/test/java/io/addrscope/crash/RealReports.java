// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Reports of others, which are not part of the project: in the folder of the property {@code addrscope.hs-err}, or in
 * {@code shared/hs_err} in a folder above. A test that finds none is skipped, and says so.
 */
public final class RealReports {

    private static final Path FOLDER = Path.of("shared/hs_err");

    private RealReports() {}

    /** Returns the reports in the order of their names; skips the test if there are none. */
    public static List<Path> all() {
        Path folder = folder();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns their folder; skips the test if there is none. */
    public static Path folder() {
        String property = System.getProperty("addrscope.hs-err");
        if (property != null) {
            return Path.of(property);
        }
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path candidate = above.resolve(FOLDER);
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        System.err.println("SKIPPED: no real crash reports in " + FOLDER + " above, nor in -Daddrscope.hs-err");
        Assumptions.abort("no real crash reports");
        throw new AssertionError("not reached");
    }

    public static byte[] read(Path report) {
        try {
            return Files.readAllBytes(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
