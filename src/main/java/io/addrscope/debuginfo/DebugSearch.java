// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking for a debug file. Closing it closes the file.
 *
 * @param found the file; null if none was found
 * @param attempts the places that were looked at, in order; the last one is that of the file if one was found
 */
public record DebugSearch(@Nullable DebugFile found, List<Attempt> attempts) implements AutoCloseable {

    /** Copies the list. */
    public DebugSearch {
        attempts = List.copyOf(attempts);
    }

    @Override
    public void close() {
        if (found != null) {
            found.close();
        }
    }
}
