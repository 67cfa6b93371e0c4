// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes native libraries for children to load. */
public final class NativeLibrary {

    private NativeLibrary() {}

    /** Compiles a library that holds one function, in a new directory. Fails if there is no gcc. */
    public static Path make(String name) {
        try {
            Path directory = ChildJvm.workDirectory().toRealPath();
            Path source = Files.writeString(directory.resolve("source.c"), "int one(void) { return 1; }\n");
            Path library = directory.resolve(name);
            Tool.run(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
