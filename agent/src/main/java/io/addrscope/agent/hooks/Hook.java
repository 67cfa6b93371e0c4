// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent.hooks;

import static net.bytebuddy.matcher.ElementMatchers.hasDescriptor;
import static net.bytebuddy.matcher.ElementMatchers.named;

import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * The methods of the JDK that get a hook: those nearest to the native ones, which have no body to write into, whose names
 * and descriptors have lasted. All are cold, and none is an intrinsic or asks who calls it.
 *
 * <p>{@link #LIBRARY_UNLOAD} is where every JNI library goes, whatever it goes with; on JDK 17 raw libraries, too.
 */
enum Hook {
    /** Every way to map a file: buffers, memory segments, transfers between channels. */
    FILE_MAP(
            "file map",
            17,
            "sun.nio.ch.FileChannelImpl",
            "mapInternal",
            "(Ljava/nio/channels/FileChannel$MapMode;JJIZ)Lsun/nio/ch/FileChannelImpl$Unmapper;"),

    /** Every way to unmap one: the garbage collector's, an arena's. */
    FILE_UNMAP("file unmap", 17, "sun.nio.ch.FileChannelImpl$Unmapper", "unmap", "()V"),

    /** {@code System.load} and its like, and the JDK's own libraries. Runs under the lock of the library's name. */
    LIBRARY_LOAD("library load", 17, "jdk.internal.loader.NativeLibraries$NativeLibraryImpl", "open", "()Z"),

    LIBRARY_UNLOAD("library unload", 17, "jdk.internal.loader.NativeLibraries$Unloader", "run", "()V"),

    /** Libraries without JNI: {@code SymbolLookup.libraryLookup}. */
    RAW_LIBRARY_LOAD(
            "raw library load", 21, "jdk.internal.loader.RawNativeLibraries$RawNativeLibraryImpl", "open", "()Z"),

    RAW_LIBRARY_UNLOAD(
            "raw library unload", 21, "jdk.internal.loader.RawNativeLibraries$RawNativeLibraryImpl", "close", "()V");

    private final String label;
    private final int since;
    final String className;
    private final String method;
    private final String descriptor;

    Hook(String label, int since, String className, String method, String descriptor) {
        this.label = label;
        this.since = since;
        this.className = className;
        this.method = method;
        this.descriptor = descriptor;
    }

    /** Whether a JDK of this feature release is expected to have the method. */
    boolean isOf(int feature) {
        return feature >= since;
    }

    ElementMatcher.Junction<MethodDescription> matcher() {
        return named(method).and(hasDescriptor(descriptor));
    }

    /** The method, for people. */
    String target() {
        return className + "." + method + descriptor;
    }

    /** The event, for people. */
    @Override
    public String toString() {
        return label;
    }
}
