// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.Device;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether a file that is held open is still in the state in which it was found, by {@code fstat(2)} into a buffer that is
 * used again and again.
 *
 * <p>What is looked at of {@code struct stat} lies at the same place on x86-64 (asm/stat.h) and on processors that came later
 * (asm-generic/stat.h):
 *
 * <pre>
 * offset size
 *      0    8  st_dev
 *      8    8  st_ino
 *     48    8  st_size
 *    104    8  st_ctime
 *    112    8  st_ctime_nsec
 * </pre>
 *
 * <p>Without system calls every file has changed. For one thread at a time.
 */
public final class FileProbe {

    /** Size in bytes of the buffer: of {@code struct stat} on x86-64, the largest; {@code struct statfs} is smaller. */
    static final int STAT_BYTES = 144;

    private static final int DEVICE_OFFSET = 0;
    private static final int INODE_OFFSET = 8;
    private static final int SIZE_OFFSET = 48;
    private static final int CHANGED_OFFSET = 104;
    private static final int CHANGED_NANOS_OFFSET = 112;

    /** Of {@code f_type} in {@code struct statfs}. */
    private static final int TYPE_OFFSET = 0;

    /** {@code EXT4_SUPER_MAGIC} of linux/magic.h, that of ext2 and ext3, too. */
    private static final long EXT4 = 0xEF53;

    /** {@code XFS_SUPER_MAGIC} of linux/magic.h. */
    private static final long XFS = 0x58465342;

    private final @Nullable Syscalls syscalls;
    private final ByteBuffer buffer;
    private final long address;

    /** @param syscalls the system calls if they are at hand */
    public FileProbe(@Nullable Syscalls syscalls) {
        this.syscalls = syscalls;
        this.buffer = syscalls == null ? ByteBuffer.allocate(0) : ByteBuffer.allocateDirect(STAT_BYTES);
        buffer.order(ByteOrder.nativeOrder());
        this.address = syscalls == null ? 0 : syscalls.addressOf(buffer);
    }

    /** Returns whether a file is held still, and in the state in which it was when that began. */
    public boolean isUnchanged(HeldFile file) {
        if (!file.isHeld() || !look(file.descriptor()) || !isOf(file) || !hasStateOf(file)) {
            return false;
        }
        file.use();
        return true;
    }

    /** Returns whether the descriptor of a file still stands for it: whoever closes what is not his may have closed that, too. */
    boolean isStillOf(HeldFile file) {
        return look(file.descriptor()) && isOf(file);
    }

    /** Returns whether a descriptor stands for a file in a state. */
    boolean isIn(int descriptor, FileIdentity state) {
        return look(descriptor)
                && Device.ofStat(device()).equals(state.device())
                && inode() == state.inode()
                && size() == state.size()
                && Instant.ofEpochSecond(changed(), changedNanos())
                        .equals(state.changed().toInstant());
    }

    /**
     * Returns whether a descriptor stands for a file of which the change time tells all changes: on ext4 and XFS each inode has
     * a number of its own, and each write, also the first one to a page that is mapped, dates it. On tmpfs mapped pages are written
     * without, and others ask a server, or lay one file over another.
     */
    boolean datesEveryChange(int descriptor) {
        Syscalls calls = syscalls;
        if (calls == null) {
            return false;
        }
        try {
            if (calls.fstatfs(descriptor, address) < 0) {
                return false;
            }
            long type = buffer.getLong(TYPE_OFFSET);
            return type == EXT4 || type == XFS;
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    private boolean look(int descriptor) {
        Syscalls calls = syscalls;
        if (calls == null) {
            return false;
        }
        try {
            return calls.fstat(descriptor, address) >= 0;
        } finally {
            // The kernel writes by address: the memory must not be freed meanwhile.
            Reference.reachabilityFence(buffer);
        }
    }

    private boolean isOf(HeldFile file) {
        return device() == file.device() && inode() == file.inode();
    }

    private boolean hasStateOf(HeldFile file) {
        return size() == file.size() && changed() == file.changed() && changedNanos() == file.changedNanos();
    }

    /** As {@code stat} gives it; see {@link Device#ofStat}. */
    long device() {
        return buffer.getLong(DEVICE_OFFSET);
    }

    long inode() {
        return buffer.getLong(INODE_OFFSET);
    }

    long size() {
        return buffer.getLong(SIZE_OFFSET);
    }

    /** Seconds since 1970. */
    long changed() {
        return buffer.getLong(CHANGED_OFFSET);
    }

    /** Nanoseconds beyond {@link #changed}. */
    long changedNanos() {
        return buffer.getLong(CHANGED_NANOS_OFFSET);
    }
}
