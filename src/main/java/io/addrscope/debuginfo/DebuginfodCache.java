// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.BuildId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The cache that clients of debuginfod share (debuginfod_find_debuginfo(3), "CACHE").
 *
 * <pre>
 * CACHE/BUILDID/debuginfo          a file that was downloaded
 * CACHE/BUILDID/executable
 * CACHE/cache_miss_s               seconds for which a miss is believed
 * CACHE/cache_clean_interval_s     seconds between two cleanings; the last one was when this file was written
 * CACHE/max_unused_age_s           seconds after which a file that nobody has read goes
 * </pre>
 *
 * A miss is an empty file in place of the one that was asked for, with no permissions: clients up to elfutils 0.188 go by
 * the permissions, later ones by the size. Safe for use by any number of threads, and of processes.
 */
final class DebuginfodCache {

    /** How long a miss is believed if the cache does not say. */
    private static final long DEFAULT_MISS_SECONDS = 600;

    /** Most bytes of a file with a number that are read. */
    private static final int MAX_NUMBER = 32;

    private static final int PERMISSIONS = 0777;

    private static final Set<PosixFilePermission> NOTHING = Set.of();
    private static final Set<PosixFilePermission> READ_BY_OWNER = Set.of(PosixFilePermission.OWNER_READ);
    private static final Set<PosixFilePermission> ALL_BY_OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path directory;

    DebuginfodCache(Path directory) {
        this.directory = directory;
    }

    /** What is in the cache of one file. */
    enum State {
        /** Nothing, or a miss that is too old to be believed. */
        ABSENT,
        /** The servers had none, not long ago. */
        MISS,
        /** The file. */
        PRESENT
    }

    /**
     * Returns the directory that the clients of a user share; null if the environment names none. One that an old client
     * has made is used where it lies, as they do.
     *
     * @param environment the environment variables
     */
    static @Nullable Path directory(Map<String, String> environment) {
        try {
            String named = environment.getOrDefault("DEBUGINFOD_CACHE_PATH", "");
            if (!named.isEmpty()) {
                return Path.of(named).toAbsolutePath();
            }
            String home = environment.getOrDefault("HOME", "");
            if (!home.isEmpty()) {
                Path old = Path.of(home, ".debuginfod_client_cache");
                if (Files.exists(old)) {
                    return old.toAbsolutePath();
                }
            }
            String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
            if (!caches.isEmpty()) {
                return Path.of(caches, "debuginfod_client").toAbsolutePath();
            }
            return home.isEmpty()
                    ? null
                    : Path.of(home, ".cache", "debuginfod_client").toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Returns where a file lies if it is there. */
    Path path(BuildId buildId, Artifact artifact) {
        return directory.resolve(buildId.toString()).resolve(artifact.name);
    }

    /** Says what is there of a file. */
    State state(BuildId buildId, Artifact artifact) {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path(buildId, artifact), "unix:mode,size,lastModifiedTime");
        } catch (IOException e) {
            return State.ABSENT;
        }
        boolean isMiss = Objects.equals(attributes.get("size"), 0L)
                || (attributes.get("mode") instanceof Integer mode && (mode & PERMISSIONS) == 0);
        if (!isMiss) {
            return State.PRESENT;
        }
        long age = attributes.get("lastModifiedTime") instanceof FileTime time
                ? System.currentTimeMillis() - time.toMillis()
                : Long.MAX_VALUE;
        return age <= TimeUnit.SECONDS.toMillis(number("cache_miss_s", DEFAULT_MISS_SECONDS))
                ? State.MISS
                : State.ABSENT;
    }

    /**
     * Makes a file that a download is written to, and that nobody takes for one.
     *
     * @throws IOException if it cannot be made
     */
    Path createTemporary(BuildId buildId, Artifact artifact) throws IOException {
        Path parent = createDirectory(buildId);
        return Files.createTempFile(parent, artifact.name + ".", "");
    }

    /**
     * Gives a file that was downloaded its place.
     *
     * @throws IOException if it cannot; the file is left where it was
     */
    void keep(Path temporary, BuildId buildId, Artifact artifact) throws IOException {
        Files.setPosixFilePermissions(temporary, READ_BY_OWNER);
        Files.move(
                temporary,
                path(buildId, artifact),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Notes that no server has a file; if that cannot be noted, they are asked again sooner. */
    void keepMiss(BuildId buildId, Artifact artifact) {
        try {
            createDirectory(buildId);
            Path path = path(buildId, artifact);
            if (state(buildId, artifact) == State.PRESENT) {
                // Somebody else has had more luck.
                return;
            }
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(NOTHING));
        } catch (IOException e) {
            // Said above.
        }
    }

    /** Removes what nobody has used for long, if the last cleaning was long ago. */
    void clean() {
        new CacheCleaner(directory).clean();
    }

    /** Removes a file that turned out to be of no use, and its directory if nothing else is in it. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
            Path parent = file.getParent();
            if (parent != null) {
                Files.deleteIfExists(parent);
            }
        } catch (IOException e) {
            // There is something else in the directory, or there is nothing that could be done about it.
        }
    }

    private Path createDirectory(BuildId buildId) throws IOException {
        Path parent = directory.resolve(buildId.toString());
        if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(ALL_BY_OWNER));
        }
        return parent;
    }

    private long number(String file, long otherwise) {
        return number(directory.resolve(file), otherwise);
    }

    /** Reads a number of seconds. */
    static long number(Path file, long otherwise) {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_NUMBER), StandardCharsets.US_ASCII).strip();
            long value = Long.parseLong(text);
            // Half of all seconds there are: more cannot be made milliseconds of.
            return Math.max(0, Math.min(value, Integer.MAX_VALUE));
        } catch (IOException | NumberFormatException e) {
            return otherwise;
        }
    }
}
