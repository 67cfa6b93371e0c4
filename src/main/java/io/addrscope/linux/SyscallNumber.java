// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

/** The numbers of system calls, {@code __NR_}, of asm/unistd_64.h and asm-generic/unistd.h. */
enum SyscallNumber {
    CLOSE(3, 57),
    FSTAT(5, 80),
    MMAP(9, 222),
    MUNMAP(11, 215),
    IOCTL(16, 29),
    MADVISE(28, 233),
    GETPID(39, 172),
    FSTATFS(138, 44),
    PRCTL(157, 167),
    OPENAT(257, 56),
    PROCESS_VM_READV(310, 270),
    /** One number on every architecture since it came with Linux 5.6. */
    OPENAT2(437, 437);

    private static final String ARCHITECTURE = System.getProperty("os.arch", "");

    private final int amd64;
    private final int aarch64;

    SyscallNumber(int amd64, int aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    /** Returns the number on this processor; negative where it is not known, which the kernel answers by {@code ENOSYS}. */
    int here() {
        return switch (ARCHITECTURE) {
            case "amd64" -> amd64;
            case "aarch64" -> aarch64;
            default -> this == OPENAT2 ? amd64 : -1;
        };
    }

    /** Returns whether all are known on this processor. */
    static boolean areKnown() {
        return CLOSE.here() >= 0;
    }
}
