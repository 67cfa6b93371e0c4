// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.linux.FileUnavailableException;
import io.addrscope.linux.ProcessFiles;
import io.addrscope.linux.TargetProcess;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the debug files that belong to the images of a process.
 *
 * <p>Places are looked at in the order of {@link Place}, through the root of the process; then on this host, if that is
 * another root. A file is taken only if its build ID is that of the image, or, where one of the two has none, its checksum
 * is the one that the image's link gives. What was looked at in vain is not looked at again for a minute. A file that is
 * found is opened anew each time: whoever asks keeps what it makes of it. Safe for use by any number of threads; a call may
 * take as long as the disk does, and the servers if there are any.
 */
public final class DebugFiles {

    private final ProcessFiles files;
    private final ProcessFiles host;
    private final DebugSettings settings;
    private final Debuginfod debuginfod;
    private final Misses misses;

    /**
     * @param files those of the process
     * @param settings where to look
     */
    public DebugFiles(ProcessFiles files, DebugSettings settings) {
        this(files, settings, new SystemClock());
    }

    DebugFiles(ProcessFiles files, DebugSettings settings, LongSupplier nanoTime) {
        this.files = files;
        this.host = new ProcessFiles(TargetProcess.self(), null);
        this.settings = settings;
        this.debuginfod = new Debuginfod(host, settings.cache(), settings.debuginfod());
        this.misses = new Misses(nanoTime);
    }

    /** Finds the debug file of an image. */
    public DebugSearch find(LibraryImage library) {
        List<Attempt> inVain = misses.get(library);
        if (inVain != null) {
            return new DebugSearch(null, inVain);
        }
        List<Attempt> attempts = new ArrayList<>();
        DebugFile found = find(library, attempts);
        if (found == null) {
            misses.put(library, attempts);
        }
        return new DebugSearch(found, attempts);
    }

    private @Nullable DebugFile find(LibraryImage library, List<Attempt> attempts) {
        Wanted wanted = new Wanted.Debug(library);
        Candidates candidates = new Candidates(files, settings.directories());
        BuildId buildId = library.buildId();
        DebugLink link = library.debugLink();
        if (buildId != null) {
            candidates.addBuildId(Place.BUILD_ID, buildId);
        }
        if (link != null && link.isFileName()) {
            candidates.addLink(library.path(), link.name());
        } else if (link != null) {
            attempts.add(new Attempt(Place.DEBUG_LINK, link.name().printable(), Outcome.BAD_NAME, ""));
        }
        if (buildId == null) {
            // Nothing but the link could prove that a file belongs here.
            return openFirst(files, candidates, wanted, attempts);
        }
        candidates.addByCustom(library.path());
        DebugFile found = openFirst(files, candidates, wanted, attempts);
        if (found == null) {
            found = findOnHost(buildId, wanted, attempts);
        }
        return found == null ? debuginfod.find(buildId, Artifact.DEBUGINFO, wanted, attempts) : found;
    }

    /**
     * Finds the file that a debug file shares with others, as its {@code .gnu_debugaltlink} or {@code .debug_sup} says.
     *
     * @param file a file with such a link: a debug file that was found, or a library of the process that has its debug
     *     information itself
     * @param path path of the file
     * @param link its link
     */
    public DebugSearch findShared(ProcessFiles file, MappingName path, AltLink link) {
        List<Attempt> attempts = new ArrayList<>();
        Candidates candidates = new Candidates(file, settings.directories());
        candidates.addShared(realName(file, path), link);
        Wanted wanted = link.supplementary() ? new Wanted.Supplementary(link.id()) : new Wanted.Build(link.id());
        DebugFile found = openFirst(file, candidates, wanted, attempts);
        if (found == null && !link.supplementary()) {
            found = findOnHost(link.id(), wanted, attempts);
            if (found == null) {
                found = debuginfod.find(link.id(), Artifact.DEBUGINFO, wanted, attempts);
            }
        }
        return new DebugSearch(found, attempts);
    }

    /**
     * Finds a file of the same build as an image whose own file is gone or another by now; only debuginfod has such.
     *
     * @param buildId build ID of the image
     */
    public DebugSearch findExecutable(BuildId buildId) {
        List<Attempt> attempts = new ArrayList<>();
        DebugFile found = debuginfod.find(buildId, Artifact.EXECUTABLE, new Wanted.Build(buildId), attempts);
        return new DebugSearch(found, attempts);
    }

    /** The build ID proves that a file of this host belongs to an image from elsewhere. */
    private @Nullable DebugFile findOnHost(BuildId buildId, Wanted wanted, List<Attempt> attempts) {
        if (files.areOurs()) {
            return null;
        }
        Candidates candidates = new Candidates(host, settings.directories());
        candidates.addBuildId(Place.HOST, buildId);
        return openFirst(host, candidates, wanted, attempts);
    }

    private static @Nullable DebugFile openFirst(
            ProcessFiles files, Candidates candidates, Wanted wanted, List<Attempt> attempts) {
        for (Candidate candidate : candidates.list()) {
            DebugFile found = Opener.open(files, candidate.place(), candidate.path(), wanted, attempts);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static MappingName realName(ProcessFiles files, MappingName path) {
        try {
            return files.realName(path);
        } catch (FileUnavailableException e) {
            return path;
        }
    }

    /** The clock. No lambda: the command line would wait for its set-up. */
    private static final class SystemClock implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
