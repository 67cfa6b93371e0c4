// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program that makes the same system calls in both ways and compares what comes back, then fails in many threads at once.
 *
 * <p>Prints a line for each call, {@code compared=} their number and {@code mixed=} how many threads saw a wrong {@code errno}.
 */
public final class SyscallsCheck {

    /** What libc says of a bad descriptor, a missing file and a bad flag, in errno-base.h. */
    private static final int ENOENT = 2;

    private static final int EBADF = 9;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int ENOTTY = 25;

    private static final int AT_FDCWD = -100;
    private static final int TASKS = 64;
    private static final int CALLS = 2000;

    private final Syscalls jna = new JnaSyscalls();
    private final Syscalls foreign = new ForeignSyscalls();

    /** What each of them writes to, and reads from. */
    private final ByteBuffer first = buffer();

    private final ByteBuffer second = buffer();
    private int compared;

    private SyscallsCheck() {}

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("chosen="
                + Objects.requireNonNull(NativeSupport.get().syscalls())
                        .getClass()
                        .getSimpleName());
        SyscallsCheck check = new SyscallsCheck();
        check.compare();
        System.out.println("compared=" + check.compared);
        System.out.println("mixed=" + check.mixed(Executors.newFixedThreadPool(16)));
        // Of JDK 21; the tests are compiled for 17.
        ExecutorService virtual = (ExecutorService) Objects.requireNonNull(
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
        System.out.println("mixed virtual=" + check.mixed(virtual));
    }

    private void compare() {
        long a = jna.addressOf(first);
        long b = foreign.addressOf(second);
        verify("address", jna.addressOf(second) == b && foreign.addressOf(first) == a);
        verify(
                "address of a buffer that was read",
                foreign.addressOf(second.duplicate().position(8)) == b);

        byte[] version = path("/proc/version");
        int fd = foreign.open(version, 0);
        verify("open", fd >= 0);
        expect("ioctl of a bad fd", -EBADF, jna.ioctl(-1, 1, 0), foreign.ioctl(-1, 1, 0));
        expect("ioctl of a file without", -ENOTTY, jna.ioctl(fd, 0x5401, b), foreign.ioctl(fd, 0x5401, b));
        expect("open ENOENT", -ENOENT, jna.open(path("/none/x"), 0), foreign.open(path("/none/x"), 0));
        expect(
                "openat2 of bad flags",
                -EINVAL,
                jna.openat2(AT_FDCWD, version, -1L, 0),
                foreign.openat2(AT_FDCWD, version, -1L, 0));
        expect(
                "openat2 of bad resolve",
                -EINVAL,
                jna.openat2(AT_FDCWD, version, 0, 1L << 40),
                foreign.openat2(AT_FDCWD, version, 0, 1L << 40));
        expect("fstat", 0, jna.fstat(fd, a), foreign.fstat(fd, b));
        verify("what fstat wrote", first.equals(second) && first.getLong(8) != 0);
        expect("fstat of a bad fd", -EBADF, jna.fstat(-1, a), foreign.fstat(-1, b));
        expect("fstat to a bad address", -EFAULT, jna.fstat(fd, 8), foreign.fstat(fd, 8));
        expect("fstatfs", 0, jna.fstatfs(fd, a), foreign.fstatfs(fd, b));
        verify("what fstatfs wrote", first.equals(second) && first.getLong(0) == 0x9fa0);
        expect("read own memory", 64, read(jna, first, a), read(foreign, first, a));
        expect("read unmapped memory", -EFAULT, read(jna, first, 0x1000), read(foreign, first, 0x1000));
        verify("ptracer", jna.letDescendantsTrace() == foreign.letDescendantsTrace());
        int another = foreign.openat2(AT_FDCWD, version, 0, 0);
        verify("openat2", another > fd);
        expect("close of theirs", 0, jna.close(another), foreign.close(fd));
        expect("close again", -EBADF, jna.close(another), foreign.close(fd));
        verify(
                "forks",
                jna.forks().isTold() == foreign.forks().isTold()
                        && foreign.forks().current() == 1);
    }

    /** Reads 64 bytes at {@code from} into the same buffer's second half, by two vectors before it. */
    private static int read(Syscalls syscalls, ByteBuffer buffer, long from) {
        ByteBuffer vectors = buffer();
        long at = syscalls.addressOf(vectors);
        vectors.putLong(0, syscalls.addressOf(buffer) + 128)
                .putLong(8, 64)
                .putLong(16, from)
                .putLong(24, 64);
        try {
            int result = syscalls.readOwnMemory(at);
            if (result == 64 && !buffer.slice(128, 64).equals(buffer.slice(0, 64))) {
                throw new AssertionError("other bytes");
            }
            return result;
        } finally {
            Reference.reachabilityFence(vectors);
        }
    }

    /** More tasks than processors, every other of which fails in another way. */
    private int mixed(ExecutorService threads) throws Exception {
        List<Future<Boolean>> tasks = new ArrayList<>();
        byte[] none = path("/none");
        for (int i = 0; i < TASKS; i++) {
            boolean bad = i % 2 == 0;
            tasks.add(threads.submit(() -> {
                boolean right = true;
                for (int call = 0; call < CALLS; call++) {
                    right &= bad ? foreign.ioctl(-1, 1, 0) == -EBADF : foreign.open(none, 0) == -ENOENT;
                }
                return right;
            }));
        }
        int wrong = 0;
        for (Future<Boolean> task : tasks) {
            wrong += task.get() ? 0 : 1;
        }
        threads.shutdown();
        return wrong;
    }

    private void expect(String what, int expected, int byJna, int byForeign) {
        verify(
                what + ": " + expected + ", JNA " + byJna + ", foreign " + byForeign,
                byJna == expected && byForeign == expected);
    }

    private void verify(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
        System.out.println(what);
        compared++;
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
    }

    private static byte[] path(String path) {
        return (path + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
