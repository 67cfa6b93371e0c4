// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A unit while it is read: its header, its abbreviations, and what its first entry says of all of it. Where values are kept
 * elsewhere, this says where (DWARF 5, 3.1.1, 3.1.2, 7.3.2). For one thread at a time.
 */
final class Unit {

    /** Bytes of an entry that are looked at first; nearly all are shorter. */
    private static final int ENTRY_WINDOW = 2048;

    /** No attribute says so. */
    static final long NOWHERE = -1;

    private final DwarfFile file;
    private final UnitHeader header;
    private final AbbreviationTable abbreviations;
    private final Section info;
    private final PackageEntry place;
    private final @Nullable Unit skeleton;
    private @Nullable Input whole;

    private boolean hasLowPc;
    private long lowPc;
    private boolean hasHighPc;
    private boolean highIsAddress;
    private long highPc;
    private int rangesForm;
    private long ranges;
    private long lineTable = NOWHERE;
    private long stringOffsets;
    private long addresses;
    private long rangeLists;
    private long rangesBase;
    private long id;
    private int language;
    private boolean parent;
    private @Nullable String directory;
    private @Nullable String splitName;

    private Unit(
            DwarfFile file,
            UnitHeader header,
            AbbreviationTable abbreviations,
            Section info,
            PackageEntry place,
            @Nullable Unit skeleton) {
        this.file = file;
        this.header = header;
        this.abbreviations = abbreviations;
        this.info = info;
        this.place = place;
        this.skeleton = skeleton;
        this.id = header.id();
    }

    /**
     * Reads header and first entry of a unit.
     *
     * @param tables where abbreviations are kept
     * @param offset of the unit in {@code .debug_info}
     * @param place where the sections of a package have the unit's parts
     * @param skeleton of a split unit: what belongs to it in the main file; else null
     */
    static Unit read(
            DwarfFile file, AbbreviationTables tables, long offset, PackageEntry place, @Nullable Unit skeleton)
            throws IOException {
        Section info = file.get(Part.INFO);
        UnitHeader header = UnitHeader.read(info, offset);
        AbbreviationTable abbreviations =
                tables.get(file, place.abbreviations() + header.abbreviations(), header.encoding());
        return read(file, header, abbreviations, info, place, skeleton);
    }

    /** As {@link #read}, but only for what the first entry says. */
    static Unit readFirst(DwarfFile file, AbbreviationTables tables, UnitHeader header) throws IOException {
        Section info = file.get(Part.INFO);
        long code = info.window(header.first(), ENTRY_WINDOW).uleb();
        AbbreviationTable abbreviations = tables.getAtLeast(code, file, header.abbreviations(), header.encoding());
        return read(file, header, abbreviations, info, PackageEntry.NONE, null);
    }

    private static Unit read(
            DwarfFile file,
            UnitHeader header,
            AbbreviationTable abbreviations,
            Section info,
            PackageEntry place,
            @Nullable Unit skeleton)
            throws IOException {
        Unit unit = new Unit(file, header, abbreviations, info, place, skeleton);
        unit.readFirst();
        return unit;
    }

    private void readFirst() throws IOException {
        stringOffsets = place.stringOffsets();
        rangeLists = place.rangeLists();
        if (header.encoding().version() >= 5) {
            // A table's header lies in front of what offsets are from, unless an attribute says where that is.
            stringOffsets += header.tableHeaderSize(4);
            rangeLists += header.tableHeaderSize(8);
            addresses = header.tableHeaderSize(4);
        }
        int length = ENTRY_WINDOW;
        while (true) {
            Input in = info.window(header.first(), length);
            boolean complete = in.end() >= header.end();
            if (complete) {
                in.limitTo(header.end());
            }
            try {
                readFirst(in);
                return;
            } catch (DwarfFormatException e) {
                if (complete || !e.isCutOff()) {
                    throw e;
                }
                length = (int) Math.min(Integer.MAX_VALUE, length * 16L);
            }
        }
    }

    /** Twice over the attributes: bases come before what is counted from them. */
    private void readFirst(Input in) throws IOException {
        int abbreviation = abbreviations.find(in.uleb(), in);
        parent = abbreviations.hasChildren(abbreviation);
        long start = in.offset();
        Values values = new Values(abbreviations);
        for (int at = abbreviations.first(abbreviation); at < abbreviations.end(abbreviation); at++) {
            readBase(abbreviations.attribute(at), values.read(at, in));
        }
        in.seek(start);
        for (int at = abbreviations.first(abbreviation); at < abbreviations.end(abbreviation); at++) {
            readAttribute(abbreviations.attribute(at), values.read(at, in), values);
        }
        if (hasHighPc && !highIsAddress) {
            highPc = header.encoding().end(lowPc + highPc);
        }
    }

