// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.io.IOException;

/** A small JVM that crashes in a native library ({@code fault.c}) as soon as it is told to. */
final class CrashSubject {

    /** Long enough for the agent's thread to have done all that it does unasked. */
    private static final int SETTLED_MILLIS = 400;

    private static final long ADDRESS = 0x18;

    private CrashSubject() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.load(args[0]);
        Thread.sleep(SETTLED_MILLIS);
        System.out.println("ready");
        if (System.in.read() >= 0) {
            System.out.println(read(ADDRESS));
        }
    }

    private static native int read(long address);
}
