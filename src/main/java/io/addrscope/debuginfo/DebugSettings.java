// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.MappingName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where debug files are looked for. Immutable.
 *
 * @param directories debug directories beside that of the system, absolute; they come first
 * @param cache directory of the debuginfod cache; null if there is none
 * @param debuginfod the servers; {@link DebuginfodSettings#NONE} by default: nothing is downloaded that nobody asked for
 */
public record DebugSettings(
        List<MappingName> directories, @Nullable Path cache, DebuginfodSettings debuginfod) {

    /** The debug directory of the system. */
    public static final MappingName SYSTEM_DIRECTORY = MappingName.of("/usr/lib/debug");

    /** What separates directories in an option. */
    private static final char SEPARATOR = ';';

    /** Copies the list. */
    public DebugSettings {
        directories = List.copyOf(directories);
    }

    /** The directory of the system and the user's cache; no server. */
    public static DebugSettings ofSystem() {
        return new DebugSettings(List.of(), DebuginfodCache.directory(System.getenv()), DebuginfodSettings.NONE);
    }

    /** Returns these settings with other directories. */
    public DebugSettings withDirectories(List<MappingName> newDirectories) {
        return new DebugSettings(newDirectories, cache, debuginfod);
    }

    /** Returns these settings with another cache. */
    public DebugSettings withCache(@Nullable Path newCache) {
        return new DebugSettings(directories, newCache, debuginfod);
    }

    /** Returns these settings with servers. */
    public DebugSettings withDebuginfod(DebuginfodSettings newDebuginfod) {
        return new DebugSettings(directories, cache, newDebuginfod);
    }

    /**
     * Reads a list of directories, separated by {@code ;}.
     *
     * @throws IllegalArgumentException if one of them is not absolute; the message says which
     */
    public static List<MappingName> parseDirectories(String list) {
        List<MappingName> directories = new ArrayList<>();
        int from = 0;
        while (from <= list.length()) {
            int end = list.indexOf(SEPARATOR, from);
            end = end < 0 ? list.length() : end;
            String directory = list.substring(from, end).strip();
            if (!directory.isEmpty()) {
                if (directory.charAt(0) != '/' || directory.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("not the absolute path of a directory: \"" + directory + "\"");
                }
                directories.add(MappingName.of(directory));
            }
            from = end + 1;
        }
        return directories;
    }
}
