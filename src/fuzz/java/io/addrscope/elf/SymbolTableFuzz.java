// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.ArraySource;
import java.io.IOException;

/** Any bytes are a file and memory: their symbols are read within the limits, and keep the rules. */
public final class SymbolTableFuzz {
    private static final long HEADER_ADDRESS = 0x7f1234560000L;

    private static final SymbolLimits LIMITS = new SymbolLimits(1 << 16, 1 << 20, 1 << 20);

    /** Headers, each table at most once, and what is looked at to find the slots. */
    private static final long BUDGET = 64 << 20;

    private SymbolTableFuzz() {}

    /** Reads them. */
    public static void fuzzerTestOneInput(byte[] data) {
        ArraySource file = ArraySource.file(data);
        try {
            SymbolTableChecks.check(SymbolTable.fromFile(ElfFile.read(file), LIMITS));
        } catch (ElfFormatException documented) {
            // Most are.
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
        ArraySource memory = ArraySource.memory(data, HEADER_ADDRESS);
        try {
            ElfImage image = ElfReader.fromMemory(memory, HEADER_ADDRESS);
            SymbolTableChecks.check(SymbolTable.fromMemory(memory, image, HEADER_ADDRESS, LIMITS));
        } catch (IOException documented) {
            // What lies behind the array cannot be read.
        }
        if (file.bytesRead() > BUDGET || memory.bytesRead() > BUDGET) {
            throw new AssertionError("read too much: " + file.bytesRead() + " and " + memory.bytesRead() + " bytes");
        }
    }
}
