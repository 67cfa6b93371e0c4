// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether certain bytes stand at an address of a process, without ever touching the memory itself.
 *
 * <p>Of this process by {@code process_vm_readv(2)}, in a buffer that is used again and again:
 *
 * <pre>
 * offset size
 *      0    8  iov_base   of the local iovec: the bytes read
 *      8    8  iov_len
 *     16    8  iov_base   of the remote iovec: the address
 *     24    8  iov_len
 *     32   64  the bytes read
 * </pre>
 *
 * <p>Of another process, or without native calls, by {@code /proc/PID/mem}. For one thread at a time.
 */
public final class MemoryProbe {

    /** Size in bytes of a {@code struct iovec} on a 64-bit system. */
    static final int IOVEC_BYTES = 16;

    private static final int LOCAL_BASE_OFFSET = 0;
    private static final int LOCAL_LENGTH_OFFSET = 8;
    private static final int REMOTE_BASE_OFFSET = 16;
    private static final int REMOTE_LENGTH_OFFSET = 24;
    private static final int BYTES_OFFSET = 32;

    /** Most bytes that can be asked about. */
    public static final int MAX_BYTES = 64;

    private final TargetProcess process;
    private final @Nullable Syscalls syscalls;
    private final @Nullable ByteBuffer memory;
    private final long address;

    /** @param syscalls the system calls if they are at hand */
    public MemoryProbe(TargetProcess process, @Nullable Syscalls syscalls) {
        this.process = process;
        this.syscalls = process.isSelf() ? syscalls : null;
        if (this.syscalls == null) {
            this.memory = null;
            this.address = 0;
        } else {
            this.memory = ByteBuffer.allocateDirect(BYTES_OFFSET + MAX_BYTES).order(ByteOrder.nativeOrder());
            this.address = this.syscalls.addressOf(memory);
            memory.putLong(LOCAL_BASE_OFFSET, address + BYTES_OFFSET);
        }
    }

    /**
     * Returns whether these bytes stand at an address; false also where they cannot be read.
     *
     * @param from the address of the first one
     * @param expected {@value #MAX_BYTES} bytes at most
     * @throws io.addrscope.model.ProcessException if the process is not the one any more that it was
     */
    public boolean holds(long from, byte[] expected) {
        ByteBuffer buffer = memory;
        Syscalls calls = syscalls;
        if (buffer == null || calls == null) {
            return holdsByFile(from, expected);
        }
        buffer.putLong(LOCAL_LENGTH_OFFSET, expected.length);
        buffer.putLong(REMOTE_BASE_OFFSET, from);
        buffer.putLong(REMOTE_LENGTH_OFFSET, expected.length);
        int read;
        try {
            read = calls.readOwnMemory(address);
        } finally {
            // The kernel writes by address: the memory must not be freed meanwhile.
            Reference.reachabilityFence(buffer);
        }
        if (read == -Errno.ENOSYS || read == -Errno.EPERM) {
            // A filter that does not know the call.
            return holdsByFile(from, expected);
        }
        return read == expected.length && isInBuffer(buffer, expected);
    }

    private static boolean isInBuffer(ByteBuffer buffer, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (buffer.get(BYTES_OFFSET + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean holdsByFile(long from, byte[] expected) {
        byte[] found = new byte[expected.length];
        try (ByteSource source = process.openMemory()) {
            int read = source.read(from, found, 0, found.length);
            // Opened by pid: it may be the memory of another program by now.
            process.verify();
            return read == found.length && Arrays.equals(found, expected);
        } catch (IOException e) {
            return false;
        }
    }
}
