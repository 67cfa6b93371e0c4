// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import org.jspecify.annotations.Nullable;

/**
 * One function at an address; several where calls are inlined.
 *
 * @param function name of the function, demangled; null if unknown
 * @param scope the namespaces, classes and functions that {@code function} begins with, before {@code ::}, where only debug
 *     information knows them: no linker has a name for the function, and other tools leave them out; null if there are none
 * @param file source file as the debug information has it; null if unknown
 * @param line line in the file, from 1; 0 if unknown
 * @param column column in the line, from 1; 0 if unknown
 * @param discriminator which of the blocks of one line, as the compiler numbered them; 0 if it did not
 * @param inlined whether this function was inlined into the next frame's
 */
public record Frame(
        @Nullable String function,
        @Nullable String scope,
        @Nullable String file,
        int line,
        int column,
        int discriminator,
        boolean inlined) {

    /** Returns the function's name as tools have it that know no scopes; null if it is unknown. */
    public @Nullable String unscopedFunction() {
        return function == null || scope == null ? function : function.substring(scope.length() + "::".length());
    }

    /** Returns this frame with another file. */
    public Frame withFile(@Nullable String newFile) {
        return new Frame(function, scope, newFile, line, column, discriminator, inlined);
    }
}
