// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.FrameAddress;
import io.addrscope.crash.PrintedFrame;
import io.addrscope.model.Frame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.StackFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the stack of the failing thread.
 *
 * @param frame its address and what that is
 * @param printed the frame as the report prints it; null if the report does not print this one, as where a call went nowhere
 * @param address what the address rests on; null if {@code printed} is
 */
public record ExplainedFrame(
        StackFrame frame,
        @Nullable PrintedFrame printed,
        @Nullable FrameAddress address) {

    /** Returns what the frame's address is; null if it has none. */
    public @Nullable Location location() {
        return frame.location();
    }

    /** Returns whether it is of Java code, in whatever form. */
    public boolean isJava() {
        return printed != null
                && switch (printed.kind()) {
                    case COMPILED, INTERPRETED, AHEAD_OF_TIME -> true;
                    case NATIVE, VM, STUB -> false;
                };
    }

    /** Returns the functions at the frame's address, innermost first, with their lines; none if they are not known. */
    public List<Frame> functions() {
        Location location = frame.location();
        return location == null ? List.of() : location.frames();
    }

    /** Returns whether it is of a file that was deleted while it was mapped, by which another may have taken its place. */
    public boolean isFileDeleted() {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        return mapping != null && mapping.isFileBacked() && mapping.deleted();
    }

    /** Returns the name of the method if it is of Java code, such as {@code java.lang.String.length}; null if it is not. */
    public @Nullable String javaMethod() {
        return isJava()
                        && printed != null
                        && printed.java() != null
                        && printed.java().method() != null
                ? JavaNames.method(printed.java().method().text())
                : null;
    }
}
