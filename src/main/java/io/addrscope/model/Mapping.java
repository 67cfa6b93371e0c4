// SPDX-License-Identifier: Apache-2.0
package io.addrscope.model;

import org.jspecify.annotations.Nullable;

/**
 * One mapping: a virtual memory area as the kernel reports it.
 *
 * @param start first address, inclusive
 * @param end address behind the last byte, exclusive; 0 if the mapping ends at the top of the address space
 * @param permissions what the memory allows
 * @param offset where in the file the first byte lies, in bytes; 0 without a file
 * @param device device of the file, as the kernel's mappings number it
 * @param inode inode of the file; 0 without a file
 * @param name name as the kernel gives it
 * @param deleted whether the file was unlinked from the path that the name gives
 * @param pageSize size in bytes of the pages that back the mapping; 0 if it was not asked for
 * @param buildId build ID of the mapped image; null if it has none or none was asked for
 */
public record Mapping(
        long start,
        long end,
        Permissions permissions,
        long offset,
        Device device,
        long inode,
        MappingName name,
        boolean deleted,
        long pageSize,
        @Nullable BuildId buildId) {

    /** Returns the size in bytes. */
    public long size() {
        return end - start;
    }

    /** Returns whether {@code address} lies in this mapping. */
    public boolean contains(long address) {
        // The subtraction holds for an end of 2^64 too.
        return Address.isBelow(address - start, end - start);
    }

    /** Returns whether the memory is that of a file with a path, on whatever file system. */
    public boolean isFileBacked() {
        return inode != 0 && name.kind() == MappingName.Kind.PATH;
    }

    /** Returns where in the file {@code address} lies, in bytes from its beginning. */
    public long fileOffset(long address) {
        return address - start + offset;
    }

    /** Returns whether {@code other} is the same file, as far as device and inode tell. */
    public boolean isSameFile(Mapping other) {
        return inode != 0 && inode == other.inode && device.equals(other.device);
    }

    /** Returns this mapping with another answer to whether its file was unlinked. */
    public Mapping withDeleted(boolean newDeleted) {
        return new Mapping(start, end, permissions, offset, device, inode, name, newDeleted, pageSize, buildId);
    }

    /** Returns this mapping with another build ID. */
    public Mapping withBuildId(@Nullable BuildId newBuildId) {
        return new Mapping(start, end, permissions, offset, device, inode, name, deleted, pageSize, newBuildId);
    }

    /** Returns this mapping with another name. */
    public Mapping withName(MappingName newName) {
        return new Mapping(start, end, permissions, offset, device, inode, newName, deleted, pageSize, buildId);
    }
}
