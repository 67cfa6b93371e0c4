// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import org.jspecify.annotations.Nullable;

/** What a command looks at: a process. */
final class Target {

    static final Option PID = Option.value("-p", "PID", "the process to look at");

    private Target() {}

    /**
     * Returns the pid that a line names.
     *
     * @throws UsageException if it names none
     */
    static long pid(ParsedLine line) {
        String pid = line.value(PID.name());
        if (pid == null) {
            throw new UsageException("which process? Say -p PID");
        }
        return parse(pid);
    }

    /**
     * Reads a pid.
     *
     * @throws UsageException if it is none
     */
    static long parse(@Nullable String text) {
        try {
            int pid = text == null ? 0 : Integer.parseInt(text);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(
                "not a process number: \"" + text + "\"; it is a positive decimal number, as ps prints it");
    }
}
