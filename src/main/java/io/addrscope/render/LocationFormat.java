// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Location;

/** A way to write locations. For one thread at a time. */
public interface LocationFormat {

    /** Appends the lines of {@code location}, each with its line end. */
    void append(StringBuilder out, Location location);
}
