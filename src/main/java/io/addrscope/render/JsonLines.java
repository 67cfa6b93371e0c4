// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Location;

/** Writes locations as JSON, one on each line, as {@link Json#line(Location)} does. */
public final class JsonLines implements LocationFormat {

    @Override
    public void append(StringBuilder out, Location location) {
        out.append(Json.line(location)).append('\n');
    }
}
