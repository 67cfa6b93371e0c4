// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import java.util.List;

/** Writes of each location only the function that was not inlined, with the line that it is at itself. */
public final class OutermostFrames implements LocationFormat {

    private final LocationFormat format;

    /** @param format writes each location */
    public OutermostFrames(LocationFormat format) {
        this.format = format;
    }

    @Override
    public void append(StringBuilder out, Location location) {
        List<Frame> frames = location.frames();
        format.append(
                out,
                frames.size() < 2 ? location : location.withFrames(frames.subList(frames.size() - 1, frames.size())));
    }
}
