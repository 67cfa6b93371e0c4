// SPDX-License-Identifier: Apache-2.0
package io.addrscope.render;

import io.addrscope.model.ByteSize;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups mappings by what they are, and writes one line for each group, largest first.
 *
 * <p>Mappings of one file make a group; so do memory that can be read or written, memory that can be executed, and
 * memory that allows nothing. Not safe for use by several threads.
 */
public final class MapsSummary {

    private static final int COUNT_COLUMNS = 8;
    private static final int SIZE_COLUMNS = 8;

    private final Map<String, Group> groups = new HashMap<>();
    private final Group total = new Group("");

    /** Counts {@code mapping}. */
    public void add(Mapping mapping) {
        String what = what(mapping);
        Group group = groups.get(what);
        if (group == null) {
            group = new Group(what);
            groups.put(what, group);
        }
        group.add(mapping);
        total.add(mapping);
    }

    /**
     * Appends the groups and the total.
     *
     * @param limit how many mappings the kernel allows a process ({@code vm.max_map_count}); 0 if unknown
     */
    public void append(StringBuilder out, Page page, long limit) {
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(LARGEST_FIRST);
        if (page.color()) {
            out.append(Ink.LABEL.begin);
        }
        out.append("mappings      size  what");
        if (page.color()) {
            out.append(Ink.END);
        }
        out.append('\n');
        for (Group group : sorted) {
            append(out, group);
            if (page.color()) {
                out.append(Ink.NAME.begin).append(group.what).append(Ink.END);
            } else {
                out.append(group.what);
            }
            out.append('\n');
        }
        append(out, total);
        out.append("of address space in all");
        if (limit > 0) {
            out.append("; the kernel allows ").append(limit).append(" mappings");
        }
        out.append('\n');
    }

    private static void append(StringBuilder out, Group group) {
        MappingText.appendRight(out, Long.toString(group.count), COUNT_COLUMNS);
        out.append("  ");
        MappingText.appendRight(out, ByteSize.format(group.bytes), SIZE_COLUMNS);
        out.append("  ");
    }

    private static String what(Mapping mapping) {
        boolean isAnonymousCode = mapping.name().kind() == MappingName.Kind.NONE
                && mapping.permissions().isExecutable();
        return isAnonymousCode ? "anonymous memory, executable" : Description.of(mapping);
    }

    private static final Comparator<Group> LARGEST_FIRST = new Comparator<>() {
        @Override
        public int compare(Group a, Group b) {
            int bySize = Long.compareUnsigned(b.bytes, a.bytes);
            if (bySize != 0) {
                return bySize;
            }
            int byCount = Long.compare(b.count, a.count);
            return byCount != 0 ? byCount : a.what.compareTo(b.what);
        }
    };

    private static final class Group {
        final String what;
        long count;
        long bytes;

        Group(String what) {
            this.what = what;
        }

        void add(Mapping mapping) {
            count++;
            bytes += mapping.size();
        }
    }
}