    private void readBase(int attribute, long value) {
        switch (attribute) {
            case Attribute.STR_OFFSETS_BASE -> stringOffsets = value;
            case Attribute.ADDR_BASE, Attribute.GNU_ADDR_BASE -> addresses = value;
            case Attribute.RNGLISTS_BASE -> rangeLists = value;
            case Attribute.GNU_RANGES_BASE -> rangesBase = value;
            case Attribute.GNU_DWO_ID -> id = value;
            case Attribute.LANGUAGE -> language = (int) value;
            case Attribute.STMT_LIST -> lineTable = value;
            default -> {
                // Depends on those above, or does not matter.
            }
        }
    }

    private void readAttribute(int attribute, long value, Values values) throws IOException {
        switch (attribute) {
            case Attribute.LOW_PC -> {
                lowPc = values.isAddress() ? address(values.form(), value) : value;
                hasLowPc = true;
            }
            case Attribute.ENTRY_PC -> {
                if (!hasLowPc && values.isAddress()) {
                    lowPc = address(values.form(), value);
                    hasLowPc = true;
                }
            }
            case Attribute.HIGH_PC -> {
                highIsAddress = values.isAddress();
                highPc = highIsAddress ? address(values.form(), value) : value;
                hasHighPc = true;
            }
            case Attribute.RANGES -> {
                rangesForm = values.form();
                ranges = value;
            }
            case Attribute.COMP_DIR -> directory = string(values.form(), value);
            case Attribute.DWO_NAME, Attribute.GNU_DWO_NAME -> splitName = string(values.form(), value);
            default -> {
                // Was read before, or does not matter.
            }
        }
    }

    DwarfFile file() {
        return file;
    }

    UnitHeader header() {
        return header;
    }

    AbbreviationTable abbreviations() {
        return abbreviations;
    }

    /** Returns the compiler's working directory; null if it is not recorded. */
    @Nullable
    String directory() {
        return directory == null && skeleton != null ? skeleton.directory() : directory;
    }

    /** Returns the path of the file with the split unit that this is the skeleton of; null if it is none. */
    @Nullable
    String splitName() {
        return splitName;
    }

    /** Returns the number that a skeleton and its split unit share; 0 for neither. */
    long id() {
        return id;
    }

    /** Returns {@code DW_AT_language}; 0 if it is not given. */
    int language() {
        return language;
    }

    /** Returns the offset of the line table in {@code .debug_line}; {@link #NOWHERE} if there is none. */
    long lineTable() {
        return lineTable;
    }

    /** Returns whether the first entry has others in it. */
    boolean hasEntries() {
        return parent;
    }

    /** Returns the address that those in range lists are counted from. */
    long baseAddress() {
        return skeleton == null ? lowPc : skeleton.baseAddress();
    }

    /** Gives the ranges of the unit's code on; returns whether the first entry tells them. */
    boolean ranges(RangeReader reader, RangeSink sink) throws IOException {
        if (hasLowPc && hasHighPc) {
            reader.give(lowPc, highPc, sink);
            return true;
        }
        if (rangesForm != 0) {
            // The base for ranges in a skeleton is for the split unit's, not for its own.
            long base = rangesBase;
            rangesBase = 0;
            try {
                reader.read(this, rangesForm, ranges, sink);
            } finally {
                rangesBase = base;
            }
            return true;
        }
        return false;
    }

    /** Returns the section that range lists of this unit are in. */
    Section rangeSection() throws IOException {
        if (header.encoding().version() >= 5) {
            return file.get(Part.RNGLISTS);
        }
        return skeleton == null ? file.get(Part.RANGES) : skeleton.file.get(Part.RANGES);
    }

    /** Returns the offset of the range list that an attribute refers to. */
    long rangeOffset(int form, long value) throws IOException {
        if (header.encoding().version() < 5) {
            return value + (skeleton == null ? 0 : skeleton.rangesBase);
        }
        if (form == Form.RNGLISTX) {
            int size = header.encoding().offsetSize();
            Input in = rangeSection().read(rangeLists + value * size, size);
            return rangeLists + in.unsigned(size);
        }
        return value + place.rangeLists();
    }

