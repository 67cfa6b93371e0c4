// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.FaultThread;
import io.addrscope.crash.FrameAddress;
import io.addrscope.crash.FrameAddresses;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.PrintedFrame;
import io.addrscope.crash.PrintedStack;
import io.addrscope.model.StackFrame;
import io.addrscope.model.StackFrame.Trust;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stack of the failing thread, put together from what a report prints.
 *
 * <p>The program counter comes first. HotSpot prints the caller first where the program counter leads nowhere. Every other address is
 * one that a function returns to: the call is before it, and may be the last of its function.
 */
final class Stack {

    /**
     * A frame, with the address to look up.
     *
     * @param printed as the report prints it; null if it does not
     * @param address what its address rests on; null if it is not printed
     * @param pc its address; none if there is none
     * @param trust what shows that it is part of the stack
     */
    private record Entry(
            @Nullable PrintedFrame printed, @Nullable FrameAddress address, OptionalLong pc, Trust trust) {

        OptionalLong lookedUp() {
            return pc.isEmpty() || trust == Trust.CONTEXT ? pc : OptionalLong.of(pc.getAsLong() - 1);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final boolean hasMore;

    Stack(HsErrReport report, FrameAddresses frameAddresses) {
        OptionalLong pc = Scene.pcOf(report);
        List<PrintedFrame> printed = printed(report);
        boolean isFirst = true;
        for (PrintedFrame frame : printed) {
            FrameAddress address = frameAddresses.of(frame);
            OptionalLong own = address.basis().hasAddress() ? OptionalLong.of(address.address()) : OptionalLong.empty();
            if (isFirst && pc.isPresent() && own.isPresent() && !own.equals(pc)) {
                entries.add(new Entry(null, null, pc, Trust.CONTEXT));
            }
            boolean isContext = isFirst && pc.isPresent() && (own.isEmpty() || own.equals(pc));
            entries.add(new Entry(frame, address, isContext ? pc : own, isContext ? Trust.CONTEXT : Trust.REPORTED));
            isFirst = false;
        }
        if (printed.isEmpty() && pc.isPresent()) {
            entries.add(new Entry(null, null, pc, Trust.CONTEXT));
        }
        hasMore = haveMore(report.fault().stacks());
    }

    private static boolean haveMore(List<PrintedStack> stacks) {
        for (PrintedStack stack : stacks) {
            if (stack.hasMore()) {
                return true;
            }
        }
        return false;
    }

    /** The frames of the whole stack; behind those of native code alone the Java frames, which are printed on their own. */
    private static List<PrintedFrame> printed(HsErrReport report) {
        FaultThread fault = report.fault();
        List<PrintedFrame> frames = new ArrayList<>(fault.frames());
        PrintedFrame problematic = report.header().frame();
        if (frames.isEmpty() && problematic != null) {
            frames.add(problematic);
        }
        if (!haveJava(frames)) {
            for (PrintedStack stack : fault.stacks()) {
                if (stack.kind() == PrintedStack.Kind.JAVA) {
                    frames.addAll(stack.frames());
                    break;
                }
            }
        }
        return frames;
    }

    private static boolean haveJava(List<PrintedFrame> frames) {
        for (PrintedFrame frame : frames) {
            if (frame.java() != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the report leaves out outer frames. */
    boolean hasMore() {
        return hasMore;
    }

    /** Returns the addresses to look up. */
    Set<Long> wanted() {
        Set<Long> wanted = new LinkedHashSet<>();
        for (Entry entry : entries) {
            if (entry.lookedUp().isPresent()) {
                wanted.add(entry.lookedUp().getAsLong());
            }
        }
        return wanted;
    }

    /** Returns the frames, innermost first. */
    List<ExplainedFrame> frames(Located located) {
        List<ExplainedFrame> frames = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            OptionalLong lookedUp = entry.lookedUp();
            frames.add(new ExplainedFrame(
                    new StackFrame(
                            entry.pc(), entry.trust(), lookedUp.isPresent() ? located.at(lookedUp.getAsLong()) : null),
                    entry.printed(),
                    entry.address()));
        }
        return frames;
    }
}
