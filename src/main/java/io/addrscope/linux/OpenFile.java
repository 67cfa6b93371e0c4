// SPDX-License-Identifier: Apache-2.0
package io.addrscope.linux;

/**
 * A regular file that was opened for reading, and which file it was.
 *
 * @param bytes its content
 * @param identity taken of the file that was opened, not of what lies at its path by now
 */
public record OpenFile(ByteSource bytes, FileIdentity identity) implements AutoCloseable {

    @Override
    public void close() {
        bytes.close();
    }
}
