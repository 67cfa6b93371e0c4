// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.Address;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a loader loads of an image, by ELF address: in the file, or in memory. As thread-safe as the source.
 */
final class LoadedBytes {

    private final ByteSource source;
    private final ElfImage image;
    private final boolean isInMemory;

    /** What is added to an ELF address in memory; 0 in a file. */
    private final long bias;

    private LoadedBytes(ByteSource source, ElfImage image, boolean isInMemory, long bias) {
        this.source = source;
        this.image = image;
        this.isInMemory = isInMemory;
        this.bias = bias;
    }

    static LoadedBytes inFile(ElfFile file) {
        return new LoadedBytes(file.bytes(), file.image(), false, 0);
    }

    /** @param bias what the loader added to each ELF address */
    static LoadedBytes inMemory(ByteSource memory, ElfImage image, long bias) {
        return new LoadedBytes(memory, image, true, bias);
    }

    /** Returns what messages call the source. */
    String name() {
        return source.name();
    }

    /**
     * Returns the bytes from an ELF address to the end of its segment, or the first of them.
     *
     * @param most how many are wanted at most, unsigned
     * @param what what the bytes are, for messages
     * @throws ElfFormatException if no segment holds the first, or it does not lie in the file
     * @throws IOException if the size of the file cannot be read
     */
    ByteSource from(long elfAddress, long most, String what) throws IOException {
        ProgramHeader segment = segmentOf(elfAddress);
        if (segment == null) {
            throw new ElfFormatException(source.name(), elfAddress, what + ": no segment has them");
        }
        long within = elfAddress - segment.vaddr();
        long position = isInMemory ? bias + elfAddress : segment.offset() + within;
        long there = segment.filesz() - within;
        long size = source.size();
        if (!isInMemory && !Address.isBelow(position, size)) {
            throw new ElfFormatException(source.name(), position, what + ": the file ends before");
        }
        if (!isInMemory && Address.isBelow(size - position, there)) {
            there = size - position;
        }
        long length = Address.isBelow(most, there) ? most : there;
        return new SliceBytes(source, position, length < 0 ? Long.MAX_VALUE : length, what);
    }

    /**
     * Returns the ELF address that a pointer in the dynamic section means. Some dynamic linkers add the load bias to those in
     * memory (glibc, of most images), some do not.
     */
    long elfAddress(long pointer) {
        return isInMemory && segmentOf(pointer - bias) != null ? pointer - bias : pointer;
    }

    private @Nullable ProgramHeader segmentOf(long elfAddress) {
        for (ProgramHeader header : image.programHeaders()) {
            if (header.isLoad() && Address.isBelow(elfAddress - header.vaddr(), header.filesz())) {
                return header;
            }
        }
        return null;
    }
}
