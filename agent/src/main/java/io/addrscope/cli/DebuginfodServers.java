// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.BuildId;

/** Servers that distributions run for what they have built. */
final class DebuginfodServers {

    private static final String TOOL = "debuginfod-find debuginfo ";

    private DebuginfodServers() {}

    /** Returns the servers that the environment names; empty if it names none. */
    static String configured() {
        String urls = System.getenv("DEBUGINFOD_URLS");
        return urls == null ? "" : urls.strip();
    }

    /** Returns the server for what a system's own packages hold; one that asks all others if it is not known. */
    static String of(OsRelease system) {
        return switch (system.get("ID")) {
            case "debian" -> "https://debuginfod.debian.net";
            case "ubuntu" -> "https://debuginfod.ubuntu.com";
            case "fedora" -> "https://debuginfod.fedoraproject.org";
            case "arch" -> "https://debuginfod.archlinux.org";
            case "opensuse-leap", "opensuse-tumbleweed" -> "https://debuginfod.opensuse.org";
            default -> "https://debuginfod.elfutils.org";
        };
    }

    /**
     * Returns the command that fetches the debug file of a build into the cache.
     *
     * @param server used unless the environment names servers
     */
    static String command(String server, BuildId buildId) {
        boolean hasOwn = !configured().isEmpty();
        return (hasOwn ? "" : "DEBUGINFOD_URLS=" + server + " ") + TOOL + buildId;
    }

    /** Returns whether a command is one of those that {@link #command} makes. */
    static boolean isCommand(String command) {
        return command.contains(TOOL);
    }

    /** Returns what comes before the program in such a command: which server to ask, if that has to be said. */
    static String prefix(String command) {
        return command.substring(0, command.indexOf(TOOL));
    }
}
