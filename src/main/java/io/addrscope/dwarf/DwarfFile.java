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

    /**
     * The sections, by what they hold; those first that are read in no order, and so are kept rather than others if not all can
     * be.
     */
    enum Part {
        ABBREV(".debug_abbrev", true),
        STR(".debug_str", true),
        STR_OFFSETS(".debug_str_offsets", true),
        LINE_STR(".debug_line_str", false),
        ADDR(".debug_addr", false),
        CU_INDEX(".debug_cu_index", false),
        RNGLISTS(".debug_rnglists", true),
        RANGES(".debug_ranges", false),
        LINE(".debug_line", false),
        INFO(".debug_info", true),
        ARANGES(".debug_aranges", false);

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

    /** How much less is decompressed than is probably needed: too much may have to be done again. */
    private static final double MARGIN = 0.1;

    private final ElfFile file;
    private final boolean split;
    private final boolean supplementary;
    private final Budget budget;
    private final Map<Part, Section> sections = new EnumMap<>(Part.class);
    private final Set<Part> known = EnumSet.noneOf(Part.class);
    private final Companions companions;
    private @Nullable DwarfFile supplementaryFile;
    private boolean supplementaryKnown;

    /** Why there is no supplementary file, once it has been asked for. */
    private @Nullable DwarfFormatException supplementaryFault;

    /** Whether somebody was told so since {@link #takeFault}. */
    private boolean missed;

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

    /**
     * Returns the file with what several images share, itself if it is that; null if there is none, which {@link #takeFault}
     * then tells.
     */
    @Nullable
    DwarfFile supplementary() {
        if (supplementary) {
            return this;
        }
        synchronized (this) {
            if (!supplementaryKnown) {
                supplementaryKnown = true;
                openSupplementary();
            }
            missed |= supplementaryFile == null;
            return supplementaryFile;
        }
    }

    /** Whatever goes wrong costs what is in that file, and nothing that is in this one. */
    private void openSupplementary() {
        String why = "it was not found";
        try {
            ElfFile found = companions.supplementary();
            if (found != null) {
                supplementaryFile = new DwarfFile(found, false, true, companions, budget);
                return;
            }
        } catch (IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        }
        supplementaryFault = new DwarfFormatException(
                file.bytes().name() + " " + Part.INFO.section(split), 0, "the supplementary file is missing: " + why);
    }

    /** Returns why something was missed in the supplementary file since this was last called; null if nothing was. */
    synchronized @Nullable DwarfFormatException takeFault() {
        boolean told = missed;
        missed = false;
        return told ? supplementaryFault : null;
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
            for (Part other : Part.values()) {
                if (other.compareTo(part) < 0) {
                    openIfPossible(other);
                }
            }
            Section section = open(part.section(split));
            if (section != null) {
                sections.put(part, section);
            }
            known.add(part);
        }
        return sections.get(part);
    }

    private void openIfPossible(Part part) throws IOException {
        if (!known.contains(part)) {
            try {
                Section section = open(part.section(split));
                if (section != null) {
                    sections.put(part, section);
                }
                known.add(part);
            } catch (DwarfFormatException e) {
                // Whoever asks for that one is told.
            }
        }
    }

    /**
     * Decompresses what a unit will need, so that it is there when the unit is: strings, which may be anywhere, and of what
     * compilers write in the order of the units what comes before.
     *
     * @param fraction how far into {@code .debug_info} the unit is, from 0 to 1
     */
    void warmUp(double fraction) throws IOException {
        warmUp(Part.STR, 1);
        warmUp(Part.LINE_STR, 1);
        warmUp(Part.ABBREV, fraction - MARGIN);
        warmUp(Part.RNGLISTS, fraction - MARGIN);
        warmUp(Part.RANGES, fraction - MARGIN);
        warmUp(Part.LINE, fraction - MARGIN);
    }

    private void warmUp(Part part, double fraction) throws IOException {
        try {
            Section section = find(part);
            if (section != null) {
                section.warmUp(fraction);
            }
        } catch (DwarfFormatException e) {
            // Whoever asks for it is told.
        }
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
        boolean beside = split || supplementary;
        try {
            return new Section(file.content(header), compressed, file.order() == ByteOrder.BIG_ENDIAN, budget, beside);
        } catch (ElfFormatException e) {
            throw new DwarfFormatException(file.bytes().name() + " " + name, 0, e.fault());
        } catch (DwarfFormatException e) {
            throw e;
        } catch (IOException e) {
            if (beside) {
                throw new DwarfFormatException(
                        file.bytes().name() + " " + name, 0, "cannot be read: " + e.getMessage());
            }
            throw e;
        }
    }
}
