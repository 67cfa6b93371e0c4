// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import io.addrscope.model.Device;
import java.nio.file.attribute.FileTime;

/**
 * What tells one state of a file from another: who it is and when it last changed.
 *
 * @param device device by {@code stat}, which on some file systems is not the one that mappings give ({@link Device})
 * @param inode inode number
 * @param isRegular whether it is a regular file
 * @param size size in bytes
 * @param modified when its content was last written
 * @param changed when its content or inode last changed; no user can set it back
 */
public record FileIdentity(
        Device device, long inode, boolean isRegular, long size, FileTime modified, FileTime changed) {

    // Written out for the reason that Device gives.

    @Override
    public boolean equals(Object other) {
        return other instanceof FileIdentity that
                && device.equals(that.device)
                && inode == that.inode
                && isRegular == that.isRegular
                && size == that.size
                && modified.equals(that.modified)
                && changed.equals(that.changed);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(inode) + changed.hashCode();
    }
}
