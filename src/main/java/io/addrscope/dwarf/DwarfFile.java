// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.ElfFormatException;
import io.addrscope.elf.SectionHeader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections of one file that hold DWARF, opened when they are first needed. Safe for any number of threads. */
final class DwarfFile {

    /** The sections, by what they hold. */
    enum Part {
        INFO(".debug_info", true),
        ABBREV(".debug_abbrev", true),
        STR(".debug_str", true),
        STR_OFFSETS(".debug_str_offsets", true),
        LINE_STR(".debug_line_str", false),
        LINE(".debug_line", false),
        ARANGES(".debug_aranges", false),
        RANGES(".debug_ranges", false),
        RNGLISTS(".debug_rnglists", true),
        ADDR(".debug_addr", false),
        CU_INDEX(".debug_cu_index", false);

        private final String section;

        /** Whether a file of split units has it under a name of its own. */
        private final boolean split;

        Part(String section, boolean split) {
            this.section = section;
            this.split = split;
        }

        String section(boolean inSplitFile) {
            return inSplitFile && split ? section + ".dwo" : section;
        }
    }

    private final ElfFile file;
    private final boolean split;
    private final boolean supplementary;
    private final Budget budget;
    private final Map<Part, Section> sections = new EnumMap<>(Part.class);
    private final Set<Part> known = EnumSet.noneOf(Part.class);
    private final Companions companions;
    private @Nullable DwarfFile supplementaryFile;
    private boolean supplementaryKnown;

    private DwarfFile(ElfFile file, boolean split, boolean supplementary, Companions companions, Budget budget) {
        this.file = file;
        this.split = split;
        this.supplementary = supplementary;
        this.companions = companions;
        this.budget = budget;
    }

    /**
     * A file of an image.
     *
     * @param companions which may have what this one refers to
     * @param budget for sections that are kept
     */
    static DwarfFile of(ElfFile file, Companions companions, Budget budget) {
        return new DwarfFile(file, false, false, companions, budget);
    }

    /** A file of split units of the same image, which is not kept. */
    DwarfFile split(ElfFile splitFile) {
        return new DwarfFile(splitFile, true, false, companions, new Budget(budget.total()));
    }

    /** A package of split units of the same image. */
    DwarfFile packageOf(ElfFile packageFile) {
        return new DwarfFile(packageFile, true, false, companions, budget);
    }

    /** Returns the file with what several images share, itself if it is that; null if there is none. */
    @Nullable
    DwarfFile supplementary() throws IOException {
        if (supplementary) {
            return this;
        }
        synchronized (this) {
            if (!supplementaryKnown) {
                supplementaryKnown = true;
                ElfFile found = companions.supplementary();
                supplementaryFile = found == null ? null : new DwarfFile(found, false, true, companions, budget);
            }
            return supplementaryFile;
        }
    }

    /** Returns whether this is the file with what several images share. */
    boolean isSupplementary() {
        return supplementary;
    }

    ElfFile elf() {
        return file;
    }

    /** Returns whether it is a file of split units, or a package of them. */
    boolean isSplit() {
        return split;
    }

    /** Returns a section; null if there is none. */
    synchronized @Nullable Section find(Part part) throws IOException {
        if (!known.contains(part)) {
            Section section = open(part.section(split));
            if (section != null) {
                sections.put(part, section);
            }
            known.add(part);
        }
        return sections.get(part);
    }

    /** Returns a section that something refers to. */
    Section get(Part part) throws IOException {
        Section section = find(part);
        if (section == null) {
            throw new DwarfFormatException(
                    file.bytes().name() + " " + part.section(split), 0, "there is no such section");
        }
        return section;
    }

    private @Nullable Section open(String name) throws IOException {
        SectionHeader header = file.sections().find(name);
        boolean compressed = header != null && (header.flags() & SectionHeader.SHF_COMPRESSED) != 0;
        if (header == null) {
            header = file.sections().find(".z" + name.substring(1));
            compressed = true;
        }
        if (header == null || header.type() == SectionHeader.SHT_NOBITS) {
            return null;
        }
        try {
            return new Section(file.content(header), compressed, file.order() == ByteOrder.BIG_ENDIAN, budget);
        } catch (ElfFormatException e) {
            throw new DwarfFormatException(file.bytes().name() + " " + name, 0, e.fault());
        }
    }
}
