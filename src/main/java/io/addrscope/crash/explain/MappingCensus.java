// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.ThreadInfo;
import io.addrscope.crash.ThreadTable;
import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** What the mappings of a process are of, by their number. */
final class MappingCensus {

    private static final String STACKS = "thread stacks and their guard pages";
    private static final String ANONYMOUS = "anonymous memory";

    private final Map<String, Integer> counts = new HashMap<>();

    private MappingCensus() {}

    /** Counts the mappings of a snapshot; the bounds of stacks are those of the listed threads. */
    static MappingCensus of(MapsSnapshot maps, ThreadTable threads) {
        NavigableMap<Long, Long> stacks = new TreeMap<>();
        Set<Long> ends = new HashSet<>();
        for (ThreadInfo thread : threads) {
            if (thread.stackLow() != null && thread.stackHigh() != null) {
                stacks.put(thread.stackLow().value(), thread.stackHigh().value());
                ends.add(thread.stackLow().value());
            }
        }
        MappingCensus census = new MappingCensus();
        for (int i = 0; i < maps.size(); i++) {
            Mapping mapping = maps.mapping(i);
            // The C library puts a guard page of its own below the stack.
            boolean isStack = isWithin(stacks, mapping.start()) || ends.contains(mapping.end());
            census.counts.merge(isStack && mapping.inode() == 0 ? STACKS : kind(mapping), 1, Integer::sum);
        }
        return census;
    }

    /** Addresses of stacks are below the half of the address space that makes a number negative. */
    private static boolean isWithin(NavigableMap<Long, Long> stacks, long address) {
        Map.Entry<Long, Long> below = stacks.floorEntry(address);
        return below != null && address < below.getValue();
    }

    private static String kind(Mapping mapping) {
        return mapping.name().kind() == MappingName.Kind.NONE
                ? ANONYMOUS
                : mapping.name().printable();
    }

    /** Returns the most frequent kinds, each with its number, at most {@code limit}: {@code 65,116 thread stacks}. */
    List<String> most(int limit) {
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey));
        List<String> most = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : sorted.subList(0, Math.min(limit, sorted.size()))) {
            most.add(grouped(entry.getValue()) + " are of " + entry.getKey());
        }
        return most;
    }

    /** Returns a number with a comma between thousands. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
