// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import io.addrscope.testing.ArraySource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes are an ELF file with debug information, and its own supplementary file and package of split units: addresses in
 * its code are looked up, one by one and together, with and without room to keep anything.
 */
public final class DebugInfoFuzz {

    private static final int ADDRESSES = 24;

    private DebugInfoFuzz() {}

    /** Looks addresses up. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            ElfFile file = ElfFile.read(ArraySource.file(data));
            long[] addresses = addresses(file);
            Companions companions = new Itself(file);
            DebugInfo kept = DebugInfo.open(file, companions, 4 << 20);
            DebugInfo streamed = DebugInfo.open(file, companions, 0);
            kept.frames(addresses);
            for (long address : addresses) {
                SourceFrames first = kept.frames(address);
                SourceFrames second = streamed.frames(address);
                if (!first.frames().equals(second.frames())) {
                    throw new AssertionError("0x" + Long.toHexString(address) + ": " + first + " and " + second);
                }
            }
            if (kept.bytes() > 8 << 20) {
                throw new AssertionError("keeps " + kept.bytes() + " bytes");
            }
        } catch (ElfFormatException documented) {
            // Not even the headers can be read.
        } catch (IOException e) {
            throw new AssertionError("an array has no other errors", e);
        }
    }

    private static long[] addresses(ElfFile file) {
        long[] addresses = new long[ADDRESSES];
        SectionTable sections = file.sections();
        int count = 0;
        for (int i = 1; i < Math.min(sections.size(), 100) && count + 8 <= ADDRESSES; i++) {
            SectionHeader section = sections.header(i);
            if (section.isExecutable()) {
                for (int part = 0; part < 8; part++) {
                    addresses[count++] = section.address() + section.size() / 8 * part;
                }
            }
        }
        return addresses;
    }

    private record Itself(ElfFile file) implements Companions {

        @Override
        public @Nullable ElfFile splitUnit(@Nullable String directory, String name, long id) {
            return file;
        }

        @Override
        public ElfFile splitPackage() {
            return file;
        }

        @Override
        public ElfFile supplementary() {
            return file;
        }
    }
}
