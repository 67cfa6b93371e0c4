// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.io.IOException;

/**
 * Reads names that were not kept in memory from the file they are in, which whoever implements this opens again and checks
 * to be the same. Safe for any number of threads.
 */
@FunctionalInterface
public interface SymbolStrings {

    /**
     * Reads bytes of the file.
     *
     * @param offset file offset of the first byte, not negative
     * @param target where the bytes go, from its first index on
     * @return how many bytes were read; fewer than fit into {@code target} only where the file ends
     * @throws IOException if the file cannot be read, or is not the one that the names belong to
     */
    int read(long offset, byte[] target) throws IOException;
}
