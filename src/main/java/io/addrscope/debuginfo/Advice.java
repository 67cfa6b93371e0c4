// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to get the debug information of a library.
 *
 * @param command one command for a shell; null if none is known
 * @param notes sentences about it, such as what it needs
 */
public record Advice(@Nullable String command, List<String> notes) {

    /** Copies the list. */
    public Advice {
        notes = List.copyOf(notes);
    }
}
