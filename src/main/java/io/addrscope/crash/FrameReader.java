// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.PrintedStack.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads printings of stacks. */
final class FrameReader implements SectionReader {

    private final Cuts cuts;
    private final List<PrintedStack> stacks = new ArrayList<>();
    private List<PrintedFrame> frames = new ArrayList<>();
    private Kind kind = Kind.NATIVE;
    private boolean isOpen;
    private boolean hasMore;
    private boolean isInterrupted;
    private boolean isRetried;
    private boolean isProcessedThread;
    private @Nullable Word processedThread;

    FrameReader(Cuts cuts) {
        this.cuts = cuts;
    }

    @Override
    public void read(SectionKind section, Line line, boolean isFirst) {
        if (isFirst) {
            begin(section, line);
        } else if (line.skip("...<more frames>...")) {
            hasMore = true;
        } else if (isOpen) {
            PrintedFrame frame = FrameParser.parse(line);
            if (frame != null) {
                cuts.keep(frames, frame, Limits.FRAMES, "frames", frame.at().offset());
            }
        }
    }

    private void begin(SectionKind section, Line line) {
        close();
        switch (section) {
            case RETRY -> isRetried = true;
            case PROCESSED_THREAD -> {
                isProcessedThread = true;
                line.skip("JavaThread ");
                processedThread = line.hex();
            }
            case NATIVE_FRAMES -> open(isRetried ? Kind.NATIVE_RETRIED : Kind.NATIVE);
            case JAVA_FRAMES -> open(isProcessedThread ? Kind.PROCESSED_THREAD : Kind.JAVA);
            default -> throw new IllegalArgumentException(section.name());
        }
    }

    private void open(Kind opened) {
        isOpen = true;
        kind = opened;
    }

    private void close() {
        if (isOpen) {
            PrintedStack stack = new PrintedStack(kind, List.copyOf(frames), hasMore, isInterrupted);
            if (stacks.size() < Limits.STACKS) {
                stacks.add(stack);
            } else if (!frames.isEmpty()) {
                cuts.add(
                        "printings of a stack",
                        Limits.STACKS,
                        frames.get(0).at().offset());
            }
        }
        frames = new ArrayList<>();
        isOpen = false;
        hasMore = false;
        isInterrupted = false;
    }

    @Override
    public void interrupted() {
        isInterrupted = true;
    }

    /** Returns the thread whose Java frames were printed for that of the VM. */
    @Nullable
    Word processedThread() {
        return processedThread;
    }

    List<PrintedStack> stacks() {
        close();
        return List.copyOf(stacks);
    }
}
