// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

import java.nio.file.attribute.FileTime;

/**
 * What tells one state of a file from another: who it is and when it last changed.
 *
 * @param inode inode number
 * @param size size in bytes
 * @param modified when its content was last written
 * @param changed when its content or inode last changed; no user can set it back
 */
public record FileIdentity(long inode, long size, FileTime modified, FileTime changed) {}
