// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

/** The functions of the native libraries {@code crash/ways.*}: each of them dies. */
final class Ways {

    private Ways() {}

    static native long readInStatic(long address);

    static native long writeConstant();

    static native long call(long address);

    static native long callData();

    static native long callAnonymous();

    static native long callUnloaded(String library);

    static native long copyFrom(long address);

    static native long sortNulls();

    static native long divide(long divisor);

    static native long illegal(long unless);

    static native long readMapped(String file);

    static native long ruinFramePointer(long value);

    static native long ruinReturnAddress(long value);

    static native long ruinStackPointer(long value);

    static native long overflowStack();

    static native long overflowStackWithProbe();

    static native long readAndExit(long address);

    static native long readInThread(long address);

    static native long lengthOfNull();

    static native long abort();

    static native long freeStack();
}
