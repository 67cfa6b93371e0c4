// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.Header;
import io.addrscope.crash.HexDump.MemoryWord;
import io.addrscope.crash.HsErrReport;
import io.addrscope.crash.Landmark;
import io.addrscope.crash.Register;
import io.addrscope.crash.SignalInfo;
import io.addrscope.crash.Text;
import io.addrscope.crash.Word;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import io.addrscope.model.StackFrame;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** All that rules look at: the report, and what its addresses are. */
final class Scene {

    /** Errors of the processor's that {@code TRAPNO} tells (Intel SDM volume 3, 6.3.1). */
    static final long GENERAL_PROTECTION = 13;

    static final long PAGE_FAULT = 14;

    /** Bits of the error code of a page fault (Intel SDM volume 3, 4.7). */
    private static final long ERROR_WRITE = 1 << 1;

    private static final long ERROR_FETCH = 1 << 4;

    /** What was done to the address of the fault. */
    enum Access {
        READ("read"),
        WRITE("write"),
        EXECUTE("execution"),
        UNKNOWN("access");

        /** What it is called in sentences. */
        final String noun;

        Access(String noun) {
            this.noun = noun;
        }
    }

    final HsErrReport report;
    final Addresses addresses;
    final List<ExplainedFrame> stack;
    private final Located located;

    Scene(HsErrReport report, Addresses addresses, Located located, List<ExplainedFrame> stack) {
        this.report = report;
        this.addresses = addresses;
        this.located = located;
        this.stack = stack;
    }

    Header.Problem problem() {
        return report.header().problem();
    }

    /** Returns the signal's name, such as {@code SIGSEGV}; empty if there was none, or it is not known. */
    String signal() {
        Text name = report.header().signalName();
        SignalInfo info = report.fault().signal();
        if (name == null && info != null) {
            name = info.name();
        }
        return name == null ? "" : name.text();
    }

    boolean isSignal(String name) {
        return signal().equals(name);
    }

    /** Returns the name of the signal's code, such as {@code SEGV_MAPERR}; empty if it is not known. */
    String signalCode() {
        SignalInfo info = report.fault().signal();
        return info == null || info.codeName() == null ? "" : info.codeName().text();
    }

    /** Returns where the thread was; none if the report does not say. */
    OptionalLong pc() {
        return pcOf(report);
    }

    static OptionalLong pcOf(HsErrReport report) {
        Word pc = report.header().pc() == null
                ? report.fault().pc()
                : report.header().pc();
        return pc == null ? OptionalLong.empty() : OptionalLong.of(pc.value());
    }

    /** Returns what is at the program counter; null if the report does not say where the thread was. */
    @Nullable
    Location pcLocation() {
        return pc().isPresent() ? located.at(pc().getAsLong()) : null;
    }

    /** Returns the address that the signal tells of; none if there is none. */
    OptionalLong faultAddress() {
        return faultAddressOf(report);
    }

    static OptionalLong faultAddressOf(HsErrReport report) {
        SignalInfo info = report.fault().signal();
        Word address = info == null ? null : info.address();
        return address == null ? OptionalLong.empty() : OptionalLong.of(address.value());
    }

    /** Returns what is at the address that the signal tells of; null if there is none. */
    @Nullable
    Location faultLocation() {
        return faultAddress().isPresent() ? located.at(faultAddress().getAsLong()) : null;
    }

    /** Returns the value of a register; none if it is not printed. */
    OptionalLong register(String name) {
        Register register = report.fault().register(name);
        return register == null
                ? OptionalLong.empty()
                : OptionalLong.of(register.value().value());
    }

    boolean isTrap(long number) {
        OptionalLong trap = register("TRAPNO");
        return trap.isPresent() && trap.getAsLong() == number;
    }

    /** Returns what was done to the address of the fault, as far as the processor tells. */
    Access access() {
        if (isCall()) {
            return Access.EXECUTE;
        }
        SignalInfo info = report.fault().signal();
        if (info != null && info.access() != null) {
            return info.access().text().startsWith("writ") ? Access.WRITE : Access.READ;
        }
        OptionalLong error = register("ERR");
        if (error.isEmpty() || !isTrap(PAGE_FAULT)) {
            return Access.UNKNOWN;
        }
        if ((error.getAsLong() & ERROR_FETCH) != 0) {
            return Access.EXECUTE;
        }
        return (error.getAsLong() & ERROR_WRITE) != 0 ? Access.WRITE : Access.READ;
    }

    /** Returns whether what could not be had is the instruction itself. */
    boolean isCall() {
        OptionalLong pc = pc();
        if (pc.isEmpty() || !(isSignal("SIGSEGV") || isSignal("SIGBUS"))) {
            return false;
        }
        Location at = located.at(pc.getAsLong());
        Mapping mapping = at.mapping();
        boolean isCode = mapping != null && mapping.permissions().isExecutable();
        return !isCode
                && (faultAddress().isEmpty() || faultAddress().getAsLong() == pc.getAsLong())
                && (mapping != null || isKnown(at));
    }

    /** Returns whether it is known that nothing is mapped where nothing seems to be. */
    private static boolean isKnown(Location location) {
        return location.reason(Reason.Code.NOT_RECORDED) == null;
    }

    /** Returns the areas that the report tells of at an address, the smallest first. */
    List<Landmark> landmarks(long address) {
        return report.process().landmarks().at(address);
    }

    /** Returns the frame whose code was running; null if that is not known. */
    @Nullable
    ExplainedFrame top() {
        return stack.isEmpty() || isCall() ? null : stack.get(0);
    }

    /**
     * Returns the frame that called what could not be executed: the first that is of code, and is not where the thread was. Null if
     * there is none.
     */
    @Nullable
    ExplainedFrame caller() {
        for (ExplainedFrame frame : stack) {
            boolean isThere = frame.frame().trust() == StackFrame.Trust.CONTEXT;
            if (frame.printed() != null && !isThere && isCode(frame)) {
                return frame;
            }
        }
        return null;
    }

    /** Of what is not known, it is believed. */
    private static boolean isCode(ExplainedFrame frame) {
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        return mapping == null || mapping.permissions().isExecutable();
    }

    /** Returns what is before the address that the stack pointer leads to; null if that is no code. */
    @Nullable
    Location topOfStack() {
        List<MemoryWord> words = report.stackWords();
        if (words.isEmpty()) {
            return null;
        }
        Location location = located.at(words.get(0).word().value() - 1);
        Mapping mapping = location.mapping();
        return mapping != null
                        && mapping.isFileBacked()
                        && mapping.permissions().isExecutable()
                ? location
                : null;
    }
}
