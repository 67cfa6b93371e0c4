// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import static io.addrscope.linux.Arguments.MADV_WIPEONFORK;
import static io.addrscope.linux.Arguments.MAP_PRIVATE_ANONYMOUS;
import static io.addrscope.linux.Arguments.OPEN_HOW_BYTES;
import static io.addrscope.linux.Arguments.PROT_READ_WRITE;
import static io.addrscope.linux.Arguments.PR_SET_PTRACER;
import static io.addrscope.linux.Arguments.WIPED_PAGE_BYTES;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * System calls by {@code java.lang.foreign}, on JDK 22 and later: each costs some nanoseconds more than in C.
 *
 * <p>All go through libc's {@code syscall}: making the handle of one function is what takes time at the start. The handle has a type
 * of classes that Java 17 knows, and is final, so that the compiler sees through it. No call is {@code critical}: they may
 * sleep in the kernel, and garbage collection would wait for them.
 */
final class ForeignSyscalls implements Syscalls {

    /** Of fcntl.h. */
    private static final int AT_FDCWD = -100;

    /** A system call's number and arguments. */
    private static final int PARAMETERS = 7;

    private static final ForeignApi API;
    private static final MethodHandle CALL;

    static {
        try {
            API = new ForeignApi();
            CALL = API.downcall("syscall", PARAMETERS)
                    .asType(MethodType.methodType(long.class, Collections.nCopies(PARAMETERS, long.class))
                            .insertParameterTypes(0, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // Looked up once: the compiler takes them for constants.
    private static final int IOCTL = SyscallNumber.IOCTL.here();
    private static final int FSTAT = SyscallNumber.FSTAT.here();
    private static final int PROCESS_VM_READV = SyscallNumber.PROCESS_VM_READV.here();

    /**
     * Where each thread finds its {@code errno}: a segment, and a buffer of the same memory. Virtual threads have their own,
     * too, since one may go on on another carrier before it looks. These are classes of the JDK, so that a thread
     * of the application does not keep this library when the application lets go of it.
     */
    private static final ThreadLocal<Object[]> ERRNO = new ThreadLocal<>();

    private final ForkCount forks = new ForkCount(mapPageWipedOnFork());
    private final OwnPid pid = new OwnPid(forks, ForeignSyscalls::getpid);

    @Override
    public int ioctl(int fd, long request, long argument) {
        return (int) call(IOCTL, fd, request, argument, 0, 0, 0);
    }

    @Override
    public int open(byte[] path, int flags) {
        ByteBuffer direct = Arguments.direct(path);
        try {
            return (int) call(SyscallNumber.OPENAT.here(), AT_FDCWD, addressOf(direct), flags, 0, 0, 0);
        } finally {
            Reference.reachabilityFence(direct);
        }
    }

    @Override
    public int openat2(int dirFd, byte[] path, long flags, long resolve) {
        ByteBuffer how = Arguments.openHow(flags, resolve);
        ByteBuffer direct = Arguments.direct(path);
        try {
            int number = SyscallNumber.OPENAT2.here();
            return (int) call(number, dirFd, addressOf(direct), addressOf(how), OPEN_HOW_BYTES, 0, 0);
        } finally {
            // Only their addresses are passed on: without this they could be freed during the call.
            Reference.reachabilityFence(how);
            Reference.reachabilityFence(direct);
        }
    }

    @Override
    public int close(int fd) {
        return (int) call(SyscallNumber.CLOSE.here(), fd, 0, 0, 0, 0, 0);
    }

    @Override
    public int readOwnMemory(long vectors) {
        return (int) call(PROCESS_VM_READV, pid.get(), vectors, 1, vectors + MemoryProbe.IOVEC_BYTES, 1, 0);
    }

    @Override
    public int fstat(int fd, long buffer) {
        return (int) call(FSTAT, fd, buffer, 0, 0, 0, 0);
    }

    @Override
    public int fstatfs(int fd, long buffer) {
        return (int) call(SyscallNumber.FSTATFS.here(), fd, buffer, 0, 0, 0, 0);
    }

    @Override
    public int letDescendantsTrace() {
        return (int) call(SyscallNumber.PRCTL.here(), PR_SET_PTRACER, getpid(), 0, 0, 0, 0);
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return API.addressOf(direct);
    }

    @Override
    public ForkCount forks() {
        return forks;
    }

    private static int getpid() {
        return (int) call(SyscallNumber.GETPID.here(), 0, 0, 0, 0, 0, 0);
    }

    /** Returns a page that children find zeroed; null where the kernel (before 4.14) or a filter refuses. */
    private static @Nullable ByteBuffer mapPageWipedOnFork() {
        int mmap = SyscallNumber.MMAP.here();
        long page = call(mmap, 0, WIPED_PAGE_BYTES, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (page < 0) {
            return null;
        }
        if (call(SyscallNumber.MADVISE.here(), page, WIPED_PAGE_BYTES, MADV_WIPEONFORK, 0, 0, 0) < 0) {
            call(SyscallNumber.MUNMAP.here(), page, WIPED_PAGE_BYTES, 0, 0, 0, 0);
            return null;
        }
        return API.bufferAt(page, WIPED_PAGE_BYTES);
    }

    /** Returns the result, or the negative error number. */
    private static long call(long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        Object[] errno = errno();
        long returned;
        try {
            returned = (long) CALL.invokeExact(errno[0], number, first, second, third, fourth, fifth, sixth);
        } catch (RuntimeException | Error e) {
            // An error of the JVM's own, such as a full stack, is for the caller to see as it is.
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a handle of native code throws nothing checked", e);
        }
        return returned >= 0 ? returned : -((ByteBuffer) errno[1]).getInt(0);
    }

    private static Object[] errno() {
        Object[] known = ERRNO.get();
        if (known != null) {
            return known;
        }
        ByteBuffer memory = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        Object[] made = {API.segmentOf(memory), memory};
        ERRNO.set(made);
        return made;
    }
}
