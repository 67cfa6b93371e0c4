// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

/**
 * The ways to ask for a mapping: the query flags of {@code PROCMAP_QUERY} (linux/fs.h), bit for bit, and what beyond the
 * numbers to fetch.
 */
public final class MapsQuery {

    /** Only a mapping that can be read. */
    public static final int READABLE = 0x01;

    /** Only a mapping that can be written. */
    public static final int WRITABLE = 0x02;

    /** Only a mapping that can be executed. */
    public static final int EXECUTABLE = 0x04;

    /** Only a shared mapping. */
    public static final int SHARED = 0x08;

    /** If no mapping that fits holds the address, the first one above it that fits. */
    public static final int COVERING_OR_NEXT = 0x10;

    /** Only a mapping of a file, in the kernel's sense: memory files and shared memory count. */
    public static final int FILE_BACKED = 0x20;

    /** The permission bits above. */
    static final int PERMISSIONS = READABLE | WRITABLE | EXECUTABLE | SHARED;

    /** Detail: nothing beyond the numbers. */
    public static final int NUMBERS = 0;

    /** Detail: fetch the name. */
    public static final int NAME = 0x1;

    /** Detail: fetch the build ID, where the source has one. */
    public static final int BUILD_ID = 0x2;

    private MapsQuery() {}
}
