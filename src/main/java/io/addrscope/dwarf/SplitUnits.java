// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import io.addrscope.elf.ElfFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds split units by their skeletons: in the package, else in a file of their own (DWARF 5, 7.3). For one thread at a time. */
final class SplitUnits {

    /** Units of one file that are looked at; compilers write one, and some of types. */
    private static final int MAX_UNITS = 1 << 16;

    private final DwarfFile main;
    private final Companions companions;
    private final AbbreviationTables abbreviations;
    private boolean packageKnown;
    private @Nullable DwarfFile packageFile;
    private @Nullable PackageIndex packageIndex;

    SplitUnits(DwarfFile main, Companions companions, AbbreviationTables abbreviations) {
        this.main = main;
        this.companions = companions;
        this.abbreviations = abbreviations;
    }

    /**
     * A split unit.
     *
     * @param file to be closed when the unit has been read; null if it stays open
     */
    record Found(Unit unit, @Nullable ElfFile file) implements AutoCloseable {

        /** Returns whether nothing of the file can be read later. */
        boolean isTransient() {
            return file != null;
        }

        @Override
        public void close() {
            if (file != null) {
                file.bytes().close();
            }
        }
    }

    /**
     * Finds the split unit of a skeleton.
     *
     * @throws DwarfFormatException if there is none, or it cannot be read
     */
    Found find(Unit skeleton) throws IOException {
        Unit packaged = findInPackage(skeleton);
        if (packaged != null) {
            return new Found(packaged, null);
        }
        String name = skeleton.splitName();
        ElfFile file;
        try {
            file = name == null ? null : companions.splitUnit(skeleton.directory(), name, skeleton.id());
        } catch (IOException | RuntimeException e) {
            throw missing(skeleton, e.getMessage());
        }
        if (file == null) {
            throw missing(skeleton, "it was not found");
        }
        boolean taken = false;
        try {
            Unit unit = findInFile(skeleton, main.split(file));
            taken = true;
            return new Found(unit, file);
        } finally {
            if (!taken) {
                file.bytes().close();
            }
        }
    }

    private @Nullable Unit findInPackage(Unit skeleton) throws IOException {
        if (!packageKnown) {
            packageKnown = true;
            openPackage();
        }
        DwarfFile file = packageFile;
        PackageIndex index = packageIndex;
        PackageEntry place = index == null ? null : index.find(skeleton.id());
        return file == null || place == null ? null : Unit.read(file, abbreviations, place.unit(), place, skeleton);
    }

    private void openPackage() {
        try {
            ElfFile found = companions.splitPackage();
            if (found != null) {
                DwarfFile file = main.packageOf(found);
                Section index = file.find(Part.CU_INDEX);
                packageIndex = index == null ? null : PackageIndex.read(index);
                packageFile = file;
            }
        } catch (IOException | RuntimeException e) {
            // Without it there may be files of single units.
            packageIndex = null;
        }
    }

    private Unit findInFile(Unit skeleton, DwarfFile file) throws IOException {
        UnitDirectory directory = new UnitDirectory(file.get(Part.INFO));
        for (int number = 0; ; number++) {
            long offset = number < MAX_UNITS ? directory.offset(number) : -1;
            if (offset < 0) {
                throw missing(skeleton, "the file has only others");
            }
            if (UnitHeader.read(file.get(Part.INFO), offset).mayHaveCode()) {
                Unit unit = Unit.read(file, abbreviations, offset, PackageEntry.NONE, skeleton);
                if (unit.id() == skeleton.id()) {
                    return unit;
                }
            }
        }
    }

    private DwarfFormatException missing(Unit skeleton, @Nullable String why) {
        return new DwarfFormatException(
                main.elf().bytes().name() + " .debug_info",
                skeleton.header().offset(),
                "the split unit " + skeleton.splitName() + " is missing: " + why);
    }
}
