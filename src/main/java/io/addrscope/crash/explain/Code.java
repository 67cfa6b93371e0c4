// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.PrintedFrame;
import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kind of code a frame is of. */
enum Code {
    /** The C library, the dynamic linker, the C++ runtime: they do what they are told. */
    RUNTIME,
    /** Another library, or the program. */
    NATIVE,
    /** The JVM. */
    VM,
    /** Java code. */
    JAVA,
    /** Code that the JVM generated for itself. */
    STUB,
    /** Code in memory without a file. */
    ANONYMOUS,
    /** Nobody knows. */
    UNKNOWN;

    /** Libraries by the beginnings of their names up to a dot or a dash. */
    private static final Set<String> RUNTIMES = Set.of(
            "libc",
            "libpthread",
            "libm",
            "libdl",
            "librt",
            "ld",
            "ld-linux",
            "ld-musl",
            "libstdc++",
            "libgcc_s",
            "libc++");

    private static final String VM_LIBRARY = "libjvm.so";

    /** Returns the kind of code of a frame. */
    static Code of(ExplainedFrame frame) {
        PrintedFrame printed = frame.printed();
        if (printed != null) {
            switch (printed.kind()) {
                case VM -> {
                    return VM;
                }
                case COMPILED, INTERPRETED, AHEAD_OF_TIME -> {
                    return JAVA;
                }
                case STUB -> {
                    return STUB;
                }
                case NATIVE -> {}
            }
        }
        String library = Names.library(frame);
        if (library != null) {
            return ofLibrary(library);
        }
        Location location = frame.location();
        Mapping mapping = location == null ? null : location.mapping();
        return mapping != null && mapping.permissions().isExecutable() ? ANONYMOUS : UNKNOWN;
    }

    private static Code ofLibrary(String name) {
        if (name.equals(VM_LIBRARY)) {
            return VM;
        }
        return name.equals("[vdso]") || RUNTIMES.contains(stem(name)) ? RUNTIME : NATIVE;
    }

    /** {@code ld-linux} of {@code ld-linux-x86-64.so.2}, {@code libc} of {@code libc-2.31.so}. */
    private static String stem(String name) {
        for (String loader : new String[] {"ld-linux", "ld-musl"}) {
            if (name.startsWith(loader)) {
                return loader;
            }
        }
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && !isVersion(name, end)) {
            end++;
        }
        return name.substring(0, end);
    }

    private static boolean isVersion(String name, int index) {
        return name.charAt(index) == '-' && index + 1 < name.length() && Character.isDigit(name.charAt(index + 1));
    }

    /** Returns the first frame of code that does what it was written for: not of a runtime, nor of the JVM's stubs; or null. */
    static @Nullable ExplainedFrame responsible(Iterable<ExplainedFrame> stack) {
        for (ExplainedFrame frame : stack) {
            Code code = of(frame);
            if (code != RUNTIME && code != STUB && code != UNKNOWN) {
                return frame;
            }
        }
        return null;
    }
}
