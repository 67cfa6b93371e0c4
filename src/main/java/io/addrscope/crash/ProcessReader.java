// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads threads, locks, the state of the VM and signal handlers. */
final class ProcessReader implements SectionReader {

    private final Cuts cuts;
    private final ThreadTable threads = new ThreadTable();
    private @Nullable Text vmState;
    private final List<Text> locks = new ArrayList<>();
    private final List<Text> signalHandlers = new ArrayList<>();

    ProcessReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        switch (kind) {
            case JAVA_THREADS, OTHER_THREADS -> {
                if (!isFirst) {
                    threads.add(line, kind == SectionKind.JAVA_THREADS, cuts);
                }
            }
            case VM_STATE -> {
                if (isFirst && line.skip("VM state:")) {
                    vmState = line.rest();
                }
            }
            case LOCKS -> keep(locks, line, isFirst);
            case SIGNAL_HANDLERS -> keep(signalHandlers, line, isFirst);
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void keep(List<Text> lines, Line line, boolean isHeading) {
        Text text = isHeading ? null : line.rest();
        if (text != null) {
            cuts.keep(
                    lines,
                    text,
                    Limits.LINES,
                    "lines on locks and signal handlers",
                    text.at().offset());
        }
    }

    ThreadTable threads() {
        return threads;
    }

    @Nullable
    Text vmState() {
        return vmState;
    }

    List<Text> locks() {
        return List.copyOf(locks);
    }

    List<Text> signalHandlers() {
        return List.copyOf(signalHandlers);
    }
}
