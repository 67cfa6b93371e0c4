// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Opens the content of a section, decompressed where it is compressed.
 *
 * <pre>
 * Compression header (gABI, Elf32_Chdr, Elf64_Chdr)   Older GNU form, sections named .zdebug_*
 *   field         ELF32  ELF64  bytes                   offset  bytes
 *   ch_type           0      0  4                            0  4  "ZLIB"
 *   ch_size           4      8  4/8                          4  8  uncompressed size, big-endian
 *   ch_addralign      8     16  4/8                         12     a zlib stream
 *   (size)           12     24
 * </pre>
 */
final class SectionContent {

    /** How sections with debug information are named. */
    static final String DEBUG_PREFIX = ".debug_";

    /** How they were named if they were compressed, before {@code SHF_COMPRESSED}. */
    static final String ZDEBUG_PREFIX = ".zdebug_";

    /** {@code ch_type}: RFC 1950. */
    private static final int ELFCOMPRESS_ZLIB = 1;

    /** {@code ch_type}: RFC 8878. */
    private static final int ELFCOMPRESS_ZSTD = 2;

    /** {@code ZLIB}, as a big-endian number. */
    private static final int ZLIB_MAGIC = 0x5a4c4942;

    /** Bytes of the older form's header. */
    private static final int ZDEBUG_HEADER_SIZE = 12;

    private SectionContent() {}

    static ByteSource of(ElfHeader header, ByteSource file, SectionHeader section) throws IOException {
        if (section.type() == SectionHeader.SHT_NOBITS) {
            return new SliceBytes(file, 0, 0, section.name());
        }
        long size = file.size();
        if (section.offset() < 0
                || section.size() < 0
                || section.offset() > size
                || section.size() > size - section.offset()) {
            throw header.source.fault(
                    section.offset(),
                    "section " + section.name() + " of " + section.size() + " bytes ends behind the file");
        }
        SliceBytes raw = new SliceBytes(file, section.offset(), section.size(), section.name());
        if ((section.flags() & SectionHeader.SHF_COMPRESSED) != 0) {
            return compressed(header, raw, section);
        }
        return section.name().startsWith(ZDEBUG_PREFIX) ? zdebug(header, raw, section) : raw;
    }

    private static ByteSource compressed(ElfHeader header, SliceBytes raw, SectionHeader section) throws IOException {
        Layout layout = header.layout;
        ByteBuffer chdr = header.source.read(section.offset(), layout.chdrSize, header.order, "the compression header");
        int type = chdr.getInt(Layout.CH_TYPE);
        long size = layout.word(chdr, layout.chSize);
        if (size < 0) {
            throw header.source.fault(section.offset(), "section " + section.name() + " of 2^63 bytes and more");
        }
        StreamedBytes.Compression compression = switch (type) {
            case ELFCOMPRESS_ZLIB -> StreamedBytes.Compression.ZLIB;
            case ELFCOMPRESS_ZSTD -> StreamedBytes.Compression.ZSTD;
            default ->
                throw header.source.fault(
                        section.offset(), "section " + section.name() + " is compressed in an unknown way, " + type);
        };
        return new StreamedBytes(raw.from(layout.chdrSize), compression, size);
    }

    private static ByteSource zdebug(ElfHeader header, SliceBytes raw, SectionHeader section) throws IOException {
        ByteBuffer start = header.source.readUpTo(section.offset(), ZDEBUG_HEADER_SIZE, ByteOrder.BIG_ENDIAN);
        if (start.remaining() < ZDEBUG_HEADER_SIZE || start.getInt(0) != ZLIB_MAGIC) {
            // Named so, and not compressed: what would have grown is left as it is.
            return raw;
        }
        long size = start.getLong(Integer.BYTES);
        if (size < 0) {
            throw header.source.fault(section.offset(), "section " + section.name() + " of 2^63 bytes and more");
        }
        return new StreamedBytes(raw.from(ZDEBUG_HEADER_SIZE), StreamedBytes.Compression.ZLIB, size);
    }
}
