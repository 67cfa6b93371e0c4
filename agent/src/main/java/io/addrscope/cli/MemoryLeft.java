// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.ByteSize;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How much memory the control group of this process has left, which it shares with the process that waits for it (Linux
 * Documentation/admin-guide/cgroup-v2.rst, {@code memory.max}, {@code memory.current}, {@code memory.stat}; cgroup-v1/memory.rst).
 *
 * @param bytes what is left; {@link Long#MAX_VALUE} where nothing limits it
 */
record MemoryLeft(long bytes) {

    /** Less than this, and only the report is read. */
    private static final long LITTLE = 256L << 20;

    /** Less than this is what this JVM takes by itself, about. */
    private static final long TOO_LITTLE = 96L << 20;

    private static final String GROUPS = "/proc/self/cgroup";
    private static final String HIERARCHIES = "/sys/fs/cgroup";
    private static final String V1 = "/memory";
    private static final int MAX_BYTES = 16 * 1024;

    /** Looks at the control group of this process, and at those around it. */
    static MemoryLeft ofThisProcess() {
        return of(GROUPS, HIERARCHIES);
    }

    /**
     * Looks at a control group, and at those around it.
     *
     * @param groups a file that tells the groups of a process, as {@code /proc/PID/cgroup}
     * @param hierarchies the directory where control groups are mounted
     */
    static MemoryLeft of(String groups, String hierarchies) {
        long left = Long.MAX_VALUE;
        // A limit of each group around holds, too. In a container only the innermost may be seen, as the root.
        for (String path = group(groups); ; path = path.substring(0, Math.max(0, path.lastIndexOf('/')))) {
            String v2 = hierarchies + path;
            String v1 = hierarchies + V1 + path;
            left = Math.min(left, left(v2, "/memory.max", "/memory.current", "inactive_file "));
            left = Math.min(left, left(v1, "/memory.limit_in_bytes", "/memory.usage_in_bytes", "total_inactive_file "));
            if (path.isEmpty()) {
                return new MemoryLeft(left);
            }
        }
    }

    boolean isLittle() {
        return bytes < LITTLE;
    }

    boolean isTooLittle() {
        return bytes < TOO_LITTLE;
    }

    @Override
    public String toString() {
        return "the control group has " + ByteSize.format(bytes) + " of memory left";
    }

    private static String group(String file) {
        for (String line : read(file).split("\n", -1)) {
            // hierarchy:controllers:path
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && (parts[1].isEmpty() || parts[1].contains("memory"))) {
                return parts[2].equals("/") ? "" : parts[2];
            }
        }
        return "";
    }

    private static long left(String group, String limitFile, String usageFile, String reclaimable) {
        long limit = number(read(group + limitFile));
        long usage = number(read(group + usageFile));
        if (limit < 0 || usage < 0) {
            return Long.MAX_VALUE;
        }
        // What was read of files counts as used until somebody needs the memory; a group that writes a log is always
        // full of it.
        long cached = Math.max(0, statistic(read(group + "/memory.stat"), reclaimable));
        return Math.max(0, limit - Math.max(0, usage - cached));
    }

    private static long statistic(String statistics, String key) {
        for (String line : statistics.split("\n", -1)) {
            if (line.startsWith(key)) {
                return number(line.substring(key.length()));
            }
        }
        return -1;
    }

    /** Returns the number that a text is; negative if it is none, as where it says {@code max}. */
    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String read(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
