// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

/**
 * The system calls that Java has no way to make.
 *
 * <p>Each returns the call's result, or the negative {@code errno} where it failed; none throws. Pointers are native
 * addresses as {@code long}; {@link #addressOf} gives that of a direct buffer, which the caller keeps reachable.
 */
public interface Syscalls {

    /** {@code ioctl(fd, request, argument)}. */
    int ioctl(int fd, long request, long argument);

    /** {@code openat2(dirFd, path, how, size)}, by number: libc has no wrapper for it. */
    int openat2(int dirFd, long path, long how, long size);

    /** {@code open(path, flags)}. */
    int open(long path, int flags);

    /** {@code close(fd)}. */
    int close(int fd);

    /** Returns the address of the first byte of a direct buffer. */
    long addressOf(java.nio.ByteBuffer direct);
}
