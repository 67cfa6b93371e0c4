// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.apps;

import java.io.File;
import java.nio.file.Path;

/**
 * A library without JNI on JDK 17, as its own foreign-function module would load it: by the inside of {@code java.base},
 * which the command line has to open.
 */
final class RawLibrary {

    private final Class<?> type;
    private final Object libraries;
    private final Object library;

    RawLibrary(Path file) throws ReflectiveOperationException {
        type = Class.forName("jdk.internal.loader.NativeLibraries");
        libraries =
                type.getMethod("rawNativeLibraries", Class.class, boolean.class).invoke(null, Object.class, false);
        library = type.getMethod("loadLibrary", Class.class, File.class).invoke(libraries, Object.class, file.toFile());
    }

    void unload() throws ReflectiveOperationException {
        type.getMethod("unload", Class.forName("jdk.internal.loader.NativeLibrary"))
                .invoke(libraries, library);
    }
}
