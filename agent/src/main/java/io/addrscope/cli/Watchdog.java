// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

/** Ends this process after some time, whatever it does: somebody waits for it. */
final class Watchdog extends Thread {

    private static final long MILLIS_PER_SECOND = 1000;

    private final int seconds;

    private Watchdog(int seconds) {
        super("watchdog");
        this.seconds = seconds;
        setDaemon(true);
    }

    /** Starts one. */
    static void start(int seconds) {
        new Watchdog(seconds).start();
    }

    @Override
    public void run() {
        try {
            Thread.sleep(seconds * MILLIS_PER_SECOND);
        } catch (InterruptedException e) {
            return;
        }
        System.err.println("addrscope: not finished after " + seconds + " s; ended");
        // Not exit: nothing may hold it up.
        Runtime.getRuntime().halt(Status.INCOMPLETE);
    }
}
