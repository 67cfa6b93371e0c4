// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.model.Source;

/**
 * How an address space is opened. Immutable: each {@code with} returns another one.
 *
 * @param source how to ask for mappings
 * @param memory most bytes that are kept of what was learned, about
 * @param debug where debug files are looked for
 * @param lines whether {@link io.addrscope.model.Location#frames} is wanted: without, debug information is neither looked for nor read
 */
public record Settings(Source source, long memory, DebugSettings debug, boolean lines) {

    /** The best source there is, 32 MiB, and the debug files of the system, with lines; nothing is downloaded. */
    public static final Settings DEFAULT = new Settings(Source.AUTO, 32L << 20, DebugSettings.ofSystem(), true);

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if {@code memory} is negative
     */
    public Settings {
        if (memory < 0) {
            throw new IllegalArgumentException("less than no memory: " + memory);
        }
    }

    /** Returns these settings with another source. */
    public Settings withSource(Source newSource) {
        return new Settings(newSource, memory, debug, lines);
    }

    /** Returns these settings with another bound on memory, in bytes; 0 keeps nothing. */
    public Settings withMemory(long newMemory) {
        return new Settings(source, newMemory, debug, lines);
    }

    /** Returns these settings with other places for debug files. */
    public Settings withDebug(DebugSettings newDebug) {
        return new Settings(source, memory, newDebug, lines);
    }

    /** Returns these settings with functions, files and lines of debug information wanted or not. */
    public Settings withLines(boolean newLines) {
        return new Settings(source, memory, debug, newLines);
    }
}
