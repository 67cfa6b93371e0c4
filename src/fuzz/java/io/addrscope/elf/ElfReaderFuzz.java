// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.ArraySource;
import java.io.IOException;

/** Any bytes are a file and memory: they are read as an image within the limits, or refused as documented. */
public final class ElfReaderFuzz {
    private static final long HEADER_ADDRESS = 0x7f1234560000L;

    /** All that the limits allow, with what is read to find out that it is too much. */
    private static final long BUDGET = ElfReader.MAX_TABLE_BYTES + NoteScanner.MAX_BYTES + 1000;

    private ElfReaderFuzz() {}

    /** Reads them. */
    public static void fuzzerTestOneInput(byte[] data) {
        ArraySource file = ArraySource.file(data);
        try {
            ElfReader.fromFile(file);
        } catch (ElfFormatException documented) {
            // Most are.
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
        ArraySource memory = ArraySource.memory(data, HEADER_ADDRESS);
        try {
            ElfReader.fromMemory(memory, HEADER_ADDRESS);
        } catch (IOException documented) {
            // What lies behind the array cannot be read.
        }
        if (file.bytesRead() > BUDGET || memory.bytesRead() > BUDGET) {
            throw new AssertionError("read too much: " + file.bytesRead() + " and " + memory.bytesRead() + " bytes");
        }
    }
}
