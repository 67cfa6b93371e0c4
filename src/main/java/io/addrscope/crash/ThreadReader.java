// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import org.jspecify.annotations.Nullable;

/** Reads the failing thread, its stack's bounds and the signal. */
final class ThreadReader implements SectionReader {

    private @Nullable ThreadInfo thread;
    private boolean isNative;
    private @Nullable Text compileTask;
    private @Nullable Text operation;
    private @Nullable StackBounds stack;
    private @Nullable SignalInfo signal;

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        if (kind == SectionKind.COMPILE_TASK) {
            if (!isFirst && compileTask == null) {
                compileTask = line.rest();
            }
            return;
        }
        if (!isFirst) {
            return;
        }
        switch (kind) {
            case CURRENT_THREAD -> {
                isNative |= line.startsWith("Current thread is native thread");
                thread = ThreadParser.parse(line);
            }
            case STACK -> stack = stack(line);
            case SIGINFO -> signal = SignalParser.parse(line);
            case VM_OPERATION -> operation = line.rest();
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    /** {@code Stack: [0x00007f4988afe000,0x00007f4988bfe000],  sp=0x00007f4988bfb650,  free space=1013k}. */
    private static StackBounds stack(Line line) {
        Span at = line.span();
        line.skip("Stack: ");
        Word low = null;
        Word high = null;
        if (line.skip("[")) {
            low = line.hex();
            high = line.skip(",") ? line.hex() : null;
        }
        Word pointer = line.skipPast(" sp=") ? line.hex() : null;
        return new StackBounds(low, high, pointer, line.indexOf("**OUTSIDE STACK**", line.at()) >= 0, at);
    }

    @Nullable
    ThreadInfo thread() {
        return thread;
    }

    boolean isNative() {
        return isNative;
    }

    @Nullable
    Text compileTask() {
        return compileTask;
    }

    @Nullable
    Text operation() {
        return operation;
    }

    @Nullable
    StackBounds stack() {
        return stack;
    }

    @Nullable
    SignalInfo signal() {
        return signal;
    }
}
