// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.util.function.IntSupplier;

/** The number of the process that this code runs in, which is another one after a fork. Safe for any number of threads. */
final class OwnPid {

    private final ForkCount forks;
    private final IntSupplier getpid;

    /** The process in the lower half, and the fork count by which it was asked for in the upper. */
    private volatile long pidAtFork;

    /** @param getpid asks the kernel */
    OwnPid(ForkCount forks, IntSupplier getpid) {
        this.forks = forks;
        this.getpid = getpid;
    }

    /** Asks once for each process; where forks cannot be told, each time. */
    int get() {
        if (!forks.isTold()) {
            return getpid.getAsInt();
        }
        long known = pidAtFork;
        int fork = forks.current();
        if (known >>> Integer.SIZE == fork) {
            return (int) known;
        }
        int pid = getpid.getAsInt();
        pidAtFork = (long) fork << Integer.SIZE | pid;
        return pid;
    }
}
