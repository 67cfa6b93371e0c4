// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.model.Source;

/**
 * How an address space is opened. Immutable: each {@code with} returns another one.
 *
 * @param source how to ask for mappings
 * @param memory most bytes that are kept of what was learned, about
 */
public record Settings(Source source, long memory) {

    /** The best source there is, and 32 MiB. */
    public static final Settings DEFAULT = new Settings(Source.AUTO, 32L << 20);

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
        return new Settings(newSource, memory);
    }

    /** Returns these settings with another bound on memory, in bytes; 0 keeps nothing. */
    public Settings withMemory(long newMemory) {
        return new Settings(source, newMemory);
    }
}
