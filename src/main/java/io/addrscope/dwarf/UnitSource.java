// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads units that others refer to. For one thread at a time. */
final class UnitSource {

    private final AbbreviationTables abbreviations = new AbbreviationTables();
    private final Map<DwarfFile, UnitDirectory> directories = new HashMap<>();

    AbbreviationTables abbreviations() {
        return abbreviations;
    }

    /** Returns where the units of a file begin. */
    UnitDirectory directory(DwarfFile file) throws IOException {
        UnitDirectory directory = directories.get(file);
        if (directory == null) {
            directory = new UnitDirectory(file.get(DwarfFile.Part.INFO));
            directories.put(file, directory);
        }
        return directory;
    }

    /** Reads the unit at an offset in {@code .debug_info}. */
    Unit read(DwarfFile file, long offset) throws IOException {
        return Unit.read(file, abbreviations, offset, PackageEntry.NONE, null);
    }
}
