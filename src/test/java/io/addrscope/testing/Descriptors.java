// SPDX-License-Identifier: Apache-2.0
package io.addrscope.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What this process has open. */
public final class Descriptors {

    private Descriptors() {}

    /**
     * Returns the descriptors, by their numbers, that lead to where it is wanted.
     *
     * @param wanted whether a target, as {@code readlink} tells it, counts
     */
    public static SortedMap<Integer, String> leadingTo(Predicate<String> wanted) throws IOException {
        SortedMap<Integer, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : all.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (wanted.test(target)) {
                        found.put(Integer.valueOf(descriptor.getFileName().toString()), target);
                    }
                } catch (NoSuchFileException e) {
                    // That of this listing, or another thread's: closed meanwhile.
                }
            }
        }
        return found;
    }
}
