// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The source files that a unit's lines and calls refer to, of all that its line table names; a path is put together when it is first
 * asked for. Safe for any number of threads.
 */
final class LineFiles {

    private final StringTable strings = new StringTable();

    /** Numbers of the files in the line table, the lowest first; what is below stands in the same order. */
    private final int[] numbers;

    private final int[] names;

    /** Numbers of the directories' names; 0 for none. */
    private final int[] directories;

    private final @Nullable String compilationDirectory;
    private final @Nullable String[] paths;

    /**
     * @param header of the line table
     * @param lines whose files are kept
     * @param functions whose calls' files are kept, too; null if there are none
     * @param compilationDirectory what relative directories are relative to; null if unknown
     */
    LineFiles(
            LineHeader header, LineTable lines, @Nullable FunctionTree functions, @Nullable String compilationDirectory)
            throws IOException {
        // Before version 5 the first file has the number 1, and so has the first directory.
        int first = header.version >= 5 ? 0 : 1;
        this.numbers = used(header, first, lines, functions);
        this.names = new int[numbers.length];
        this.directories = new int[numbers.length];
        int[] added = new int[header.directories.size()];
        for (int i = 0; i < numbers.length; i++) {
            int file = numbers[i] - first;
            names[i] = strings.add(header.strings, header.names.get(file));
            int directory = header.directoriesOfNames.get(file) - first;
            if (directory >= 0 && directory < added.length) {
                if (added[directory] == 0) {
                    added[directory] = strings.add(header.strings, header.directories.get(directory));
                }
                directories[i] = added[directory];
            }
        }
        strings.close(false);
        this.compilationDirectory = compilationDirectory;
        this.paths = new String[numbers.length];
    }

    private static int[] used(LineHeader header, int first, LineTable lines, @Nullable FunctionTree functions) {
        int count = header.names.size();
        BitSet used = new BitSet(count);
        for (int row = 0; row < lines.size(); row++) {
            use(lines.file(row) - first, count, used);
        }
        for (int function = 0; functions != null && function < functions.size(); function++) {
            use(functions.callFile(function) - first, count, used);
        }
        int[] files = new int[used.cardinality()];
        int file = -1;
        for (int i = 0; i < files.length; i++) {
            file = used.nextSetBit(file + 1);
            files[i] = file + first;
        }
        return files;
    }

    private static void use(int file, int count, BitSet used) {
        if (file >= 0 && file < count) {
            used.set(file);
        }
    }

    /** Returns where a file is by its number in the line table, negative if there is none. */
    int find(int number) {
        return Arrays.binarySearch(numbers, number);
    }

    /** Returns the path of a file by where it was found; null if it has none. */
    @Nullable
    String path(int index) throws IOException {
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
        String within = strings.get(directories[index]);
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
        return 162L * names.length + strings.bytes();
    }
}
