// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The mappings of a process, as {@code /proc/PID/maps} told them. */
public final class Maps {

    private static final String DELETED = " (deleted)";
    private static final int FIELDS = 6;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * A mapping.
     *
     * @param start inclusive
     * @param end exclusive
     * @param file what the kernel calls it, without its word about deletion; empty if nothing
     */
    public record Entry(long start, long end, String permissions, String file) {

        public boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }
    }

    Maps(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split(" +", FIELDS);
            String[] range = fields[0].split("-", -1);
            String file = fields.length < FIELDS ? "" : fields[FIELDS - 1];
            entries.add(new Entry(
                    Long.parseUnsignedLong(range[0], 16),
                    Long.parseUnsignedLong(range[1], 16),
                    fields[1],
                    file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file));
        }
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The mapping that holds an address; null if none does. */
    @Nullable
    public Entry at(long address) {
        for (Entry entry : entries) {
            if (entry.contains(address)) {
                return entry;
            }
        }
        return null;
    }

    /** Where a file's lowest mapping begins; null if it has none. */
    @Nullable
    public Long base(String file) {
        for (Entry entry : entries) {
            if (entry.file().equals(file)) {
                return entry.start();
            }
        }
        return null;
    }

    /** The file that is mapped under a name, or that a link of that name beside it leads to; null unless there is just one. */
    @Nullable
    public String fileCalled(String name) throws IOException {
        Set<String> found = new TreeSet<>();
        for (Entry entry : entries) {
            if (entry.file().startsWith("/") && isCalled(Path.of(entry.file()), name)) {
                found.add(entry.file());
            }
        }
        return found.size() == 1 ? found.iterator().next() : null;
    }

    private static boolean isCalled(Path file, String name) throws IOException {
        if (file.endsWith(name)) {
            return true;
        }
        Path link = file.resolveSibling(name);
        return Files.isSymbolicLink(link)
                && Files.exists(link)
                && link.toRealPath().equals(file);
    }
}
