// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/** The dynamic loader of this JVM, with nothing of JNA in between: JNA keeps libraries as it likes. */
final class Loader {

    private static final int RTLD_NOW = 2;

    private static final Functions FUNCTIONS = Native.load(null, Functions.class);

    private Loader() {}

    /** From dlfcn.h. */
    interface Functions extends Library {
        Pointer dlopen(String path, int flags);

        Pointer dlsym(Pointer library, String name);

        int dlclose(Pointer library);
    }

    /** Loads a library. */
    static Pointer open(Path file) {
        Pointer library = FUNCTIONS.dlopen(file.toString(), RTLD_NOW);
        if (library == null) {
            throw new AssertionError("dlopen fails: " + file);
        }
        return library;
    }

    /** Returns the address of a symbol. */
    static long symbol(Pointer library, String name) {
        Pointer symbol = FUNCTIONS.dlsym(library, name);
        if (symbol == null) {
            throw new AssertionError("dlsym fails: " + name);
        }
        return Pointer.nativeValue(symbol);
    }

    /** Unloads a library that was loaded once. */
    static void close(Pointer library) {
        if (FUNCTIONS.dlclose(library) != 0) {
            throw new AssertionError("dlclose fails");
        }
    }
}
