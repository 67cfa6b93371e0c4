// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The source files that a line table refers to; a path is put together when it is first asked for. Safe for any number of threads. */
final class LineFiles {

    private final StringTable strings;
    private final int[] directories;
    private final int[] names;
    private final int[] directoriesOfNames;

    /** Number of the first file and, before version 5, of the first directory: those count from 1. */
    private final int first;

    private final @Nullable String compilationDirectory;
    private final @Nullable String[] paths;

    /**
     * @param directories numbers of their names in {@code strings}
     * @param names numbers of the files' names, likewise
     * @param directoriesOfNames numbers of the directories that the files are in
     * @param version of DWARF
     * @param compilationDirectory what relative directories are relative to; null if unknown
     */
    LineFiles(
            StringTable strings,
            IntList directories,
            IntList names,
            IntList directoriesOfNames,
            int version,
            @Nullable String compilationDirectory) {
        this.strings = strings;
        this.directories = directories.toArray();
        this.names = names.toArray();
        this.directoriesOfNames = directoriesOfNames.toArray();
        this.first = version >= 5 ? 0 : 1;
        this.compilationDirectory = compilationDirectory;
        this.paths = new String[this.names.length];
    }

    /** Returns whether there is a file of a number. */
    boolean contains(int number) {
        return number >= first && number - first < names.length;
    }

    /** Returns the path of a file by its number; null if there is none. */
    @Nullable
    String path(int number) throws IOException {
        if (!contains(number)) {
            return null;
        }
        int index = number - first;
        String path = paths[index];
        if (path == null) {
            path = build(index);
            paths[index] = path;
        }
        return path;
    }

    private @Nullable String build(int index) throws IOException {
        String name = strings.get(names[index]);
        if (name == null || isAbsolute(name)) {
            return name;
        }
        int directory = directoriesOfNames[index] - first;
        String within = directory < 0 || directory >= directories.length ? null : strings.get(directories[directory]);
        if (within == null) {
            within = "";
        }
        String compiled = compilationDirectory;
        if (compiled != null && !isAbsolute(within)) {
            within = join(compiled, within);
        }
        return join(within, name);
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    private static String join(String directory, String name) {
        if (directory.isEmpty() || name.isEmpty()) {
            return directory.isEmpty() ? name : directory;
        }
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 150L * names.length + strings.bytes();
    }
}
