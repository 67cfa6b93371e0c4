// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How many forks lie between the JVM that was started and the process that this code runs in now.
 *
 * <p>The count stands in a page that the kernel wipes in children ({@code MADV_WIPEONFORK}), so that a child shows by the
 * price of one load. Safe for any number of threads; one page for a JVM.
 */
public final class ForkCount {

    private final @Nullable ByteBuffer page;

    /** The count that the page holds, or held before the kernel wiped it; guarded by this. */
    private int count = 1;

    /** @param page zeroed in children, and never unmapped; without one every process looks like the first */
    ForkCount(@Nullable ByteBuffer page) {
        this.page = page;
        if (page != null) {
            page.putInt(0, count);
        }
    }

    /** Returns whether forks can be told at all. */
    boolean isTold() {
        return page != null;
    }

    /** Returns a number that differs from that of every process before the last {@code fork}; never 0. */
    public int current() {
        if (page == null) {
            return 1;
        }
        int current = page.getInt(0);
        return current == 0 ? countThisFork(page) : current;
    }

    /** Only the thread that called {@code fork} lives on in the child, but it may have started others. */
    private synchronized int countThisFork(ByteBuffer wiped) {
        if (wiped.getInt(0) == 0) {
            count++;
            wiped.putInt(0, count);
        }
        return wiped.getInt(0);
    }
}
