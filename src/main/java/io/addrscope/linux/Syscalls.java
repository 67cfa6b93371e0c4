// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.nio.ByteBuffer;

/**
 * The system calls that Java has no way to make.
 *
 * <p>Each returns the call's result, or the negative {@code errno} where it failed; none throws. Pointers are native
 * addresses as {@code long}; {@link #addressOf} gives that of a direct buffer, which the caller keeps reachable. Any
 * number of threads may call.
 */
public interface Syscalls {

    /** {@code ioctl(fd, request, argument)}. */
    int ioctl(int fd, long request, long argument);

    /** {@code open(path, flags)}; {@code path} is NUL-terminated. */
    int open(byte[] path, int flags);

    /**
     * {@code openat2(dirFd, path, {flags, 0, resolve}, 24)}, by its number: libc has no wrapper for it.
     *
     * @param path NUL-terminated
     * @param flags {@code O_} flags
     * @param resolve {@code RESOLVE_} flags of linux/openat2.h
     */
    int openat2(int dirFd, byte[] path, long flags, long resolve);

    /** {@code close(fd)}. */
    int close(int fd);

    /**
     * {@code process_vm_readv(getpid(), local, 1, remote, 1, 0)}: reads this process's own memory where a load could fault.
     *
     * @param vectors address of two {@code struct iovec}, where to and where from, of 16 bytes each
     * @return the bytes read, fewer than asked for where memory ends
     */
    int readOwnMemory(long vectors);

    /**
     * {@code fstat(fd, buffer)}, by its number, so that what is written is the kernel's own {@code struct stat}.
     *
     * @param buffer address of {@value FileProbe#STAT_BYTES} bytes
     * @return {@code -ENOSYS} also on processors whose number for it is not known here
     */
    int fstat(int fd, long buffer);

    /**
     * {@code fstatfs(fd, buffer)}.
     *
     * @param buffer address of {@value FileProbe#STAT_BYTES} bytes
     */
    int fstatfs(int fd, long buffer);

    /**
     * {@code prctl(PR_SET_PTRACER, getpid())}: lets this process's descendants read it, where Yama else lets only its ancestors.
     * Whom the process had named before is not named any more.
     *
     * @return {@code -EINVAL} where there is no Yama
     */
    int letDescendantsTrace();

    /** Returns the address of the first byte of a direct buffer. */
    long addressOf(ByteBuffer direct);

    /** Returns what tells a child made by {@code fork} from its parent. */
    ForkCount forks();
}
