// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.crash.explain.Explanation;
import io.addrscope.crash.explain.Owner;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out which package of this machine the library comes from whose code failed in a crash. */
final class OwnerPackage {

    private OwnerPackage() {}

    /** Returns the explanation, with the package if there is one. */
    static Explanation add(Explanation explanation) {
        Owner owner = explanation.owner();
        return owner == null || !owner.name().startsWith("/")
                ? explanation
                : explanation.withOwner(owner.withPackage(packageOf(owner.name())));
    }

    private static @Nullable String packageOf(String path) {
        ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
        String real;
        try {
            // Packages know their files by their own paths, not by links to them.
            real = files.realName(ProcessFiles.nameOf(Path.of(path))).text();
        } catch (FileUnavailableException e) {
            return null;
        }
        OsRelease system = OsRelease.ofSystem(files);
        if (system.isLike("debian")) {
            return Dpkg.packageOf(real, system);
        }
        return system.isLike("alpine") ? Apk.packageOf(real) : Rpm.packageOf(real);
    }
}
