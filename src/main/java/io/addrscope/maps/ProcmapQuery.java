// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.linux.Syscalls;
import io.addrscope.model.BuildId;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct procmap_query} of linux/fs.h (Linux 6.11) with its two buffers behind it, in native memory.
 *
 * <pre>
 * offset size
 *      0    8  size            in      bytes of the struct
 *      8    8  query_flags     in
 *     16    8  query_addr      in
 *     24    8  vma_start       out     inclusive
 *     32    8  vma_end         out     exclusive
 *     40    8  vma_flags       out     permissions
 *     48    8  vma_page_size   out     bytes
 *     56    8  vma_offset      out     bytes
 *     64    8  inode           out
 *     72    4  dev_major       out
 *     76    4  dev_minor       out
 *     80    4  vma_name_size   in/out  in: bytes of the buffer, out: bytes written with the NUL, 0 for no name
 *     84    4  build_id_size   in/out  in: bytes of the buffer, out: bytes written, 0 for none
 *     88    8  vma_name_addr   in
 *     96    8  build_id_addr   in
 * </pre>
 *
 * <p>A buffer's size and address are both set or both zero. Asking allocates nothing. For one thread at a time.
 */
final class ProcmapQuery {

    private static final int SIZE_OFFSET = 0;
    private static final int QUERY_FLAGS_OFFSET = 8;
    private static final int QUERY_ADDR_OFFSET = 16;
    private static final int VMA_START_OFFSET = 24;
    private static final int VMA_END_OFFSET = 32;
    private static final int VMA_FLAGS_OFFSET = 40;
    private static final int VMA_PAGE_SIZE_OFFSET = 48;
    private static final int VMA_OFFSET_OFFSET = 56;
    private static final int INODE_OFFSET = 64;
    private static final int DEV_MAJOR_OFFSET = 72;
    private static final int DEV_MINOR_OFFSET = 76;
    private static final int VMA_NAME_SIZE_OFFSET = 80;
    private static final int BUILD_ID_SIZE_OFFSET = 84;
    private static final int VMA_NAME_ADDR_OFFSET = 88;
    private static final int BUILD_ID_ADDR_OFFSET = 96;
    private static final int STRUCT_BYTES = 104;

    /** {@code _IOWR('f', 17, struct procmap_query)}. */
    private static final long PROCMAP_QUERY = 0xC068_6611L;

    /** {@code PATH_MAX}: the kernel gives no longer name, whatever the buffer. */
    private static final int NAME_BUFFER_BYTES = 4096;

    /**
     * The kernel writes at most 20 bytes. A smaller buffer must never be offered: kernels of early 2026 corrupt memory
     * on that error path (mended by 61dc9f776705).
     */
    private static final int BUILD_ID_BUFFER_BYTES = 64;

    private static final int NAME_BUFFER_OFFSET = STRUCT_BYTES;
    private static final int BUILD_ID_BUFFER_OFFSET = NAME_BUFFER_OFFSET + NAME_BUFFER_BYTES;
    private static final int TOTAL_BYTES = BUILD_ID_BUFFER_OFFSET + BUILD_ID_BUFFER_BYTES;

    private final Syscalls syscalls;
    private final ByteBuffer memory;
    private final long address;

    ProcmapQuery(Syscalls syscalls) {
        this.syscalls = syscalls;
        this.memory = ByteBuffer.allocateDirect(TOTAL_BYTES).order(ByteOrder.nativeOrder());
        this.address = syscalls.addressOf(memory);
        memory.putLong(SIZE_OFFSET, STRUCT_BYTES);
    }

    /**
     * Asks the kernel.
     *
     * @param fd an open {@code /proc/PID/maps}
     * @param queryAddress the address
     * @param flags query flags of {@link MapsQuery}
     * @param details what beyond the numbers to fetch, of {@link MapsQuery}
     * @return 0, or the error number
     */
    int ask(int fd, long queryAddress, int flags, int details) {
        boolean name = (details & MapsQuery.NAME) != 0;
        boolean buildId = (details & MapsQuery.BUILD_ID) != 0;
        memory.putLong(QUERY_FLAGS_OFFSET, flags);
        memory.putLong(QUERY_ADDR_OFFSET, queryAddress);
        memory.putInt(VMA_NAME_SIZE_OFFSET, name ? NAME_BUFFER_BYTES : 0);
        memory.putInt(BUILD_ID_SIZE_OFFSET, buildId ? BUILD_ID_BUFFER_BYTES : 0);
        memory.putLong(VMA_NAME_ADDR_OFFSET, name ? address + NAME_BUFFER_OFFSET : 0);
        memory.putLong(BUILD_ID_ADDR_OFFSET, buildId ? address + BUILD_ID_BUFFER_OFFSET : 0);
        try {
            return -syscalls.ioctl(fd, PROCMAP_QUERY, address);
        } finally {
            // The kernel writes by address: the memory must not be freed under it when nobody reads the answer.
            Reference.reachabilityFence(memory);
        }
    }

    long start() {
        return memory.getLong(VMA_START_OFFSET);
    }

    long end() {
        return memory.getLong(VMA_END_OFFSET);
    }

    int permissions() {
        return (int) memory.getLong(VMA_FLAGS_OFFSET);
    }

    long pageSize() {
        return memory.getLong(VMA_PAGE_SIZE_OFFSET);
    }

    long offset() {
        return memory.getLong(VMA_OFFSET_OFFSET);
    }

    long inode() {
        return memory.getLong(INODE_OFFSET);
    }

    int deviceMajor() {
        return memory.getInt(DEV_MAJOR_OFFSET);
    }

    int deviceMinor() {
        return memory.getInt(DEV_MINOR_OFFSET);
    }

    /** Returns the mapping with {@code name}, or with the name in the buffer if {@code name} is null. */
    Mapping mapping(@Nullable MappingName name) {
        MappingName known = name == null ? nameInBuffer() : name;
        return new Mapping(
                start(),
                end(),
                new Permissions(permissions()),
                offset(),
                new Device(deviceMajor(), deviceMinor()),
                inode(),
                known,
                known.kind() == MappingName.Kind.PATH && known.hasDeletedMark(),
                pageSize(),
                buildId());
    }

    /** Returns whether the name in the buffer is this one. Allocates nothing. */
    boolean isNamed(MappingName name) {
        int size = memory.getInt(VMA_NAME_SIZE_OFFSET);
        return size <= 1 ? name.isEmpty() : name.contentEquals(memory, NAME_BUFFER_OFFSET, size - 1);
    }

    private MappingName nameInBuffer() {
        int size = memory.getInt(VMA_NAME_SIZE_OFFSET);
        return size <= 1 ? MappingName.NONE : MappingName.of(bytes(NAME_BUFFER_OFFSET, size - 1));
    }

    private @Nullable BuildId buildId() {
        int size = memory.getInt(BUILD_ID_SIZE_OFFSET);
        return size == 0 ? null : BuildId.of(bytes(BUILD_ID_BUFFER_OFFSET, size));
    }

    private byte[] bytes(int from, int length) {
        byte[] copy = new byte[length];
        memory.get(from, copy, 0, length);
        return copy;
    }
}
