// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.linux.NativeSupport;

/** Loads what system calls are made by, while others do something else: that takes as long as all the rest of a short command. */
final class NativeStart extends Thread {

    private NativeStart() {
        super("native");
        setDaemon(true);
    }

    /** Begins. Who needs it before it is ready waits. */
    static void ahead() {
        new NativeStart().start();
    }

    @Override
    public void run() {
        NativeSupport.get();
    }
}
