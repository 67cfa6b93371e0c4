// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.model.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One program header: a segment of the image (gABI, program header). Numbers are as the image has them, unchecked.
 *
 * @param type {@code p_type}: {@link #PT_LOAD}, {@link #PT_NOTE} or another
 * @param flags {@code p_flags}: {@link #PF_X}, {@link #PF_W}, {@link #PF_R} and others
 * @param offset {@code p_offset}: file offset of the first byte, unsigned
 * @param vaddr {@code p_vaddr}: ELF address of the first byte, unsigned
 * @param filesz {@code p_filesz}: bytes in the file, unsigned
 * @param memsz {@code p_memsz}: bytes in memory, unsigned; those behind {@code filesz} are zero at first
 * @param align {@code p_align}: 0 and 1 mean none
 */
public record ProgramHeader(int type, int flags, long offset, long vaddr, long filesz, long memsz, long align) {

    /** {@code p_type} of a segment that is mapped. */
    public static final int PT_LOAD = 1;

    /** {@code p_type} of a segment of notes. */
    public static final int PT_NOTE = 4;

    /** {@code p_flags}: executable. */
    public static final int PF_X = 1;

    /** {@code p_flags}: writable. */
    public static final int PF_W = 2;

    /** {@code p_flags}: readable. */
    public static final int PF_R = 4;

    /** Returns whether the segment is mapped. */
    public boolean isLoad() {
        return type == PT_LOAD;
    }

    /** Returns the first of the segments that has an ELF address in memory; null if none has. */
    public static @Nullable ProgramHeader holding(long elfAddress, List<ProgramHeader> headers) {
        for (int i = 0; i < headers.size(); i++) {
            ProgramHeader header = headers.get(i);
            if (header.isLoad() && Address.isBelow(elfAddress - header.vaddr(), header.memsz())) {
                return header;
            }
        }
        return null;
    }

    /** Returns whether the segment may be executed. */
    public boolean isExecutable() {
        return (flags & PF_X) != 0;
    }

    /** Returns whether the segment may be written. */
    public boolean isWritable() {
        return (flags & PF_W) != 0;
    }

    /** Returns whether the segment may be read, written or executed. */
    boolean isAccessible() {
        return (flags & (PF_R | PF_W | PF_X)) != 0;
    }
}
