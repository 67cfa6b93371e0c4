// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.DebugSettings;
import io.addrscope.debuginfo.DebuginfodSettings;

/** Where a command looks for debug files: options that several commands have. */
final class DebugOptions {

    static final Option DIRECTORIES = Option.value(
            "--debug-dirs", "DIR;DIR...", "more directories with debug files; they come before /usr/lib/debug");

    static final Option OFFLINE =
            Option.flag("--offline", null, "ask no debuginfod server, whatever DEBUGINFOD_URLS says");

    private DebugOptions() {}

    /**
     * Returns what a line and the environment say.
     *
     * @throws UsageException if a directory makes no sense
     */
    static DebugSettings settings(ParsedLine line) {
        DebugSettings settings = local(line);
        return line.has(OFFLINE.name()) ? settings : settings.withDebuginfod(DebuginfodSettings.of(System.getenv()));
    }

    /**
     * Returns what a line says, whatever the environment does: no server is asked.
     *
     * @throws UsageException if a directory makes no sense
     */
    static DebugSettings local(ParsedLine line) {
        DebugSettings settings = DebugSettings.ofSystem();
        String directories = line.value(DIRECTORIES.name());
        if (directories != null) {
            try {
                settings = settings.withDirectories(DebugSettings.parseDirectories(directories));
            } catch (IllegalArgumentException e) {
                throw new UsageException(DIRECTORIES.name() + ": " + e.getMessage());
            }
        }
        return settings;
    }
}
