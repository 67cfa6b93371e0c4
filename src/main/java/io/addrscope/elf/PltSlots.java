// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names the slots of a file's procedure linkage table. What a slot jumps through is an entry of the global offset table, and a
 * relocation says which function the dynamic linker puts there. So the order and the number of slots do not matter, nor what
 * linker made them. For one thread.
 *
 * <pre>
 * Relocation (gABI, Elf32_Rel, Elf64_Rel)  ELF32  ELF64  bytes
 *   r_offset                                   0      0  4/8    ELF address of the entry
 *   r_info                                     4      8  4/8    the symbol: bits 8-31, or 32-63
 *   r_addend (only SHT_RELA)                   8     16  4/8    without a symbol: ELF address of the function
 * </pre>
 */
final class PltSlots {

    /** Sections that have slots. */
    private static final List<String> SECTIONS = List.of(".plt", ".plt.got", ".plt.sec", ".plt.bnd", ".iplt");

    /** Most bytes of slots that are read: of a million. */
    private static final int MAX_BYTES = 16 << 20;

    /** Most bytes of relocations that are read of one section. */
    private static final long MAX_RELOCATION_BYTES = 256 << 20;

    /** Largest slot, in bytes. */
    private static final int MAX_SLOT = 32;

    /** How many relocations are read at a time. */
    private static final int CHUNK = 1024;

    private static final int WINDOW = 64 << 10;

    private final ElfFile file;
    private final Layout layout;
    private final SymbolColumns columns;

    private long[] starts = new long[64];
    private long[] sizes = new long[64];
    private long[] ends = new long[64];
    private long[] entries = new long[64];
    private int count;

    /** How many slots no relocation was found for so far. */
    private int unknown;

    /** Index of the dynamic symbol that a slot leads to; 0 if it is not known. */
    private int[] symbols = new int[0];

    /** ELF address of the function that a slot leads to, where no symbol tells; 0 if it is not known. */
    private long[] functions = new long[0];

    PltSlots(ElfFile file, SymbolColumns columns) {
        this.file = file;
        this.layout = Layout.of(file.image().elfClass());
        this.columns = columns;
    }

    /**
     * Adds the slots to the columns.
     *
     * @param dynsym the dynamic symbols; null if there are none
     * @throws ElfFormatException if a section does not lie in the file
     * @throws IOException if the file cannot be read
     */
    void read(@Nullable RawSymbols dynsym) throws IOException {
        SectionHeader table = file.sections().find(".got.plt");
        if (table == null) {
            table = file.sections().find(".got");
        }
        PltDecoder decoder = PltDecoder.of(file.image(), table == null ? 0 : table.address());
        if (decoder == null) {
            return;
        }
        for (String name : SECTIONS) {
            SectionHeader section = file.sections().find(name);
            if (section != null && section.isExecutable()) {
                findSlots(section, decoder);
            }
        }
        if (count > 0) {
            unknown = count;
            symbols = new int[count];
            functions = new long[count];
            readRelocations();
            nameBySymbols(dynsym);
            nameByFunctions();
        }
    }

    /** Notes where slots are, without looking at them: each ends with its section at the latest. */
    static void skip(ElfFile file, SymbolWindow window) {
        for (String name : SECTIONS) {
            SectionHeader section = file.sections().find(name);
            if (section != null && section.isExecutable()) {
                window.skip(section.address(), section.address() + section.size());
            }
        }
    }

