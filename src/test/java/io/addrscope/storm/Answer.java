// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import io.addrscope.model.Address;
import io.addrscope.model.Device;
import io.addrscope.model.Permissions;

/** What was answered about an address. Reused for the next answer; for one thread. */
final class Answer {

    private boolean mapped;
    private int permissions;
    private long inode;
    private int deviceMajor;
    private int deviceMinor;
    private long fileOffset;

    /** No mapping holds the address. */
    void setUnmapped() {
        mapped = false;
    }

    /**
     * A mapping holds the address.
     *
     * @param fileOffset of the address itself, in bytes; of no meaning without a file
     */
    void setMapped(int permissions, long inode, int deviceMajor, int deviceMinor, long fileOffset) {
        this.mapped = true;
        this.permissions = permissions;
        this.inode = inode;
        this.deviceMajor = deviceMajor;
        this.deviceMinor = deviceMinor;
        this.fileOffset = fileOffset;
    }

    /** Takes over another answer about the same page. */
    void set(Answer other, long distance) {
        setMapped(other.permissions, other.inode, other.deviceMajor, other.deviceMinor, other.fileOffset + distance);
        mapped = other.mapped;
    }

    boolean isMapped() {
        return mapped;
    }

    int permissions() {
        return permissions;
    }

    long fileOffset() {
        return fileOffset;
    }

    /** Returns whether it is about this file; about memory without a file if {@code otherInode} is 0. */
    boolean isOfFile(long otherInode, Device device) {
        return inode == otherInode && (inode == 0 || (deviceMajor == device.major() && deviceMinor == device.minor()));
    }

    @Override
    public String toString() {
        return mapped
                ? new Permissions(permissions) + " inode " + inode + " on " + new Device(deviceMajor, deviceMinor)
                        + " offset " + Address.format(fileOffset)
                : "unmapped";
    }
}
