// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Removes from a cache of debuginfod what nobody has read for long, as every client does that fills it; only files that
 * are named as those of the cache are, and no link is followed. A failure ends it: the next client goes on.
 */
final class CacheCleaner {

    private static final long DEFAULT_INTERVAL_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long DEFAULT_UNUSED_SECONDS = TimeUnit.DAYS.toSeconds(7);

    /** Most files that are looked at in one cleaning. */
    private static final int MAX_FILES = 100_000;

    private final Path directory;
    private final long now = System.currentTimeMillis();
    private int looked;

    CacheCleaner(Path directory) {
        this.directory = directory;
    }

    /** Cleans, if the last cleaning was long enough ago. */
    void clean() {
        try {
            Path interval = directory.resolve("cache_clean_interval_s");
            if (!Files.exists(interval)) {
                // Its time is that of the last cleaning, so it has to be there.
                Files.write(interval, Long.toString(DEFAULT_INTERVAL_SECONDS).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            if (isYounger(
                    Files.getLastModifiedTime(interval), DebuginfodCache.number(interval, DEFAULT_INTERVAL_SECONDS))) {
                return;
            }
            Files.setLastModifiedTime(interval, FileTime.fromMillis(now));
            long unused = DebuginfodCache.number(directory.resolve("max_unused_age_s"), DEFAULT_UNUSED_SECONDS);
            try (DirectoryStream<Path> builds = Files.newDirectoryStream(directory)) {
                for (Path build : builds) {
                    if (isBuildId(String.valueOf(build.getFileName()))
                            && Files.isDirectory(build, LinkOption.NOFOLLOW_LINKS)) {
                        clean(build, unused);
                    }
                }
            }
        } catch (IOException e) {
            // Said above.
        }
    }

    private void clean(Path build, long unused) throws IOException {
        boolean isEmpty = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(build)) {
            for (Path file : files) {
                if (++looked > MAX_FILES) {
                    return;
                }
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                boolean goes = isArtifact(String.valueOf(file.getFileName()))
                        && attributes.isRegularFile()
                        && !isYounger(attributes.lastAccessTime(), unused);
                if (goes) {
                    Files.deleteIfExists(file);
                }
                isEmpty &= goes;
            }
        }
        // Somebody may have made it just now, to put something into it.
        if (isEmpty && !isYounger(Files.getLastModifiedTime(build), unused)) {
            Files.deleteIfExists(build);
        }
    }

    private boolean isYounger(FileTime time, long seconds) {
        return now - time.toMillis() < TimeUnit.SECONDS.toMillis(seconds);
    }

    private static boolean isBuildId(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.digit(name.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isArtifact(String name) {
        return name.equals(Artifact.DEBUGINFO.name)
                || name.equals(Artifact.EXECUTABLE.name)
                || name.startsWith("source");
    }
}
