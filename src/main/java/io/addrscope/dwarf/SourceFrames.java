// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What DWARF says of an address.
 *
 * @param frames innermost first; the last is the function that was not inlined. Empty if nothing is known. One frame may
 *     have a line and no name: of assembler sources, or where a split unit is missing.
 * @param fault why there may be more than {@code frames} says: what could not be read; null if all was
 */
public record SourceFrames(
        List<SourceFrame> frames, @Nullable DwarfFormatException fault) {

    static final SourceFrames NONE = new SourceFrames(List.of(), null);

    /** Copies the list. */
    public SourceFrames {
        frames = List.copyOf(frames);
    }
}
