// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

/** An agent that does nothing, and a program that does nothing for a while. */
public final class Empty {

    private Empty() {}

    /** Does nothing. */
    public static void premain(String options) {}

    /** Waits as many milliseconds as the argument says; without one not at all. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0) {
            Thread.sleep(Long.parseLong(args[0]));
        }
    }
}
