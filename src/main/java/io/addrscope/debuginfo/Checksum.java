// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.util.zip.CRC32;

/** The checksum by which {@code .gnu_debuglink} knows a file: CRC-32 (IEEE 802.3) of all its bytes. */
final class Checksum {

    /** Bytes that are read at a time. */
    private static final int CHUNK = 64 << 10;

    private Checksum() {}

    /** Reads a file from end to end, as far as it was long when it was opened. */
    static int of(ByteSource file) throws IOException {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[CHUNK];
        long size = file.size();
        long at = 0;
        while (at < size) {
            int count = file.read(at, chunk, 0, (int) Math.min(CHUNK, size - at));
            if (count <= 0) {
                break;
            }
            crc.update(chunk, 0, count);
            at += count;
        }
        return (int) crc.getValue();
    }
}
