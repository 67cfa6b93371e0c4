// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong while HotSpot wrote the report. What stands before it may be cut in the middle of a line.
 *
 * @param kind what happened
 * @param step the step of the reporting, as HotSpot calls it
 * @param id the signal's or error's number
 * @param signal the signal's name
 * @param pc where in the code it happened
 * @param source file and line of an internal error
 * @param within the section that it stands in
 * @param at where it stands
 */
public record SecondaryError(
        Kind kind,
        @Nullable Text step,
        @Nullable Word id,
        @Nullable Text signal,
        @Nullable Word pc,
        @Nullable Text source,
        SectionKind within,
        Span at) {

    /** What happened. */
    public enum Kind {
        /** A signal, or a failed check. */
        ERROR,
        /** The step took too long. */
        TIMEOUT,
        /** The step was not tried again. */
        NOT_TRIED_AGAIN,
        /** The whole report took too long; HotSpot ended. */
        GLOBAL_TIMEOUT,
        /** There were too many errors; HotSpot ended. */
        TOO_MANY,
        /** Another thread failed, too. */
        OTHER_THREAD
    }

    /** Returns whether HotSpot wrote nothing more behind it. */
    boolean isLast() {
        return kind == Kind.TOO_MANY || kind == Kind.GLOBAL_TIMEOUT;
    }
}
