// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * What the system said of the signal or exception.
 *
 * @param name the signal's or exception's name
 * @param number its number
 * @param code {@code si_code}, which may be negative
 * @param codeName its name, such as {@code SEGV_MAPERR}
 * @param error {@code si_errno}
 * @param address {@code si_addr}, or the address that Windows names
 * @param access what was done to the address, where the system says so: {@code reading}, {@code writing}
 * @param senderProcess who sent the signal
 * @param senderNote what the report says of the sender, such as {@code current process}
 * @param senderUser the user who sent it
 * @param at the whole line
 */
public record SignalInfo(
        @Nullable Text name,
        @Nullable Word number,
        @Nullable Word code,
        @Nullable Text codeName,
        @Nullable Word error,
        @Nullable Word address,
        @Nullable Text access,
        @Nullable Word senderProcess,
        @Nullable Text senderNote,
        @Nullable Word senderUser,
        Span at) {}
