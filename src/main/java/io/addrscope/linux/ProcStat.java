// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;

/**
 * What {@code /proc/PID/stat} says of who a process is (proc_pid_stat(5)).
 *
 * @param state field 3, such as {@code R}, {@code S} or {@code Z}
 * @param flags field 9, bits of linux/sched.h
 * @param startTicks field 22, when the process started, in clock ticks since boot; with the pid it names one process
 */
public record ProcStat(char state, long flags, long startTicks) {

    /** The line holds 52 numbers and a name of at most 64 bytes. */
    private static final int MAX_BYTES = 4096;

    /** {@code PF_EXITING}: the process is giving its memory back, or has. */
    private static final long EXITING = 0x4;

    /** {@code PF_KTHREAD}. */
    private static final long KERNEL_THREAD = 0x20_0000;

    private static final int STATE_FIELD = 3;
    private static final int FLAGS_FIELD = 9;
    private static final int START_TIME_FIELD = 22;

    /**
     * Reads it for the process, or the thread, of an id.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    public static ProcStat read(long pid) throws IOException {
        try (InputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            return parse(new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    static ProcStat parse(String line) throws IOException {
        // The name of the command stands in parentheses and may hold blanks and parentheses itself.
        int nameEnd = line.lastIndexOf(')');
        StringTokenizer fields = new StringTokenizer(line.substring(nameEnd + 1));
        if (nameEnd < 0 || fields.countTokens() <= START_TIME_FIELD - STATE_FIELD) {
            throw new IOException("not a line of /proc/PID/stat: " + line);
        }
        char state = fields.nextToken().charAt(0);
        skip(fields, FLAGS_FIELD - STATE_FIELD - 1);
        try {
            long flags = Long.parseUnsignedLong(fields.nextToken());
            skip(fields, START_TIME_FIELD - FLAGS_FIELD - 1);
            return new ProcStat(state, flags, Long.parseUnsignedLong(fields.nextToken()));
        } catch (NumberFormatException e) {
            throw new IOException("not a line of /proc/PID/stat: " + line, e);
        }
    }

    private static void skip(StringTokenizer fields, int count) {
        for (int i = 0; i < count; i++) {
            fields.nextToken();
        }
    }

    /** Returns whether the process is on its way out: its memory goes before its state tells. */
    boolean isExiting() {
        return (flags & EXITING) != 0;
    }

    /** Returns whether it is a thread of the kernel, which has no memory of its own. */
    boolean isKernelThread() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /** Returns whether the process was stopped by a signal or a debugger and does nothing until it is let go on. */
    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /** Returns whether the process has exited and only waits to be reaped. */
    boolean isDead() {
        return state == 'Z' || state == 'X' || state == 'x';
    }
}
