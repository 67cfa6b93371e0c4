// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The section headers of an ELF file (gABI, "Sections"), decoded one by one when they are asked for.
 *
 * <p>An image without sections has a table of none: that is no fault, and nothing that a loader needs. Immutable, and safe
 * for any number of threads.
 */
public final class SectionTable {

    /** Most bytes of section headers that are read: of a quarter of a million sections in a 64-bit file. */
    static final int MAX_TABLE_BYTES = 16 << 20;

    /** Most bytes of section names that are read. */
    static final int MAX_NAME_BYTES = 16 << 20;

    /** Longest name that is believed, in bytes. */
    static final int MAX_NAME = 4096;

    /** {@code SHN_XINDEX}: the index did not fit; it is in {@code sh_link} of section 0. */
    private static final int SHN_XINDEX = 0xffff;

    private final Layout layout;
    private final ByteBuffer headers;
    private final int entrySize;
    private final int count;
    private final ByteBuffer names;

    private SectionTable(Layout layout, ByteBuffer headers, int entrySize, int count, ByteBuffer names) {
        this.layout = layout;
        this.headers = headers;
        this.entrySize = entrySize;
        this.count = count;
        this.names = names;
    }

    /**
     * Reads the section headers of a file.
     *
     * @throws ElfFormatException if they contradict themselves, exceed the limits of this class or are cut off
     */
    static SectionTable read(ElfHeader header) throws IOException {
        Layout layout = header.layout;
        long shoff = header.word(layout.eShoff);
        if (shoff == 0) {
            ByteBuffer nothing = ByteBuffer.allocate(0);
            return new SectionTable(layout, nothing, 0, 0, nothing);
        }
        int entrySize = header.half(layout.eShentsize);
        if (entrySize < layout.shdrSize) {
            throw header.fault(
                    layout.eShentsize,
                    "section headers of " + entrySize + " bytes are smaller than the " + layout.shdrSize
                            + " of their fields");
        }
        long count = header.half(layout.eShnum);
        int nameSection = header.half(layout.eShstrndx);
        if (count == 0 || nameSection == SHN_XINDEX) {
            // What does not fit into the ELF header is in the first section header.
            ByteBuffer first = header.source.read(shoff, layout.shdrSize, header.order, "section header 0");
            if (count == 0) {
                count = layout.word(first, layout.shSize);
            }
            if (nameSection == SHN_XINDEX) {
                nameSection = first.getInt(layout.shLink);
            }
        }
        if (count < 0 || count > MAX_TABLE_BYTES / entrySize) {
            throw header.fault(
                    layout.eShnum, "more section headers than are read: " + count + " of " + entrySize + " bytes");
        }
        ByteBuffer headers =
                header.source.read(shoff, (int) count * entrySize, header.order, "the section header table");
        SectionTable nameless = new SectionTable(layout, headers, entrySize, (int) count, ByteBuffer.allocate(0));
        return new SectionTable(layout, headers, entrySize, (int) count, nameless.readNames(header, nameSection));
    }

    private ByteBuffer readNames(ElfHeader header, int nameSection) throws IOException {
        if (nameSection <= 0 || nameSection >= count) {
            return ByteBuffer.allocate(0);
        }
        SectionHeader strings = header(nameSection);
        if (strings.size() < 0 || strings.size() > MAX_NAME_BYTES) {
            throw header.source.fault(
                    strings.offset(), "more section names than are read: " + strings.size() + " bytes");
        }
        return header.source.readUpTo(strings.offset(), (int) strings.size(), header.order);
    }

    /** Returns how many there are, that of index 0 included, which is no section. */
    public int size() {
        return count;
    }

    /**
     * Returns a section header.
     *
     * @param index from 0, less than {@link #size}
     */
    public SectionHeader header(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index + " of " + count + " sections");
        }
        int at = index * entrySize;
        return new SectionHeader(
                index,
                name(headers.getInt(at + Layout.SH_NAME)),
                headers.getInt(at + Layout.SH_TYPE),
                layout.word(headers, at + Layout.SH_FLAGS),
                layout.word(headers, at + layout.shAddr),
                layout.word(headers, at + layout.shOffset),
                layout.word(headers, at + layout.shSize),
                headers.getInt(at + layout.shLink),
                headers.getInt(at + layout.shInfo),
                layout.word(headers, at + layout.shAddralign),
                layout.word(headers, at + layout.shEntsize));
    }

    /** Returns {@code sh_type} of a section. */
    int type(int index) {
        return headers.getInt(index * entrySize + Layout.SH_TYPE);
    }

    /** Returns {@code sh_flags} of a section. */
    long flags(int index) {
        return layout.word(headers, index * entrySize + Layout.SH_FLAGS);
    }

    /** Returns {@code sh_addr} of a section. */
    long address(int index) {
        return layout.word(headers, index * entrySize + layout.shAddr);
    }

    /** Returns {@code sh_size} of a section. */
    long length(int index) {
        return layout.word(headers, index * entrySize + layout.shSize);
    }

    /** Returns {@code sh_link} of a section. */
    int link(int index) {
        return headers.getInt(index * entrySize + layout.shLink);
    }

    /** Returns the first section of a name; null if there is none. */
    public @Nullable SectionHeader find(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 1; i < count; i++) {
            if (isNamed(headers.getInt(i * entrySize + Layout.SH_NAME), wanted)) {
                return header(i);
            }
        }
        return null;
    }

    /** Returns the first section of a type; null if there is none. */
    public @Nullable SectionHeader findType(int type) {
        for (int i = 1; i < count; i++) {
            if (type(i) == type) {
                return header(i);
            }
        }
        return null;
    }

    private boolean isNamed(int at, byte[] wanted) {
        int end = at + wanted.length;
        if (at < 0 || end < 0 || end >= names.limit() || names.get(end) != 0) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (names.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes are taken as they are: names of sections are ASCII by custom only. */
    private String name(int at) {
        if (at < 0 || at >= names.limit()) {
            return "";
        }
        int limit = Math.min(names.limit(), at + MAX_NAME);
        int end = at;
        while (end < limit && names.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - at];
        names.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
