// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import org.jspecify.annotations.Nullable;

/**
 * One function at an address; several where calls are inlined.
 *
 * @param function name of the function, demangled; null if unknown
 * @param file source file as the debug information has it; null if unknown
 * @param line line in the file, from 1; 0 if unknown
 * @param column column in the line, from 1; 0 if unknown
 * @param discriminator which of the blocks of one line, as the compiler numbered them; 0 if it did not
 * @param inlined whether this function was inlined into the next frame's
 */
public record Frame(
        @Nullable String function, @Nullable String file, int line, int column, int discriminator, boolean inlined) {

    /** Returns this frame with another file. */
    public Frame withFile(@Nullable String newFile) {
        return new Frame(function, newFile, line, column, discriminator, inlined);
    }
}
