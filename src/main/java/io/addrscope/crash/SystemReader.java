// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is said of the machine. */
final class SystemReader implements SectionReader {

    private static final String MAX_MAP_COUNT = "/proc/sys/vm/max_map_count";

    private final Cuts cuts;
    private @Nullable Text distribution;
    private @Nullable Text kernel;
    private @Nullable Text libc;
    private @Nullable Text limits;
    private @Nullable Text load;
    private @Nullable Text cpu;
    private @Nullable Text memory;
    private @Nullable Word pageKibibytes;
    private @Nullable Word maxMapCount;
    private final List<Text> meminfo = new ArrayList<>();
    private final List<Text> processMemory = new ArrayList<>();
    private final List<Text> container = new ArrayList<>();
    private @Nullable Text vmInfo;

    /** Whether the next line may be the distribution's. */
    private boolean isBehindOs;

    SystemReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        switch (kind) {
            case OS -> readOs(line);
            case MEMORY_INFO -> keep(meminfo, line, isFirst);
            case PROCESS_MEMORY -> keep(processMemory, line, isFirst);
            case CONTAINER -> keep(container, line, false);
            case CPU -> {
                if (cpu == null && line.skip("CPU:")) {
                    cpu = line.rest();
                }
            }
            case MEMORY -> readMemory(line);
            case VM_INFO -> {
                if (isFirst && line.skip("vm_info:")) {
                    vmInfo = line.rest();
                }
            }
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void readOs(Line line) {
        boolean mayBeDistribution = isBehindOs;
        isBehindOs = false;
        if (line.skip("OS:")) {
            distribution = line.rest();
            isBehindOs = distribution == null;
        } else if (line.skip("uname:")) {
            kernel = line.rest();
        } else if (line.skip("libc:")) {
            libc = line.rest();
        } else if (line.startsWith("rlimit")) {
            line.skipPast(":");
            limits = line.rest();
        } else if (line.skip("load average:")) {
            load = line.rest();
        } else if (line.skip(MAX_MAP_COUNT)) {
            int colon = line.lastIndexOf(":", line.at());
            line.moveTo(colon < 0 ? line.to() : colon + 1);
            line.skipBlanks();
            maxMapCount = line.decimal();
        } else if (line.skip("DISTRIB_DESCRIPTION=") || line.skip("PRETTY_NAME=") || mayBeDistribution) {
            distribution = line.rest();
        }
    }

    private void keep(List<Text> lines, Line line, boolean isHeading) {
        Text text = isHeading ? null : line.rest();
        if (text != null) {
            cuts.keep(
                    lines,
                    text,
                    Limits.LINES,
                    "lines of the system's part",
                    text.at().offset());
        }
    }

    private void readMemory(Line line) {
        if (memory != null || !line.skip("Memory:")) {
            return;
        }
        line.skipBlanks();
        int start = line.at();
        Word page = line.decimal();
        if (page != null && line.skip("k page")) {
            pageKibibytes = page;
        }
        line.moveTo(start);
        memory = line.rest();
    }

    SystemInfo system() {
        return new SystemInfo(
                distribution,
                kernel,
                libc,
                limits,
                load,
                cpu,
                memory,
                pageKibibytes,
                maxMapCount,
                List.copyOf(meminfo),
                List.copyOf(processMemory),
                List.copyOf(container),
                vmInfo);
    }
}
