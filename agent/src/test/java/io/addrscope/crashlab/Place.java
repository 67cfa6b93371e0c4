// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crashlab;

/** What a crash's program counter points to. */
public enum Place {
    /** Code of the library that was loaded to die. */
    LIBRARY,
    /** The C library. */
    LIBC,
    /** The dynamic linker. */
    LINKER,
    /** {@code libjvm.so}. */
    VM,
    /** What the JVM has compiled. */
    COMPILED,
    /** Code of no file that is not the JVM's. */
    ANONYMOUS,
    /** Mapped, but not to be executed. */
    DATA,
    /** Nothing. */
    UNMAPPED,
    /** The report does not say, or there is none. */
    UNTOLD;

    /** What a mapping's line of {@code /proc/PID/maps} is. */
    public static Place of(String permissions, String file, String library) {
        if (permissions.charAt(2) != 'x') {
            return DATA;
        }
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (file.startsWith(library) && !library.isEmpty()) {
            return LIBRARY;
        } else if (name.equals("libjvm.so")) {
            return VM;
        } else if (name.startsWith("libc.so") || name.startsWith("libc-")) {
            return LIBC;
        } else if (name.startsWith("ld-")) {
            return LINKER;
        }
        return file.isEmpty() ? ANONYMOUS : UNTOLD;
    }
}
