// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.testing.ArraySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes 64-bit little-endian images that no linker would make. */
final class ElfBuilder {

    private static final int HEADERS_AT = 64;

    private final List<ProgramHeader> headers = new ArrayList<>();
    private int type = ElfImage.ET_DYN;
    private int entrySize = 56;
    private int count = -1;
    private int size = 4096;
    private int sectionZeroInfo;
    private final Map<Integer, byte[]> patches = new TreeMap<>();

    ElfBuilder type(int newType) {
        type = newType;
        return this;
    }

    ElfBuilder entrySize(int newEntrySize) {
        entrySize = newEntrySize;
        return this;
    }

    /** What {@code e_phnum} says; else the truth. */
    ElfBuilder count(int newCount) {
        count = newCount;
        return this;
    }

    ElfBuilder size(int newSize) {
        size = newSize;
        return this;
    }

    /** Puts a section header behind everything, with this {@code sh_info}. */
    ElfBuilder sectionZeroInfo(int info) {
        sectionZeroInfo = info;
        return this;
    }

    ElfBuilder load(int flags, long offset, long vaddr, long filesz, long memsz) {
        headers.add(new ProgramHeader(ProgramHeader.PT_LOAD, flags, offset, vaddr, filesz, memsz, 0x1000));
        return this;
    }

    /** A note segment at one offset in file and memory. */
    ElfBuilder notes(int at, int align, long filesz, byte[]... notes) {
        headers.add(new ProgramHeader(ProgramHeader.PT_NOTE, ProgramHeader.PF_R, at, at, filesz, filesz, align));
        int next = at;
        for (byte[] note : notes) {
            patches.put(next, note);
            next += note.length;
        }
        return this;
    }

    /** One note, name and descriptor padded. */
    static byte[] note(String name, int type, int align, byte[] desc) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        int descAt = (12 + nameBytes.length + align - 1) & -align;
        ByteBuffer note =
                ByteBuffer.allocate((descAt + desc.length + align - 1) & -align).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(nameBytes.length).putInt(desc.length).putInt(type).put(nameBytes);
        note.position(descAt).put(desc);
        return note.array();
    }

    byte[] build() {
        ByteBuffer image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        image.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        image.putShort(16, (short) type).putShort(18, (short) 62).putInt(20, 1);
        image.putLong(32, HEADERS_AT).putShort(52, (short) 64).putShort(54, (short) entrySize);
        image.putShort(56, (short) (count < 0 ? headers.size() : count));
        if (sectionZeroInfo != 0) {
            image.putLong(40, size - 64).putShort(58, (short) 64).putShort(60, (short) 1);
            image.putInt(size - 64 + 44, sectionZeroInfo);
        }
        int at = HEADERS_AT;
        for (ProgramHeader header : headers) {
            image.putInt(at, header.type()).putInt(at + 4, header.flags());
            image.putLong(at + 8, header.offset()).putLong(at + 16, header.vaddr());
            image.putLong(at + 32, header.filesz()).putLong(at + 40, header.memsz());
            image.putLong(at + 48, header.align());
            at += entrySize;
        }
        patches.forEach((position, bytes) -> image.position(position).put(bytes));
        return image.array();
    }

    /** The image as the reader sees it. */
    ElfImage read() throws IOException {
        return ElfReader.fromFile(ArraySource.file(build()));
    }
}
