// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.nio.file.Path;

/**
 * Where things are and how long to measure.
 *
 * @param root the project's directory
 * @param quick whether the numbers need not be good
 */
record Bench(Path root, boolean quick) {

    private static final int CPU = Runtime.getRuntime().availableProcessors() - 1;

    Path target() {
        return root.resolve("src/jmh/target");
    }

    String classPath() {
        return target().resolve("classes") + ":" + target().resolve("libraries") + "/*";
    }

    String floor() {
        return target().resolve("floor").toString();
    }

    /** The jar with the agent and the command line. */
    Path agentJar() {
        return root.resolve("agent/target/addrscope.jar");
    }

    /** The program that runs the command line. */
    Path program() {
        return root.resolve("agent/target/addrscope");
    }

    /** The CPU that single threads are bound to: the last, as the first has most interrupts to serve. */
    int cpu() {
        return CPU;
    }

    int pick(int whenQuick, int whenFull) {
        return quick ? whenQuick : whenFull;
    }
}
