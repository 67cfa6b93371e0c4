// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import io.addrscope.model.BuildId;
import java.io.IOException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An ELF file that is open: its headers, and the content of its sections as far as that is asked for.
 *
 * <p>Reading costs what is read; nothing is kept but the headers. The file may be cut or written meanwhile: what is read is
 * checked, and whoever needs to know that all of it is of one state asks the file system before and after. Closing the file
 * is the business of whoever opened it. Safe for any number of threads, as the source is.
 */
public final class ElfFile {

    private final ByteSource bytes;
    private final ElfHeader header;
    private final ElfImage image;
    private final SectionTable sections;

    private ElfFile(ByteSource bytes, ElfHeader header, ElfImage image, SectionTable sections) {
        this.bytes = bytes;
        this.header = header;
        this.image = image;
        this.sections = sections;
    }

    /**
     * Reads the headers of a file.
     *
     * @throws NotElfException if it does not begin as an ELF image does
     * @throws ElfFormatException if the headers contradict themselves, exceed the limits of {@link ElfReader} and
     *     {@link SectionTable}, or are cut off
     * @throws IOException if {@code file} cannot be read
     */
    public static ElfFile read(ByteSource file) throws IOException {
        ElfHeader header = ElfHeader.read(file, 0);
        return new ElfFile(file, header, ElfReader.fromFile(header), SectionTable.read(header));
    }

    /** Returns what the headers and notes say. */
    public ElfImage image() {
        return image;
    }

    /**
     * Returns the build ID that the file gives itself: in its note sections, else in its note segments; null if it has none.
     *
     * <p>A debug file may have kept the program headers of the file that it was split from, which tell of other bytes than
     * its own; so its sections come first. What a loader maps is told by {@link #image} alone.
     */
    public @Nullable BuildId buildId() {
        NoteScanner notes = new NoteScanner(header.source, header.order);
        notes.scan(sections);
        BuildId inSections = notes.buildId();
        return inSections == null ? image.buildId() : inSections;
    }

    /** Returns the order of the bytes in every field. */
    public ByteOrder order() {
        return header.order;
    }

    /** Returns the section headers. */
    public SectionTable sections() {
        return sections;
    }

    /** Returns the file. */
    public ByteSource bytes() {
        return bytes;
    }

    /**
     * Returns the content of a section: of a compressed one what it was before. A section without bytes in the file has no
     * content. The result is closed with no effect on the file.
     *
     * @throws ElfFormatException if the section does not lie in the file, or its compression header cannot be understood
     * @throws IOException if the file cannot be read
     */
    public ByteSource content(SectionHeader section) throws IOException {
        return SectionContent.of(header, bytes, section);
    }

    /**
     * Returns the content of the debug section of a name, compressed or not: {@code .debug_line}, or {@code .zdebug_line} as
     * GNU tools compressed it before there was {@code SHF_COMPRESSED}; null if there is none.
     *
     * @throws IOException as {@link #content} does
     */
    public @Nullable ByteSource debugContent(String name) throws IOException {
        SectionHeader section = sections.find(name);
        if (section == null && name.startsWith(SectionContent.DEBUG_PREFIX)) {
            section =
                    sections.find(SectionContent.ZDEBUG_PREFIX + name.substring(SectionContent.DEBUG_PREFIX.length()));
        }
        return section == null || section.type() == SectionHeader.SHT_NOBITS ? null : content(section);
    }
}
