// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.model.MappingName;

/**
 * What {@code .gnu_debuglink} says: what a library's debug file is called, and its checksum.
 *
 * @param name name of the file, as it stands there
 * @param crc CRC-32 (IEEE 802.3) of the whole file
 */
public record DebugLink(MappingName name, int crc) {

    /** Returns whether the name is that of a file in a directory: no path, which could lead anywhere. */
    public boolean isFileName() {
        String text = name.text();
        return !text.isEmpty() && text.indexOf('/') < 0 && !text.equals(".") && !text.equals("..");
    }
}
