// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the package database of Fedora, Red Hat, SUSE and their relatives knows of a file. */
final class Rpm {

    private static final String FORMAT = "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}\\t%{NAME}\\t%{VERSION}-%{RELEASE}\\n";

    private Rpm() {}

    /** Returns the package that a file belongs to, with its version; null if it belongs to none, or there is no rpm. */
    static @Nullable String packageOf(String path) {
        String[] owner = owner(path);
        return owner == null ? null : owner[0];
    }

    /** Returns the package with its version, its name, and its version; null if the file belongs to none, or there is no rpm. */
    private static String @Nullable [] owner(String path) {
        for (String line : Tool.lines(List.of("rpm", "-qf", "--qf", FORMAT, "--", path))) {
            // Otherwise it says in a sentence that the file belongs to nobody.
            String[] fields = line.split("\t", -1);
            if (fields.length == 3) {
                return fields;
            }
        }
        return null;
    }

    /** Says how to get the debug information of a file; null if it belongs to no package, or there is no rpm. */
    static @Nullable Advice advise(String path, OsRelease system) {
        String[] owner = owner(path);
        if (owner == null) {
            return null;
        }
        String command = system.isLike("suse")
                ? "zypper install " + Quoted.forShell(owner[1] + "-debuginfo=" + owner[2])
                : "dnf debuginfo-install " + Quoted.forShell(owner[0]);
        return new Advice(command, List.of());
    }
}
