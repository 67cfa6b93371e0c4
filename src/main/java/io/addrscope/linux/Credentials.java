// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.IOException;

/**
 * As whom a process runs, from {@code /proc/PID/status} (proc_pid_status(5)).
 *
 * @param effectiveUid effective user ID
 * @param effectiveCapabilities bits of the effective capability set (linux/capability.h)
 */
record Credentials(long effectiveUid, long effectiveCapabilities) {

    private static final int CAP_SYS_PTRACE = 19;

    /** @param process a pid, or {@code self} */
    static Credentials read(String process) throws IOException {
        ProcStatus status = ProcStatus.of(process);
        try {
            return new Credentials(
                    // real, effective, saved, file system
                    Long.parseLong(status.word("Uid", 1)), Long.parseUnsignedLong(status.word("CapEff", 0), 16));
        } catch (NumberFormatException e) {
            throw new IOException("not a number in /proc/" + process + "/status", e);
        }
    }

    boolean mayTraceAnybody() {
        return ((effectiveCapabilities >> CAP_SYS_PTRACE) & 1) != 0;
    }
}
