// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.model.Location;
import org.jspecify.annotations.Nullable;

/**
 * A value that may be an address: a register, or a word of the stack.
 *
 * @param name what holds it: the register's name, or the word's address
 * @param value the value
 * @param location what is at this address; null if nothing suggests that it is one
 */
public record ExplainedValue(
        String name, long value, @Nullable Location location) {}
