// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

/**
 * What a mapping allows: read, write, execute, and whether it is shared.
 *
 * @param bits the bits below, as {@code PROCMAP_QUERY} returns them in {@code vma_flags} (linux/fs.h)
 */
public record Permissions(int bits) {

    /** {@code PROCMAP_QUERY_VMA_READABLE}. */
    public static final int READ = 0x01;

    /** {@code PROCMAP_QUERY_VMA_WRITABLE}. */
    public static final int WRITE = 0x02;

    /** {@code PROCMAP_QUERY_VMA_EXECUTABLE}. */
    public static final int EXECUTE = 0x04;

    /** {@code PROCMAP_QUERY_VMA_SHARED}. */
    public static final int SHARED = 0x08;

    /** Returns whether the memory can be read. */
    public boolean isReadable() {
        return (bits & READ) != 0;
    }

    /** Returns whether the memory can be written. */
    public boolean isWritable() {
        return (bits & WRITE) != 0;
    }

    /** Returns whether the memory can be executed. */
    public boolean isExecutable() {
        return (bits & EXECUTE) != 0;
    }

    /** Returns whether writes reach the file or the other processes that map it. */
    public boolean isShared() {
        return (bits & SHARED) != 0;
    }

    // Written out as in Device: the command line compares the permissions of mappings.

    @Override
    public boolean equals(Object other) {
        return other instanceof Permissions that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return bits;
    }

    /** Returns the four characters of {@code /proc/PID/maps}, such as {@code r-xp}. */
    @Override
    public String toString() {
        return (isReadable() ? "r" : "-")
                + (isWritable() ? "w" : "-")
                + (isExecutable() ? "x" : "-")
                + (isShared() ? "s" : "p");
    }
}
