// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

/**
 * Where the sections of a package of split units have the parts of one of them; of a unit that is in no package, from their
 * beginning.
 *
 * @param unit offset in {@code .debug_info.dwo}
 * @param abbreviations offset in {@code .debug_abbrev.dwo} that the unit's own is counted from
 * @param stringOffsets offset in {@code .debug_str_offsets.dwo}, likewise
 * @param rangeLists offset in {@code .debug_rnglists.dwo}, likewise
 */
record PackageEntry(long unit, long abbreviations, long stringOffsets, long rangeLists) {

    /** Of a unit that is in no package. */
    static final PackageEntry NONE = new PackageEntry(0, 0, 0, 0);
}
