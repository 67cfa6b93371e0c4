// SPDX-License-Identifier: Apache-2.0
package io.addrscope.debuginfo;

import io.addrscope.elf.ElfFile;
import io.addrscope.elf.SectionHeader;
import io.addrscope.elf.SectionTable;
import io.addrscope.linux.ByteSource;
import io.addrscope.model.BuildId;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What an ELF file has of symbols and debug information, and which other files it names. Immutable.
 *
 * @param buildId build ID; null if it has none
 * @param symbols entries of {@code .symtab}; 0 if there is none
 * @param dynamicSymbols entries of {@code .dynsym}; 0 if there is none, or the file has no section headers to tell
 * @param miniDebugInfo whether there is {@code .gnu_debugdata}, a compressed symbol table of functions
 * @param debugInfo whether there is {@code .debug_info}: functions, inlined calls, types
 * @param debugLine whether there is {@code .debug_line}: files and lines
 * @param compressed whether {@code .debug_info} is compressed
 * @param dwarfVersion version of the first unit of {@code .debug_info}; 0 if there is none, or it cannot be read
 * @param debugLink {@code .gnu_debuglink}; null if there is none
 * @param altLink {@code .gnu_debugaltlink}, else {@code .debug_sup}; null if there is neither
 * @param fault what of this could not be read, and why; null if all could
 */
public record DebugContents(
        @Nullable BuildId buildId,
        long symbols,
        long dynamicSymbols,
        boolean miniDebugInfo,
        boolean debugInfo,
        boolean debugLine,
        boolean compressed,
        int dwarfVersion,
        @Nullable DebugLink debugLink,
        @Nullable AltLink altLink,
        @Nullable String fault) {

    /** {@code unit_length} that announces a length of 64 bits (DWARF 5, section 7.4). */
    private static final int DWARF_64 = 0xffffffff;

    /** Bytes of {@code sh_entsize} that a symbol has at least (gABI, {@code Elf32_Sym}); also what 32-bit files have. */
    private static final int SMALLEST_SYMBOL = 16;

    private static final String DEBUG_INFO = ".debug_info";

    /** Looks through a file. What cannot be read of it counts as missing, and is told as {@link #fault}. */
    public static DebugContents of(ElfFile file) {
        SectionTable sections = file.sections();
        Faults faults = new Faults();
        SectionHeader info = debugSection(sections, "info");
        return new DebugContents(
                file.buildId(),
                count(sections.findType(SectionHeader.SHT_SYMTAB)),
                count(sections.findType(SectionHeader.SHT_DYNSYM)),
                has(sections.find(".gnu_debugdata")),
                has(info),
                has(debugSection(sections, "line")),
                info != null && isCompressed(info),
                has(info) ? dwarfVersion(file, faults) : 0,
                debugLink(file, faults),
                altLink(file, faults),
                faults.first);
    }

    /** Returns whether a debug file with this is of any use: it has symbols, functions or lines. */
    public boolean isUseful() {
        return symbols > 0 || debugInfo || debugLine;
    }

    /** Returns whether no other file can add anything. */
    public boolean isComplete() {
        return symbols > 0 && debugInfo && debugLine;
    }

    private static @Nullable SectionHeader debugSection(SectionTable sections, String name) {
        SectionHeader section = sections.find(".debug_" + name);
        return section == null ? sections.find(".zdebug_" + name) : section;
    }

    private static boolean has(@Nullable SectionHeader section) {
        return section != null && section.type() != SectionHeader.SHT_NOBITS && section.size() != 0;
    }

    private static boolean isCompressed(SectionHeader section) {
        return (section.flags() & SectionHeader.SHF_COMPRESSED) != 0
                || section.name().startsWith(".z");
    }

    /** The first entry of a symbol table is none. */
    private static long count(@Nullable SectionHeader table) {
        if (table == null || !has(table)) {
            return 0;
        }
        long entrySize =
                Long.compareUnsigned(table.entrySize(), SMALLEST_SYMBOL) < 0 ? SMALLEST_SYMBOL : table.entrySize();
        return Math.max(0, Long.divideUnsigned(table.size(), entrySize) - 1);
    }

    private static int dwarfVersion(ElfFile file, Faults faults) {
        try {
            ByteSource info = file.debugContent(DEBUG_INFO);
            if (info == null) {
                return 0;
            }
            byte[] start = new byte[Integer.BYTES + Long.BYTES + Short.BYTES];
            int count = info.read(0, start, 0, (int) Math.min(start.length, info.size()));
            ByteBuffer unit = ByteBuffer.wrap(start).order(file.order());
            int at = unit.getInt(0) == DWARF_64 ? Integer.BYTES + Long.BYTES : Integer.BYTES;
            return count >= at + Short.BYTES ? Short.toUnsignedInt(unit.getShort(at)) : 0;
        } catch (IOException e) {
            faults.add(e);
            return 0;
        }
    }

    private static @Nullable DebugLink debugLink(ElfFile file, Faults faults) {
        try {
            return LinkSections.debugLink(file);
        } catch (IOException e) {
            faults.add(e);
            return null;
        }
    }

    private static @Nullable AltLink altLink(ElfFile file, Faults faults) {
        try {
            return LinkSections.altLink(file);
        } catch (IOException e) {
            faults.add(e);
            return null;
        }
    }

    /** The first thing that went wrong. */
    private static final class Faults {
        @Nullable
        String first;

        void add(IOException e) {
            if (first == null) {
                first = e.getMessage() == null ? e.toString() : e.getMessage();
            }
        }
    }
}
