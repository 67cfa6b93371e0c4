// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * As whom a process runs, from {@code /proc/PID/status} (proc_pid_status(5)).
 *
 * @param effectiveUid effective user ID
 * @param effectiveCapabilities bits of the effective capability set (linux/capability.h)
 */
record Credentials(long effectiveUid, long effectiveCapabilities) {

    private static final int MAX_BYTES = 64 * 1024;

    private static final int CAP_SYS_PTRACE = 19;

    /** @param process a pid, or {@code self} */
    static Credentials read(String process) throws IOException {
        try (InputStream in = new FileInputStream("/proc/" + process + "/status")) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
            return new Credentials(
                    Long.parseLong(field(text, "Uid:", 1)), Long.parseUnsignedLong(field(text, "CapEff:", 0), 16));
        } catch (NumberFormatException e) {
            throw new IOException("not a number in /proc/" + process + "/status", e);
        }
    }

    boolean mayTraceAnybody() {
        return ((effectiveCapabilities >> CAP_SYS_PTRACE) & 1) != 0;
    }

    private static String field(String text, String key, int index) throws IOException {
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(key)) {
                String[] values = line.substring(key.length()).strip().split("\\s+", -1);
                if (index < values.length) {
                    return values[index];
                }
            }
        }
        throw new IOException("no " + key + " in the status of the process");
    }
}
