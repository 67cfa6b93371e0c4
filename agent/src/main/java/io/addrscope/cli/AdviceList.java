// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the advice for many libraries together: one package has the debug information of several, and one command installs
 * several packages. For one thread.
 */
final class AdviceList {

    /** Commands that take any number of packages. */
    private static final List<String> INSTALLERS =
            List.of("apt install ", "dnf debuginfo-install ", "zypper install ", "apk add ");

    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** What one command gets. */
    private static final class Group {
        final Set<String> packages = new LinkedHashSet<>();
        final Set<String> notes = new LinkedHashSet<>();
        int libraries;
    }

    /** Returns whether advice is for more than the one library that it was given for. */
    static boolean isShared(@Nullable Advice advice) {
        return advice != null && advice.command() != null && !DebuginfodServers.isCommand(advice.command());
    }

    /** Adds the advice for one library. */
    void add(Advice advice) {
        String command = advice.command();
        if (command == null) {
            return;
        }
        String installer = installer(command);
        if (DebuginfodServers.isCommand(command)) {
            // What there is to say of it stands with the library.
            group(DebuginfodServers.prefix(command)).packages.add(command);
        } else if (installer != null) {
            Group group = group(installer);
            group.packages.add(command.substring(installer.length()));
            group.notes.addAll(advice.notes());
        } else {
            group(command).notes.addAll(advice.notes());
        }
    }

    private Group group(String key) {
        Group group = groups.get(key);
        if (group == null) {
            group = new Group();
            groups.put(key, group);
        }
        group.libraries++;
        return group;
    }

    private static @Nullable String installer(String command) {
        for (String installer : INSTALLERS) {
            if (command.startsWith(installer)) {
                return installer;
            }
        }
        return null;
    }

    /**
     * Returns each command with the number of libraries that it is for.
     *
     * @param pid the process that the libraries are of
     */
    Map<Advice, Integer> commands(String pid) {
        Map<Advice, Integer> commands = new LinkedHashMap<>();
        for (Map.Entry<String, Group> entry : groups.entrySet()) {
            Group group = entry.getValue();
            String command = command(entry.getKey(), new ArrayList<>(group.packages), pid);
            commands.put(new Advice(command, new ArrayList<>(group.notes)), group.libraries);
        }
        return commands;
    }

    private static String command(String key, List<String> packages, String pid) {
        if (packages.isEmpty()) {
            return key;
        }
        if (!DebuginfodServers.isCommand(packages.get(0))) {
            return key + String.join(" ", packages);
        }
        // To ask once more, and let that download, is shorter than a command for each.
        return packages.size() == 1 ? packages.get(0) : key + Help.PROGRAM + " debuginfo -p " + pid;
    }
}
