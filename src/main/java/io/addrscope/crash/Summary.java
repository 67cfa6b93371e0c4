// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.time.Instant;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * When, and on what.
 *
 * @param commandLine where the command line stands; it is private
 * @param host the machine's processors, memory and system; builds for debugging put the host's name before them
 * @param time date and time, in the words and the time zone of the report
 * @param timeZone the time zone, where it stands apart
 * @param elapsed time since the start of the JVM
 */
public record Summary(
        @Nullable Span commandLine,
        @Nullable Text host,
        @Nullable Text time,
        @Nullable Text timeZone,
        @Nullable Seconds elapsed) {

    /**
     * Returns when the report was written, to the second; null if it does not say, or in a time zone that is neither UTC nor that of
     * this machine.
     */
    public @Nullable Instant instant() {
        return time == null
                ? null
                : ReportTime.of(time.text(), timeZone == null ? null : timeZone.text(), TimeZone.getDefault());
    }
}
