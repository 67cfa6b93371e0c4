// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command understands; parsing, help and completion all read it from here.
 *
 * @param name the word that calls it
 * @param operands what may follow besides options, for the help; empty if nothing may
 * @param summary what it does, in some words
 * @param description what it does, in sentences
 * @param options its options
 */
record CommandSpec(String name, String operands, String summary, String description, List<Option> options) {

    /** Returns the option that is typed so, or null. */
    @Nullable
    Option option(String typed) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).isNamed(typed)) {
                return options.get(i);
            }
        }
        return null;
    }
}
