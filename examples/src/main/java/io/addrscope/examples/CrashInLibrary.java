// SPDX-License-Identifier: Apache-2.0
package io.addrscope.examples;

import java.nio.file.Path;

/** Crashes on purpose: calls a library with a null pointer. */
public final class CrashInLibrary {

    private CrashInLibrary() {}

    /**
     * Calls the library.
     *
     * @param arguments the path of the library
     */
    public static void main(String[] arguments) {
        System.load(Path.of(arguments[0]).toAbsolutePath().toString());
        System.out.println("the heaviest: " + heaviest(0, 3));
    }

    private static native long heaviest(long items, int count);
}
