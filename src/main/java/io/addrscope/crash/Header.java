// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a report, which HotSpot also writes to standard output.
 *
 * @param problem what happened
 * @param signalName name of the signal or exception
 * @param signalNumber its number
 * @param pc where the fault was; where a call went to a bad address this is it, and the frame is the caller's
 * @param sentBy who sent the signal, such as {@code sent by kill}
 * @param source file and line of HotSpot's that gave up, without a signal
 * @param processId the process
 * @param threadId the thread; with JDK 8 not the kernel's number
 * @param message what the failed check said, or which memory could not be had
 * @param jre version of the runtime
 * @param vm version and kind of the VM
 * @param frame the problematic frame; null if there is none or HotSpot failed over it
 * @param coreDump what became of the core dump
 * @param recording where the flight recording went
 * @param isOutsideVm whether the report says that the thread was in native code
 * @param bugUrl where to report
 */
public record Header(
        Problem problem,
        @Nullable Text signalName,
        @Nullable Word signalNumber,
        @Nullable Word pc,
        @Nullable Text sentBy,
        @Nullable Text source,
        @Nullable Word processId,
        @Nullable Word threadId,
        List<Text> message,
        @Nullable Text jre,
        @Nullable Text vm,
        @Nullable PrintedFrame frame,
        @Nullable Text coreDump,
        @Nullable Text recording,
        boolean isOutsideVm,
        @Nullable Text bugUrl) {

    /** What happened. */
    public enum Problem {
        /** A signal, or an exception of Windows. */
        SIGNAL,
        /** A check of HotSpot's failed, or Java code ran out of memory and the JVM was told to end. */
        INTERNAL_ERROR,
        /** The system gave no memory. */
        OUT_OF_MEMORY,
        /** The report does not say, or does not say it any more. */
        UNKNOWN
    }
}
