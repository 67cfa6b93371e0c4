// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The failing thread.
 *
 * @param thread the thread; null if HotSpot did not know it, or the report does not say
 * @param isNative whether the report says that HotSpot did not know it
 * @param compileTask what it was compiling
 * @param operation what the thread of the VM was doing
 * @param stack bounds of the stack
 * @param stacks its stack, as printed, once or several times
 * @param processedThread the Java thread that it was working on, by the address of HotSpot's object
 * @param signal the signal or exception
 * @param registers the registers
 * @param registerDescriptions what they hold
 * @param stackDescriptions what the first words of the stack hold
 * @param topOfStack the stack from the stack pointer on
 * @param instructions memory around the pc
 */
public record FaultThread(
        @Nullable ThreadInfo thread,
        boolean isNative,
        @Nullable Text compileTask,
        @Nullable Text operation,
        @Nullable StackBounds stack,
        List<PrintedStack> stacks,
        @Nullable Word processedThread,
        @Nullable SignalInfo signal,
        List<Register> registers,
        List<Description> registerDescriptions,
        List<Description> stackDescriptions,
        HexDump topOfStack,
        HexDump instructions) {

    /** Returns a register by its name, in whatever case; null if there is none. */
    public @Nullable Register register(String name) {
        for (Register register : registers) {
            if (register.name().text().equalsIgnoreCase(name)) {
                return register;
            }
        }
        return null;
    }

    /** Returns the program counter among the registers, under whatever name; null if it is not printed. */
    public @Nullable Word pc() {
        for (String name : List.of("RIP", "EIP", "pc", "PSW.addr")) {
            Register register = register(name);
            if (register != null) {
                return register.value();
            }
        }
        return null;
    }

    /** Returns the frames of the printing that got farthest with all kinds of frames; none if there is no such. */
    public List<PrintedFrame> frames() {
        List<PrintedFrame> longest = List.of();
        for (PrintedStack printed : stacks) {
            boolean isNativeStack =
                    printed.kind() == PrintedStack.Kind.NATIVE || printed.kind() == PrintedStack.Kind.NATIVE_RETRIED;
            if (isNativeStack && printed.frames().size() > longest.size()) {
                longest = printed.frames();
            }
        }
        return longest;
    }
}
