// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import org.jspecify.annotations.Nullable;

/** How a JVM ends. */
public enum Ending {
    SEGV("#  SIGSEGV (0xb) at pc=", Ending.ABORTED),
    BUS("#  SIGBUS (0x7) at pc=", Ending.ABORTED),
    FPE("#  SIGFPE (0x8) at pc=", Ending.ABORTED),
    ILL("#  SIGILL (0x4) at pc=", Ending.ABORTED),
    /** Told to leave no core dump, a JVM does not abort. */
    SEGV_WITHOUT_DUMP("#  SIGSEGV (0xb) at pc=", 1),
    INTERNAL_ERROR("#  Internal Error (", Ending.ABORTED),
    OUT_OF_MEMORY("# There is insufficient memory for the Java Runtime Environment to continue.", 1),
    /** HotSpot does not hear of it. */
    UNREPORTED_ABORT(null, Ending.ABORTED),
    /** The kernel cannot even deliver the signal. */
    UNREPORTED_SEGV(null, 128 + 11),
    UNREPORTED_KILL(null, 128 + 9);

    private static final int ABORTED = 128 + 6;

    private final @Nullable String problem;
    private final int status;

    Ending(@Nullable String problem, int status) {
        this.problem = problem;
        this.status = status;
    }

    /** How the line of the report begins that says what happened; null if there is no report. */
    @Nullable
    public String problem() {
        return problem;
    }

    /** The exit status, as a shell has it. */
    public int status() {
        return status;
    }

    public boolean isReported() {
        return problem != null;
    }
}
