// SPDX-License-Identifier: Apache-2.0
package io.addrscope.bench;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The native code of {@code victim.c}, for one run at a time. While it works, the thread is not in Java: it makes no objects, and no
 * safepoint waits for it or stops it.
 */
final class Victim {

    /** {@code struct victim_result}: eight 64-bit numbers. */
    private static final int RESULT_LONGS = 8;

    private final Memory result = new Memory((long) RESULT_LONGS * Long.BYTES);

    /** @param library the path of the built {@code victim.c}, the same for all victims of a process */
    Victim(String library) {
        Native.register(Victim.class, library);
    }

    /**
     * Works for some time, and leaves the calling thread bound to the CPU.
     *
     * @param operation an {@code enum victim_operation}
     * @return the numbers of {@code struct victim_result}
     */
    long[] run(int operation, int cpu, int millis) {
        int error = victim_run(operation, cpu, millis, result);
        if (error != 0) {
            throw new IllegalStateException("the victim: errno " + error);
        }
        return result.getLongArray(0, RESULT_LONGS);
    }

    private static native int victim_run(int operation, int cpu, int millis, Pointer result);
}
