// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/**
 * A thread as a report prints it.
 *
 * @param address address of HotSpot's object for it
 * @param type class of that object, such as {@code JavaThread}
 * @param name its name, which may hold anything
 * @param isDaemon whether the JVM ends without waiting for it
 * @param state what it was doing, such as {@code _thread_in_native}
 * @param id the kernel's number of the thread
 * @param stackLow lowest address of its stack
 * @param stackHigh address behind its stack
 * @param isCurrent whether it is marked as the failing thread
 * @param at the whole line
 */
public record ThreadInfo(
        Word address,
        @Nullable Text type,
        @Nullable Text name,
        boolean isDaemon,
        @Nullable Text state,
        @Nullable Word id,
        @Nullable Word stackLow,
        @Nullable Word stackHigh,
        boolean isCurrent,
        Span at) {}
