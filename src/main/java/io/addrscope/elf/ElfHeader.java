// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ELF header of an image (gABI, "ELF header"), and where the image is read from. */
final class ElfHeader {

    /** First four bytes of every image, as a big-endian number: 0x7f, {@code ELF}. */
    private static final int MAGIC = 0x7f454c46;

    final ElfSource source;

    /** Position in the source of the header's first byte. */
    final long base;

    final Layout layout;
    final ByteOrder order;
    private final ByteBuffer header;

    private ElfHeader(ElfSource source, long base, Layout layout, ByteOrder order, ByteBuffer header) {
        this.source = source;
        this.base = base;
        this.layout = layout;
        this.order = order;
        this.header = header;
    }

    /**
     * Reads the header at a position.
     *
     * @throws NotElfException if there is none
     * @throws ElfFormatException if it is cut off, or of a class or byte order that the gABI does not know
     * @throws IOException if {@code bytes} cannot be read
     */
    static ElfHeader read(ByteSource bytes, long base) throws IOException {
        ElfSource source = new ElfSource(bytes);
        ByteBuffer ident = source.readUpTo(base, Layout.EI_NIDENT, ByteOrder.BIG_ENDIAN);
        if (ident.remaining() < Integer.BYTES || ident.getInt(0) != MAGIC) {
            throw source.notElf(base, ident.hasRemaining() ? "no ELF header" : "no bytes, so no ELF header");
        }
        if (ident.remaining() < Layout.EI_NIDENT) {
            throw source.fault(base, "the ELF header is cut off after " + ident.remaining() + " bytes");
        }
        Layout layout = switch (ident.get(Layout.EI_CLASS)) {
            case 1 -> Layout.ELF32;
            case 2 -> Layout.ELF64;
            default -> throw unknown(source, base, ident, Layout.EI_CLASS, "class");
        };
        ByteOrder order = switch (ident.get(Layout.EI_DATA)) {
            case 1 -> ByteOrder.LITTLE_ENDIAN;
            case 2 -> ByteOrder.BIG_ENDIAN;
            default -> throw unknown(source, base, ident, Layout.EI_DATA, "byte order");
        };
        ByteBuffer header = source.read(base, layout.ehdrSize, order, "the ELF header");
        return new ElfHeader(source, base, layout, order, header);
    }

    private static ElfFormatException unknown(ElfSource source, long base, ByteBuffer ident, int index, String what) {
        return source.fault(base + index, "unknown " + what + " " + Byte.toUnsignedInt(ident.get(index)));
    }

    ElfClass elfClass() {
        return layout == Layout.ELF32 ? ElfClass.ELF32 : ElfClass.ELF64;
    }

    /** Returns the 16-bit field at an offset in the header. */
    int half(int index) {
        return Short.toUnsignedInt(header.getShort(index));
    }

    /** Returns the address or file offset at an offset in the header. */
    long word(int index) {
        return layout.word(header, index);
    }

    /** Says what is wrong with the field at an offset in the header. */
    ElfFormatException fault(int index, String fault) {
        return source.fault(base + index, fault);
    }
}
