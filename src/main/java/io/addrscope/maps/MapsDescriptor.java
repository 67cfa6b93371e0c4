// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.linux.Errno;
import io.addrscope.linux.ForkCount;
import io.addrscope.linux.Syscalls;
import io.addrscope.linux.TargetProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file descriptor of {@code /proc/PID/maps}, opened once and kept out of programs that the JVM executes
 * ({@code O_CLOEXEC}). Safe for any number of threads.
 *
 * <p>A descriptor belongs to the address space that it was opened for. A child that a JVM makes by {@code fork} inherits
 * it and would be told of its parent's mappings; so the descriptor remembers the {@link ForkCount} that it was opened at,
 * and is opened anew at any other.
 */
final class MapsDescriptor implements AutoCloseable {

    /** {@code O_RDONLY | O_CLOEXEC}. */
    private static final int READ_ONLY_CLOEXEC = 0x80000;

    /** {@code -EBADF}, as the system call would have it. */
    private static final int CLOSED = -9;

    private final TargetProcess process;
    private final Syscalls syscalls;
    private final ForkCount forks;
    private volatile int openedAt;
    private volatile int fd;

    /** @throws IOException if it cannot be opened */
    MapsDescriptor(TargetProcess process, Syscalls syscalls) throws IOException {
        this.process = process;
        this.syscalls = syscalls;
        this.forks = syscalls.forks();
        this.openedAt = forks.current();
        this.fd = open();
    }

    /** Returns the descriptor, or the negative error number where a child could not open its own. */
    int fd() {
        if (forks.current() != openedAt && process.isSelf()) {
            openInChild();
        }
        return fd;
    }

    private synchronized void openInChild() {
        int current = forks.current();
        if (current != openedAt && fd != CLOSED) {
            syscalls.close(fd);
            fd = tryOpen();
            openedAt = current;
        }
    }

    private int open() throws IOException {
        int opened = tryOpen();
        if (opened < 0) {
            throw new IOException(process.procPath("maps") + " cannot be opened: " + Errno.name(-opened));
        }
        return opened;
    }

    private int tryOpen() {
        byte[] path = process.procPath("maps").getBytes(StandardCharsets.US_ASCII);
        return syscalls.open(Arrays.copyOf(path, path.length + 1), READ_ONLY_CLOEXEC);
    }

    @Override
    public synchronized void close() {
        int closing = fd;
        // The number may soon stand for another file: nobody may ask by it again.
        fd = CLOSED;
        if (closing >= 0) {
            syscalls.close(closing);
        }
    }
}