    /** Returns an address that an attribute has, or an index of. */
    long address(int form, long value) throws IOException {
        return form == Form.ADDR ? value : address(value);
    }

    /** Returns an address by its index in {@code .debug_addr}. */
    long address(long index) throws IOException {
        Unit owner = skeleton == null ? this : skeleton;
        int size = header.encoding().addressSize();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw new DwarfFormatException(info.name(), header.offset(), "an index of an address of " + index);
        }
        return owner.file
                .get(Part.ADDR)
                .read(owner.addresses + index * size, size)
                .unsigned(size);
    }

    /** Returns the string that an attribute has, or refers to; null if it is none. */
    private @Nullable String string(int form, long value) throws IOException {
        Section section = stringSection(form);
        return section == null ? null : section.string(stringOffset(form, value));
    }

    /** Adds the string that an attribute of one of this unit's entries has, or refers to; returns its number, 0 for none. */
    int addString(StringTable strings, int form, long value, Input in) throws IOException {
        if (form == Form.STRING) {
            long here = in.offset();
            in.seek(value);
            int number = strings.copy(in);
            in.seek(here);
            return number;
        }
        Section section = stringSection(form);
        return section == null ? 0 : strings.add(section, stringOffset(form, value));
    }

    private @Nullable Section stringSection(int form) throws IOException {
        return switch (form) {
            case Form.STRING -> info;
            case Form.LINE_STRP -> file.get(Part.LINE_STR);
            case Form.STRP, Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX ->
                file.get(Part.STR);
            case Form.STRP_SUP, Form.GNU_STRP_ALT -> sharedStrings();
            default -> null;
        };
    }

    private @Nullable Section sharedStrings() throws IOException {
        DwarfFile supplementary = file.supplementary();
        return supplementary == null ? null : supplementary.get(Part.STR);
    }

    private long stringOffset(int form, long value) throws IOException {
        return switch (form) {
            case Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX -> {
                int size = header.encoding().offsetSize();
                if (value < 0 || value > Integer.MAX_VALUE) {
                    throw new DwarfFormatException(info.name(), header.offset(), "an index of a string of " + value);
                }
                yield file.get(Part.STR_OFFSETS)
                        .read(stringOffsets + value * size, size)
                        .unsigned(size);
            }
            default -> value;
        };
    }

    /**
     * Returns where the entry is that an attribute refers to.
     *
     * @return {@link EntryPlace#NONE} if it cannot be known
     */
    long reference(int form, long value) {
        return switch (form) {
            case Form.REF1, Form.REF2, Form.REF4, Form.REF8, Form.REF_UDATA ->
                EntryPlace.of(file.isSupplementary(), header.offset() + value);
            case Form.REF_ADDR -> EntryPlace.of(file.isSupplementary(), value);
            case Form.GNU_REF_ALT, Form.REF_SUP4, Form.REF_SUP8 -> EntryPlace.of(true, value);
            default -> EntryPlace.NONE;
        };
    }

    /** Returns whether an offset in {@code .debug_info} is one of this unit's entries. */
    boolean contains(long offset) {
        return offset >= header.first() && offset < header.end();
    }

    /**
     * Reads the unit as a whole, for {@link #at} and {@link #entries}.
     *
     * @param scratch which is not used for anything else until {@link #unload}
     */
    void load(Scratch scratch) throws IOException {
        whole = info.read(header.offset(), header.end() - header.offset(), scratch);
    }

    /** Lets go of what {@link #load} read. */
    void unload() {
        whole = null;
    }

    /** Returns the bytes of the unit, which has been loaded, at its first entry. */
    Input entries() throws IOException {
        Input in = Objects.requireNonNull(whole, "not loaded");
        in.seek(header.first());
        return in;
    }

    /** Returns the bytes from an entry of this unit on, many enough to read it. */
    Input at(long offset) throws IOException {
        if (offset < header.first() || offset >= header.end()) {
            throw new DwarfFormatException(info.name(), offset, "an entry outside of its unit");
        }
        Input in = whole;
        if (in == null) {
            in = info.window(offset, (int) Math.min(ENTRY_WINDOW, header.end() - offset));
            if (in.end() > header.end()) {
                in.limitTo(header.end());
            }
            return in;
        }
        in.seek(offset);
        return in;
    }
}
