// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.linux.ProcessFiles;
import io.addrscope.model.BuildId;
import io.addrscope.model.MappingName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of debuginfod servers (debuginfod(8), "WEBAPI"): {@code GET URL/buildid/BUILDID/debuginfo}.
 *
 * <p>Looks into the cache that all clients share first, and asks only the servers that the settings name. What a server
 * sends is taken into the cache only if it has the build ID that was asked for. A server that could not be reached is left
 * alone for a minute. One download at a time; safe for use by any number of threads.
 */
final class Debuginfod {

    /** How long a server that could not be reached is left alone. */
    private static final long REST_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** The protocol's own limit, in bytes. */
    private static final int MAX_BUILD_ID = 63;

    private final ProcessFiles host;
    private final @Nullable DebuginfodCache cache;
    private final DebuginfodSettings settings;

    /** When each server that could not be reached was asked last, by {@link System#nanoTime}. */
    private final Map<String, Long> unreachable = new HashMap<>();

    /**
     * @param host files of this process
     * @param directory the cache; null if there is none
     */
    Debuginfod(ProcessFiles host, @Nullable Path directory, DebuginfodSettings settings) {
        this.host = host;
        this.cache = directory == null ? null : new DebuginfodCache(directory);
        this.settings = settings;
    }

    /**
     * Finds a file by its build ID.
     *
     * @param attempts where the places that were looked at are added
     * @return the file; null if it is not to be had
     */
    @Nullable
    DebugFile find(BuildId buildId, Artifact artifact, Wanted wanted, List<Attempt> attempts) {
        if (buildId.length() > MAX_BUILD_ID) {
            return null;
        }
        if (cache == null) {
            for (String server : settings.urls()) {
                attempts.add(new Attempt(
                        Place.DEBUGINFOD,
                        DebuginfodSettings.shown(server),
                        Outcome.NOT_ASKED,
                        "there is no directory for what it would send"));
            }
            return null;
        }
        DebugFile cached = findInCache(cache, buildId, artifact, wanted, attempts);
        if (cached != null || settings.urls().isEmpty() || isMiss(attempts)) {
            return cached;
        }
        synchronized (unreachable) {
            if (cache.state(buildId, artifact) == DebuginfodCache.State.PRESENT) {
                // Another thread may have downloaded it while this one waited; else it is of no use, and is replaced.
                DebugFile fresh = findInCache(cache, buildId, artifact, wanted, new ArrayList<>());
                if (fresh != null) {
                    return fresh;
                }
            }
            return download(cache, buildId, artifact, wanted, attempts);
        }
    }

    private static boolean isMiss(List<Attempt> attempts) {
        return attempts.get(attempts.size() - 1).outcome() == Outcome.NOT_SERVED;
    }

    private @Nullable DebugFile findInCache(
            DebuginfodCache files, BuildId buildId, Artifact artifact, Wanted wanted, List<Attempt> attempts) {
        MappingName path = ProcessFiles.nameOf(files.path(buildId, artifact));
        return switch (files.state(buildId, artifact)) {
            case PRESENT -> Opener.open(host, Place.DEBUGINFOD_CACHE, path, wanted, attempts);
            case MISS -> {
                attempts.add(new Attempt(
                        Place.DEBUGINFOD_CACHE,
                        path.printable(),
                        Outcome.NOT_SERVED,
                        "the servers had none when they were asked last"));
                yield null;
            }
            case ABSENT -> {
                attempts.add(new Attempt(Place.DEBUGINFOD_CACHE, path.printable(), Outcome.ABSENT, ""));
                yield null;
            }
        };
    }

    private @Nullable DebugFile download(
            DebuginfodCache files, BuildId buildId, Artifact artifact, Wanted wanted, List<Attempt> attempts) {
        boolean nobodyHasIt = true;
        for (String server : settings.urls()) {
            if (isResting(server)) {
                attempts.add(new Attempt(
                        Place.DEBUGINFOD,
                        DebuginfodSettings.shown(server),
                        Outcome.NOT_ASKED,
                        "it could not be reached a moment ago"));
                nobodyHasIt = false;
                continue;
            }
            Transfer transfer = new Transfer(server, settings, files, buildId, artifact);
            Transfer.End end = transfer.load();
            if (end == Transfer.End.UNREACHABLE) {
                unreachable.put(server, System.nanoTime());
            }
            Path file = transfer.file();
            if (end == Transfer.End.DONE && file != null) {
                DebugFile taken = take(files, file, transfer.shownUrl(), buildId, artifact, wanted, attempts);
                if (taken != null) {
                    return taken;
                }
            } else {
                attempts.add(new Attempt(Place.DEBUGINFOD, transfer.shownUrl(), outcome(end), transfer.detail()));
            }
            nobodyHasIt &= end == Transfer.End.NOT_FOUND;
        }
        if (nobodyHasIt) {
            files.keepMiss(buildId, artifact);
        }
        return null;
    }

    /** Looks at what was downloaded, and keeps it or not. */
    private @Nullable DebugFile take(
            DebuginfodCache files,
            Path temporary,
            String url,
            BuildId buildId,
            Artifact artifact,
            Wanted wanted,
            List<Attempt> attempts) {
        List<Attempt> looks = new ArrayList<>(1);
        MappingName path = ProcessFiles.nameOf(temporary);
        boolean kept = false;
        try (DebugFile first = Opener.open(host, Place.DEBUGINFOD, path, wanted, looks)) {
            if (first != null) {
                files.keep(temporary, buildId, artifact);
                kept = true;
            }
        } catch (IOException e) {
            attempts.add(new Attempt(Place.DEBUGINFOD, url, Outcome.NOT_STORED, String.valueOf(e.getMessage())));
            return null;
        } finally {
            if (!kept) {
                DebuginfodCache.discard(temporary);
            }
        }
        Attempt look = looks.get(0);
        attempts.add(new Attempt(Place.DEBUGINFOD, url, look.outcome(), look.detail()));
        if (!kept) {
            return null;
        }
        files.clean();
        MappingName place = ProcessFiles.nameOf(files.path(buildId, artifact));
        return Opener.open(host, Place.DEBUGINFOD, place, wanted, looks);
    }

    private boolean isResting(String server) {
        Long asked = unreachable.get(server);
        return asked != null && System.nanoTime() - asked < REST_NANOS;
    }

    private static Outcome outcome(Transfer.End end) {
        return switch (end) {
            case NOT_FOUND -> Outcome.NOT_SERVED;
            case TOO_LARGE -> Outcome.TOO_LARGE;
            case NOT_STORED -> Outcome.NOT_STORED;
            case DONE, REFUSED, UNREACHABLE -> Outcome.FAILED;
        };
    }
}
