// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import static io.addrscope.linux.Arguments.MADV_WIPEONFORK;
import static io.addrscope.linux.Arguments.MAP_PRIVATE_ANONYMOUS;
import static io.addrscope.linux.Arguments.OPEN_HOW_BYTES;
import static io.addrscope.linux.Arguments.PROT_READ_WRITE;
import static io.addrscope.linux.Arguments.PR_SET_PTRACER;
import static io.addrscope.linux.Arguments.WIPED_PAGE_BYTES;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * System calls by JNA's direct mapping, whose calls cost little more than JNI and allocate nothing for primitives.
 *
 * <p>Loading this class loads JNA: only {@link NativeSupport} refers to it.
 */
final class JnaSyscalls implements Syscalls {

    private static final int NR_FSTAT = SyscallNumber.FSTAT.here();

    private static final long MAP_FAILED = -1;

    private final ForkCount forks;
    private final OwnPid pid;

    JnaSyscalls() {
        // The process's own scope: libc is there, whatever its file is called.
        Native.register(Libc.class, NativeLibrary.getProcess());
        forks = new ForkCount(mapPageWipedOnFork());
        pid = new OwnPid(forks, Libc::getpid);
    }

    @Override
    public int ioctl(int fd, long request, long argument) {
        return result(Libc.ioctl(fd, request, argument));
    }

    @Override
    public int open(byte[] path, int flags) {
        return result(Libc.open(path, flags));
    }

    @Override
    public int openat2(int dirFd, byte[] path, long flags, long resolve) {
        ByteBuffer how = Arguments.openHow(flags, resolve);
        ByteBuffer direct = Arguments.direct(path);
        try {
            return result((int) Libc.syscall(
                    SyscallNumber.OPENAT2.here(), dirFd, addressOf(direct), addressOf(how), OPEN_HOW_BYTES));
        } finally {
            // Only their addresses are passed on: without this they could be freed during the call.
            Reference.reachabilityFence(how);
            Reference.reachabilityFence(direct);
        }
    }

    @Override
    public int close(int fd) {
        return result(Libc.close(fd));
    }

    @Override
    public int readOwnMemory(long vectors) {
        return result((int) Libc.process_vm_readv(pid.get(), vectors, 1, vectors + MemoryProbe.IOVEC_BYTES, 1, 0));
    }

    @Override
    public int fstat(int fd, long buffer) {
        return NR_FSTAT < 0 ? -Errno.ENOSYS : result((int) Libc.syscall(NR_FSTAT, fd, buffer));
    }

    @Override
    public int fstatfs(int fd, long buffer) {
        return result(Libc.fstatfs(fd, buffer));
    }

    @Override
    public int letDescendantsTrace() {
        return result(Libc.prctl(PR_SET_PTRACER, Libc.getpid(), 0, 0, 0));
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public ForkCount forks() {
        return forks;
    }

    /** Returns a page that children find zeroed; null where the kernel (before 4.14) or a filter refuses. */
    private static @Nullable ByteBuffer mapPageWipedOnFork() {
        long page = Libc.mmap(0, WIPED_PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) {
            return null;
        }
        if (Libc.madvise(page, WIPED_PAGE_BYTES, MADV_WIPEONFORK) != 0) {
            Libc.munmap(page, WIPED_PAGE_BYTES);
            return null;
        }
        return new Pointer(page).getByteBuffer(0, WIPED_PAGE_BYTES);
    }

    /** JNA keeps the {@code errno} of each direct call for its thread. */
    private static int result(int returned) {
        return returned >= 0 ? returned : -Native.getLastError();
    }

    /** The C prototypes. {@code open}, {@code ioctl} and {@code syscall} are variadic; fixed ones are right by every Linux ABI. */
    private static final class Libc {

        static native int ioctl(int fd, long request, long argument);

        static native int open(byte[] path, int flags);

        static native int close(int fd);

        static native long syscall(long number, long first, long second, long third, long fourth);

        /** Each argument that is not passed saves some nanoseconds. */
        static native long syscall(long number, long first, long second);

        static native int fstatfs(int fd, long buffer);

        static native int getpid();

        static native int prctl(int option, long second, long third, long fourth, long fifth);

        static native long process_vm_readv(
                int pid, long local, long localCount, long remote, long remoteCount, long flags);

        static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

        static native int munmap(long address, long length);

        static native int madvise(long address, long length, int advice);
    }
}
