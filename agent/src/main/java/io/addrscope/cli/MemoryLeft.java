// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.ByteSize;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * How much memory the control group of this process has left, which it shares with the process that waits for it (Linux
 * Documentation/admin-guide/cgroup-v2.rst, {@code memory.max} and {@code memory.current}; cgroup-v1/memory.rst).
 *
 * @param bytes what is left; {@link Long#MAX_VALUE} where nothing limits it
 */
record MemoryLeft(long bytes) {

    /** Less than this, and only the report is read. */
    private static final long LITTLE = 256L << 20;

    /** Less than this is what this JVM takes by itself, about. */
    private static final long TOO_LITTLE = 96L << 20;

    private static final String V2 = "/sys/fs/cgroup";
    private static final String V1 = "/sys/fs/cgroup/memory";
    private static final int MAX_BYTES = 4096;

    /** Looks at the control group of this process, and at those around it. */
    static MemoryLeft ofThisProcess() {
        String group = group();
        long left = Long.MAX_VALUE;
        // A limit of each group around holds, too. In a container only the innermost may be seen, as the root.
        for (String path = group; ; path = path.substring(0, Math.max(0, path.lastIndexOf('/')))) {
            left = Math.min(left, left(V2 + path + "/memory.max", V2 + path + "/memory.current"));
            left = Math.min(left, left(V1 + path + "/memory.limit_in_bytes", V1 + path + "/memory.usage_in_bytes"));
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

    private static String group() {
        String groups = read("/proc/self/cgroup");
        for (String line : groups.split("\n", -1)) {
            // hierarchy:controllers:path
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && (parts[1].isEmpty() || parts[1].contains("memory"))) {
                return parts[2].equals("/") ? "" : parts[2];
            }
        }
        return "";
    }

    private static long left(String limitFile, String usageFile) {
        long limit = number(limitFile);
        long usage = number(usageFile);
        return limit < 0 || usage < 0 ? Long.MAX_VALUE : Math.max(0, limit - usage);
    }

    /** Returns a file's number; negative if there is none, as where it says {@code max}. */
    private static long number(String file) {
        try {
            return Long.parseLong(read(file).strip());
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
