// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.debuginfo.Advice;
import io.addrscope.debuginfo.Depth;
import io.addrscope.debuginfo.LibraryReport;
import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import io.addrscope.model.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says by which command the debug information that is missing can be had here: from what the JDK, the package database and
 * the package lists say. Nothing is asked of the network.
 */
final class Adviser {

    private final ProcessFiles files;
    private final OsRelease system;
    private final boolean isHere;

    /** @param files those of the process; which may live in another system than this one */
    Adviser(ProcessFiles files) {
        this.files = files;
        this.system = OsRelease.ofSystem(files);
        this.isHere = files.areOurs();
    }

    /** Adds advice to those reports in which something is missing. */
    List<LibraryReport> advise(List<LibraryReport> reports) {
        List<String> paths = new ArrayList<>();
        for (LibraryReport report : reports) {
            if (isLacking(report) && isOnDisk(report)) {
                paths.add(realName(report).text());
            }
        }
        Dpkg dpkg = isHere && !paths.isEmpty() && system.isLike("debian") ? Dpkg.of(paths, system) : null;
        List<LibraryReport> advised = new ArrayList<>(reports.size());
        for (LibraryReport report : reports) {
            advised.add(isLacking(report) ? report.withAdvice(advise(report, dpkg)) : report);
        }
        return advised;
    }

    private static boolean isLacking(LibraryReport report) {
        return report.depth() != Depth.LINES;
    }

    /** Returns whether the file that is mapped lies at its path, so that whoever asks about the path asks about it. */
    private static boolean isOnDisk(LibraryReport report) {
        return report.contents() != null;
    }

    /** Packages and JDKs know their files by their own paths, not by links to them. */
    private MappingName realName(LibraryReport report) {
        try {
            return files.realName(report.path());
        } catch (FileUnavailableException e) {
            return report.path();
        }
    }

    private Advice advise(LibraryReport report, @Nullable Dpkg dpkg) {
        if (!isOnDisk(report)) {
            return ofServer(report, "the packages here do not tell of it any more", List.of());
        }
        MappingName real = realName(report);
        JdkRelease jdk = JdkRelease.of(real, files);
        if (jdk != null && jdk.isTemurin()) {
            Advice temurin = jdk.temurin();
            if (temurin != null) {
                return temurin;
            }
        }
        if (!isHere) {
            return ofServer(report, "its packages are those of a container", List.of());
        }
        String path = real.text();
        Advice ofPackage = dpkg != null ? dpkg.advise(path) : null;
        if (ofPackage == null && dpkg == null) {
            ofPackage = system.isLike("alpine") ? Apk.advise(path) : Rpm.advise(path, system);
        }
        if (ofPackage == null) {
            return ofNobody(report, jdk);
        }
        return ofPackage.command() == null ? ofServer(report, "", ofPackage.notes()) : ofPackage;
    }

    /** What a distribution has built, its debuginfod server has, in the version that is at hand. */
    private Advice ofServer(LibraryReport report, String why, List<String> more) {
        List<String> notes = new ArrayList<>();
        BuildId buildId = report.buildId();
        Reason reason = report.reasons().isEmpty() ? null : report.reasons().get(0);
        if (!why.isEmpty()) {
            notes.add(reason == null ? why : why + ": only the build ID finds what belongs to what is mapped");
        }
        notes.addAll(more);
        if (buildId == null) {
            notes.add("it has no build ID, so no server can be asked");
            return new Advice(null, notes);
        }
        String server = DebuginfodServers.of(system);
        return new Advice(DebuginfodServers.command(server, buildId), notes);
    }

    private static Advice ofNobody(LibraryReport report, @Nullable JdkRelease jdk) {
        List<String> notes = new ArrayList<>();
        BuildId buildId = report.buildId();
        if (jdk != null) {
            notes.add("it belongs to the JDK " + jdk.release().get("JAVA_RUNTIME_VERSION") + " of "
                    + jdk.release().get("IMPLEMENTOR")
                    + ", which was not installed by the package manager; its vendor may publish debug symbols");
        } else {
            notes.add("it belongs to no package: its debug information is with whoever built it");
        }
        if (buildId == null) {
            notes.add("it has no build ID; a build with -Wl,--build-id and -g would tell the file that belongs to it");
            return new Advice(null, notes);
        }
        String id = buildId.toString();
        notes.add("the file belongs at /usr/lib/debug/.build-id/" + id.substring(0, 2) + "/" + id.substring(2)
                + ".debug, or where --debug-dirs says");
        boolean hasServer = !DebuginfodServers.configured().isEmpty();
        return new Advice(hasServer ? DebuginfodServers.command("", buildId) : null, notes);
    }
}
