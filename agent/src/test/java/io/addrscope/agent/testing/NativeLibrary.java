// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes native libraries for children to load. */
public final class NativeLibrary {

    private static final int PATIENCE_SECONDS = 60;

    private NativeLibrary() {}

    /** Compiles a library that holds one function, in a new directory. Fails if there is no gcc. */
    public static Path make(String name) {
        try {
            Path directory = ChildJvm.workDirectory().toRealPath();
            Path source = Files.writeString(directory.resolve("source.c"), "int one(void) { return 1; }\n");
            Path library = directory.resolve(name);
            Path log = directory.resolve("gcc.log");
            Process gcc = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(gcc.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(gcc.exitValue()).as(Files.readString(log)).isZero();
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException("this test needs gcc: on Debian, apt-get install gcc provides it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
