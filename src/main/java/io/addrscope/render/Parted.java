// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Location;

/** Writes locations with a blank line between each and the next. */
public final class Parted implements LocationFormat {

    private final LocationFormat format;
    private boolean begun;

    /** @param format writes each location */
    public Parted(LocationFormat format) {
        this.format = format;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        if (begun) {
            out.append('\n');
        }
        begun = true;
        format.append(out, location);
    }
}
