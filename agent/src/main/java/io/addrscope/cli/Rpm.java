// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the package database of Fedora, Red Hat, SUSE and their relatives knows of a file. */
final class Rpm {

    private static final String FORMAT = "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}\\t%{NAME}\\t%{VERSION}-%{RELEASE}\\n";

    private Rpm() {}

    /** Says how to get the debug information of a file; null if it belongs to no package, or there is no rpm. */
    static @Nullable Advice advise(String path, OsRelease system) {
        for (String line : Tool.lines(List.of("rpm", "-qf", "--qf", FORMAT, "--", path))) {
            // Otherwise it says in a sentence that the file belongs to nobody.
            String[] fields = line.split("\t", -1);
            if (fields.length == 3) {
                String command = system.isLike("suse")
                        ? "zypper install " + Quoted.forShell(fields[1] + "-debuginfo=" + fields[2])
                        : "dnf debuginfo-install " + Quoted.forShell(fields[0]);
                return new Advice(command, List.of());
            }
        }
        return null;
    }
}
