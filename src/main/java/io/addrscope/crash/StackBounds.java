// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * The stack of the failing thread.
 *
 * @param low its lowest address
 * @param high the address behind it
 * @param pointer the stack pointer
 * @param isOutside whether the report says that the stack pointer is outside of the stack
 * @param at the whole line
 */
public record StackBounds(
        @Nullable Word low, @Nullable Word high, @Nullable Word pointer, boolean isOutside, Span at) {}
