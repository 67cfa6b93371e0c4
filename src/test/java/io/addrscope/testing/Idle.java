// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.IOException;

/** A program that says {@code idle} and waits for the end of its standard input. */
public final class Idle {

    private Idle() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("idle");
        while (System.in.read() >= 0) {
            // Whoever started us writes nothing.
        }
    }
}
