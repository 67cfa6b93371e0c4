// SPDX-License-Identifier: Apache-2.0
package io.addrscope.examples;

import java.nio.file.Path;

/** Crashes on purpose: calls a library with a null pointer. */
public final class CrashInLibrary {

    /** The agent gets ready beside the application: a crash in its first moments is not explained by itself. */
    private static final int AGENT_STARTS_MILLIS = 2_000;

    private CrashInLibrary() {}

    /**
     * Calls the library.
     *
     * @param arguments the path of the library
     */
    public static void main(String[] arguments) throws InterruptedException {
        Thread.sleep(AGENT_STARTS_MILLIS);
        System.load(Path.of(arguments[0]).toAbsolutePath().toString());
        System.out.println("the heaviest: " + heaviest(0, 3));
    }

    private static native long heaviest(long items, int count);
}
