// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

/** Says on standard error what is being done; standard output is the table's. */
final class Progress {

    private static final long BEGIN = System.nanoTime();

    private Progress() {}

    static void say(String what) {
        System.err.printf("%4d s  %s%n", (System.nanoTime() - BEGIN) / 1_000_000_000, what);
    }
}