    private void findSlots(SectionHeader section, PltDecoder decoder) throws IOException {
        ByteSource content = file.content(section);
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, content.size())];
        int there = Math.max(0, content.read(0, bytes, 0, bytes.length));
        ByteBuffer code = ByteBuffer.wrap(bytes, 0, there).slice().order(decoder.instructionOrder());
        int first = count;
        long size = MAX_SLOT;
        for (int at = 0; at < there; ) {
            long address = section.address() + at;
            if (!decoder.matches(code, at, address)) {
                at += decoder.unit;
                continue;
            }
            if (count > first) {
                size = Math.min(size, address - starts[count - 1]);
            }
            add(address, decoder.length, decoder.entry, section.address() + section.size());
            at += (decoder.length + decoder.unit - 1) / decoder.unit * decoder.unit;
        }
        if (count - first == 1) {
            // Nothing to measure the distance by.
            long told = section.entrySize();
            size = told >= sizes[first] && told <= MAX_SLOT ? told : sizes[first];
        }
        for (int i = first; i < count; i++) {
            sizes[i] = Math.max(size, sizes[i]);
        }
    }

    private void add(long start, long size, long entry, long end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            entries = Arrays.copyOf(entries, 2 * count);
        }
        starts[count] = start;
        sizes[count] = size;
        ends[count] = end;
        entries[count++] = entry;
    }

    private void readRelocations() throws IOException {
        int[] order = UnsignedOrder.indices(entries, count);
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = entries[order[i]];
        }
        SectionTable sections = file.sections();
        // From the end: linkers put what is lazily bound last, and in front of all else what has no symbol, which is
        // the most.
        for (int i = sections.size() - 1; i > 0 && unknown > 0; i--) {
            int type = sections.type(i);
            boolean isTable = type == SectionHeader.SHT_RELA || type == SectionHeader.SHT_REL;
            if (isTable && (sections.flags(i) & SectionHeader.SHF_ALLOC) != 0) {
                readRelocations(sections.header(i), type == SectionHeader.SHT_RELA, sorted, order);
            }
        }
    }

    private void readRelocations(SectionHeader section, boolean hasAddends, long[] sorted, int[] order)
            throws IOException {
        int word = layout.wordSize;
        int size = (hasAddends ? 3 : 2) * word;
        ByteSource content = file.content(section);
        long total = Math.min(content.size(), MAX_RELOCATION_BYTES) / size;
        byte[] chunk = new byte[(int) Math.min(CHUNK, total) * size];
        ByteBuffer relocations = ByteBuffer.wrap(chunk).order(file.order());
        for (long left = total; left > 0 && unknown > 0; ) {
            int wanted = (int) Math.min(CHUNK, left);
            left -= wanted;
            int there = content.read(left * size, chunk, 0, wanted * size);
            for (int at = 0; at + size <= there; at += size) {
                long offset = layout.word(relocations, at);
                int found = UnsignedOrder.floor(sorted, offset);
                if (found >= 0 && sorted[found] == offset) {
                    long info = layout.word(relocations, at + word);
                    long addend = hasAddends ? layout.word(relocations, at + 2 * word) : 0;
                    fill(sorted, order, found, (int) (word == Long.BYTES ? info >>> 32 : info >>> 8), addend);
                }
            }
        }
    }

    /** More than one slot may lead through one entry. */
    private void fill(long[] sorted, int[] order, int last, int symbol, long addend) {
        if (symbol == 0 && addend == 0) {
            return;
        }
        for (int i = last; i >= 0 && sorted[i] == sorted[last]; i--) {
            int slot = order[i];
            if (symbols[slot] != 0 || functions[slot] != 0) {
                return;
            }
            symbols[slot] = symbol;
            functions[slot] = symbol == 0 ? addend : 0;
            unknown--;
        }
    }

    private void nameBySymbols(@Nullable RawSymbols dynsym) throws IOException {
        if (dynsym == null) {
            return;
        }
        ByteWindow table = new ByteWindow(dynsym.table(), file.order(), WINDOW);
        for (int i = 0; i < count; i++) {
            int symbol = symbols[i];
            if (symbol <= 0 || symbol >= dynsym.count()) {
                continue;
            }
            int name = table.getInt((long) symbol * layout.symSize + Layout.ST_NAME);
            if (name != 0
                    && Integer.toUnsignedLong(name) < dynsym.names().table().size()) {
                int version = dynsym.versions() == null ? 0 : dynsym.versions().of(symbol);
                addSlot(i, name, SymbolColumns.info(SymbolKind.PLT, SymbolSource.PLT, dynsym.strings(), version));
            }
        }
    }

    private void addSlot(int slot, int name, int info) {
        columns.add(starts[slot], sizes[slot], ends[slot], name, info);
    }

    /** Slots that lead into the image itself: the functions are among the symbols, if any symbol tells of them. */
    private void nameByFunctions() {
        int[] order = UnsignedOrder.indices(functions, count);
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[i] = functions[order[i]];
        }
        int[] found = new int[count];
        Arrays.fill(found, -1);
        for (int i = 0; i < columns.count; i++) {
            int at = UnsignedOrder.floor(sorted, columns.starts[i]);
            if (at >= 0 && sorted[at] != 0 && sorted[at] == columns.starts[i] && isBetter(i, found[at])) {
                found[at] = i;
            }
        }
        for (int i = count - 1; i >= 0 && sorted[i] != 0; i--) {
            // Of several slots for one function, the last in order has it.
            if (i + 1 < count && sorted[i] == sorted[i + 1]) {
                found[i] = found[i + 1];
            }
            if (found[i] >= 0) {
                int info = columns.infos[found[i]];
                addSlot(
                        order[i],
                        columns.names[found[i]],
                        SymbolColumns.info(
                                SymbolKind.PLT,
                                SymbolSource.PLT,
                                SymbolColumns.stringsOf(info),
                                SymbolColumns.versionOf(info)));
            }
        }
    }

    private boolean isBetter(int symbol, int than) {
        int kind = SymbolColumns.kindOf(columns.infos[symbol]);
        if (kind == SymbolKind.VARIABLE.code || kind == SymbolKind.PLT.code) {
            return false;
        }
        return than < 0 || kind == SymbolKind.IFUNC.code;
    }
}
