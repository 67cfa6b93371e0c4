// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;

/** Names of a string table that is read while it is open; positions are those in the table. */
record ContentStrings(ByteSource content) implements SymbolStrings {

    @Override
    public int read(long offset, byte[] target) throws IOException {
        return content.read(offset, target, 0, target.length);
    }
}
