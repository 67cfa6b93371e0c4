// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What hooks inside {@code java.base} and libraries in any class loader share: the epoch of this JVM's address space.
 *
 * <p>This is the template of {@code java.lang.AddrScope}, which {@link Epoch} defines from it; under this name it is never
 * initialised. The application sees that class, too. Its fields stay as they are for all times of one {@link #VERSION}.
 */
public final class AddrScope {

    /** Of the fields and the method below. */
    public static final int VERSION = 1;

    /** Starts at 1, and moves by one after each change that somebody has noticed. */
    public static final AtomicLong EPOCH = new AtomicLong(1);

    /** Whether all hooks are in. */
    public static volatile boolean feeds;

    private AddrScope() {}

    /** What the hooks call, on any thread, under any lock. */
    public static void moved() {
        EPOCH.getAndIncrement();
    }
}
