// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;

/**
 * A register.
 *
 * @param name its name as printed
 * @param values its value; a wide one has several words, in the order in which they are printed
 */
public record Register(Text name, List<Word> values) {

    /** Returns the value, of a wide register its first word. */
    public Word value() {
        return values.get(0);
    }
}
