// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

/** What a storm does; in the order of {@code enum kind} in {@code fixtures/storm.c}. */
enum Kind {
    /** Reserves the address range of the twin libraries; for other pages, their state at the beginning. */
    RESERVE,
    /** {@code mmap} of anonymous memory. */
    MAP_MEMORY,
    /** {@code mmap} of a file. */
    MAP_FILE,
    /** One of the two above, or {@link #REPLACE}, with something in its place before. */
    MAP_OVER,
    /** {@code munmap}. */
    UNMAP,
    /** {@code mprotect}. */
    PROTECT,
    /** {@code mremap} to another address. */
    MOVE,
    /** {@code mremap} in place, longer. */
    GROW,
    /** {@code mremap} in place, shorter. */
    SHRINK,
    /** Writes to a file in place: no change of any mapping. */
    REWRITE,
    /** Renames a new file over one that may be mapped, and maps it. */
    REPLACE,
    /** {@code dlopen} of a twin library, at the address where they are expected. */
    LOAD,
    /** {@code dlclose} of one. */
    UNLOAD,
    /** The kernel refused to move or resize. */
    REFUSED,
    /** {@code dlopen} of a twin library, at another address; closed again at once. */
    ELSEWHERE
}
