// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a call stack.
 *
 * @param pc the address of the instruction that was executed, or that the function returns to; not given where it is not known
 * @param trust what shows that this is an entry of the stack
 * @param location what the pc is, which for a return address was looked up one byte before it, in the call; null if the pc is not
 *     known, or nothing was asked
 */
public record StackFrame(
        OptionalLong pc, Trust trust, @Nullable Location location) {

    /** What shows that something is an entry of a call stack, the best first. */
    public enum Trust {
        /** It is where the thread was. */
        CONTEXT,
        /** Call frame information of the function below. */
        CFI,
        /** The frame pointer of the function below. */
        FRAME_POINTER,
        /** A word of the stack that looks like a return address. */
        SCAN,
        /** Somebody else says so, as a crash report does. */
        REPORTED;

        /** Returns the words that output uses, such as {@code frame pointer}. */
        @Override
        public String toString() {
            return switch (this) {
                case CONTEXT -> "context";
                case CFI -> "cfi";
                case FRAME_POINTER -> "frame pointer";
                case SCAN -> "scan";
                case REPORTED -> "reported";
            };
        }
    }
}
