// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import org.jspecify.annotations.Nullable;

/** What a command looks at: a process, or an ELF file. */
final class Target {

    static final Option PID = Option.value("-p", "PID", "the process to look at");

    static final Option FILE = Option.value("-e", "FILE", "the ELF file to look at, in place of a process");

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
     * Returns the file that a line names; null if it names a process.
     *
     * @throws UsageException if it names both or neither
     */
    static @Nullable String file(ParsedLine line) {
        String file = line.value(FILE.name());
        if (file != null && line.has(PID.name())) {
            throw new UsageException("-p and -e name two things to look at; leave out one of the two");
        }
        if (file == null && !line.has(PID.name())) {
            throw new UsageException("which process or file? Say -p PID or -e FILE");
        }
        return file;
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
