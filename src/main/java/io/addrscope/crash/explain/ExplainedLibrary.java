// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.LibraryImage;
import io.addrscope.model.BuildId;
import io.addrscope.model.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A library that the stack, or what it points to, leads into.
 *
 * @param image the library
 * @param buildId its build ID; null if it has none or it is not known for certain
 * @param reasons what is missing of it, and why
 */
public record ExplainedLibrary(LibraryImage image, @Nullable BuildId buildId, List<Reason> reasons) {

    /** Copies the list. */
    public ExplainedLibrary {
        reasons = List.copyOf(reasons);
    }
}
