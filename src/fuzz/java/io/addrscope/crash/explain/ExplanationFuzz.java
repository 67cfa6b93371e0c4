// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any bytes are explained, without an exception, in characters that can be shown. */
public final class ExplanationFuzz {

    private static final Path FILE = makeFile();

    private ExplanationFuzz() {}

    private static Path makeFile() {
        try {
            Path file = Files.createTempFile("addrscope-fuzz", ".log");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Explains them. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            ExplanationChecks.check(data, FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
