// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import java.util.List;

/**
 * A way to ask.
 *
 * @param word how processes are told of it
 * @param what how the table calls it
 */
record PauseWay(String word, String what) {

    /** Shares the machine with the victim as an asker does, but not the kernel's locks: what is lost to it, no asker can save. */
    private static final PauseWay NOTHING = new PauseWay("nothing", "`getppid`, for comparison");

    /** The C program's. */
    static final List<PauseWay> C = List.of(
            NOTHING,
            new PauseWay("query", "`PROCMAP_QUERY`, no name"),
            new PauseWay("text", "text, read for each question"),
            // Proves that a lock that is held would be seen here.
            new PauseWay("smaps", "`smaps`, for comparison"));

    /** A JVM's. */
    static final List<PauseWay> JAVA = List.of(
            NOTHING,
            new PauseWay("verified", "verified"),
            new PauseWay("leased", "leased for 100 ms"),
            new PauseWay("text", "text, verified"));
}
