// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Landmark.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads where single pieces of generated code are, from what is printed of them (nmethod.cpp {@code print}).
 *
 * <pre>
 * Compiled method (c1) 340684 20859       3       java.util.List::get (5 bytes)
 *  total in heap  [0x00007f499e052e88,0x00007f499e0530d0] = 584
 * </pre>
 */
final class CodeReader {

    private final Ranges ranges;
    private @Nullable Text method;

    CodeReader(Ranges ranges) {
        this.ranges = ranges;
    }

    /** Looks at a line, and leaves it where it was. */
    void look(Line line) {
        int start = line.at();
        if (line.skip("Compiled method ")) {
            method = line.rest();
        } else if (method != null && line.skip(" total in heap ")) {
            ranges.add(Kind.CODE, line, method.text());
            method = null;
        }
        line.moveTo(start);
    }
}
