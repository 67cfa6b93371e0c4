// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.Word;
import io.addrscope.crash.explain.Explanation;
import io.addrscope.crash.explain.Owner;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which package of this machine the library comes from whose code failed in a crash.
 *
 * <p>Package managers take their time, so one is asked before the crash is explained: about the library that the fault happened in,
 * which is the owner more often than not.
 */
final class OwnerPackage {

    private final @Nullable Question ahead;

    private OwnerPackage(@Nullable Question ahead) {
        this.ahead = ahead;
    }

    /** Asks about the library that a report shows the fault in. */
    static OwnerPackage ask(HsErrReport report) {
        Word pc = report.header().pc();
        MapsSnapshot maps = report.process().mappings().snapshot();
        int index = pc == null ? -1 : maps.indexOf(pc.value());
        Mapping mapping = index < 0 ? null : maps.mapping(index);
        if (mapping == null || !mapping.isFileBacked()) {
            return new OwnerPackage(null);
        }
        Question question = new Question(mapping.name().withoutDeletedMark().printable());
        question.start();
        return new OwnerPackage(question);
    }

    /** Returns the explanation, with the package if there is one. */
    Explanation addTo(Explanation explanation) {
        Owner owner = explanation.owner();
        return owner == null || !owner.name().startsWith("/")
                ? explanation
                : explanation.withOwner(owner.withPackage(
                        ahead != null && ahead.path.equals(owner.name()) ? ahead.answer() : packageOf(owner.name())));
    }

    private static @Nullable String packageOf(String path) {
        ProcessFiles files = new ProcessFiles(TargetProcess.self(), null);
        String real;
        try {
            // Packages know their files by their own paths, not by links to them.
            real = files.realName(MappingName.of(path)).text();
        } catch (FileUnavailableException e) {
            return null;
        }
        OsRelease system = OsRelease.ofSystem(files);
        if (system.isLike("debian")) {
            return Dpkg.packageOf(real, system);
        }
        return system.isLike("alpine") ? Apk.packageOf(real) : Rpm.packageOf(real);
    }

    /** A question that a thread of its own asks. */
    private static final class Question extends Thread {

        private final String path;
        private @Nullable String answer;

        Question(String path) {
            super("package");
            this.path = path;
            setDaemon(true);
        }

        @Override
        public void run() {
            answer = packageOf(path);
        }

        /** Waits for the answer; returns null if there is none. */
        @Nullable
        String answer() {
            try {
                join();
                return answer;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }
}
