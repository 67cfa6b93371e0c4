// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions and variables of one image by ELF address.
 *
 * <p>Each symbol has an extent. One with a size has that size, cut where its section ends. One without, as hand-written
 * assembly has them, reaches up to the next symbol or the end of its section, if a complete table tells what the next symbol
 * is; of a table that has only some symbols ({@code .dynsym} alone), it has no more than its first byte. An address has the
 * symbol
 *
 * <ul>
 *   <li>whose extent holds it: none is named for being near;
 *   <li>of several, one with a size before one without: a label in a function is not the function;
 *   <li>of those, the one that begins last: the innermost, where they are nested;
 *   <li>of those that begin together, one of the table that stands first in {@link SymbolSource}, then the largest, then the
 *       last in its table, in which local symbols come first. That is what llvm-symbolizer takes.
 * </ul>
 *
 * <p>Immutable, kept in a few primitive arrays; for any number of threads. A symbol is called by its index, in order of the
 * addresses. Look-ups allocate nothing, and take time proportional to the logarithm of {@link #count}.
 */
public final class SymbolTable {

    /** The index of no symbol. */
    public static final int NONE = -1;

    /** Without any symbol. */
    public static final SymbolTable EMPTY = new SymbolTable(
            new SymbolArrays(
                    new long[0],
                    new long[0],
                    new int[0],
                    new int[0],
                    new SymbolFiles(),
                    SymbolSteps.of(new long[0], new long[0], false)),
            List.of(),
            List.of(),
            CodeRanges.NOWHERE,
            false,
            List.of());

    /** What the name of a slot in the procedure linkage table has behind the function's. */
    private static final byte[] PLT_SUFFIX = "@plt".getBytes(StandardCharsets.US_ASCII);

    private final SymbolArrays symbols;
    private final StringTable[] strings;
    private final String[] versions;
    private final CodeRanges code;
    private final boolean isComplete;
    private final List<String> faults;

    SymbolTable(
            SymbolArrays symbols,
            List<StringTable> strings,
            List<String> versions,
            CodeRanges code,
            boolean isComplete,
            List<String> faults) {
        this.symbols = symbols;
        // No references to constructors: the command line would wait for their set-up.
        this.strings = strings.toArray(new StringTable[0]);
        this.versions = versions.toArray(new String[0]);
        this.code = code;
        this.isComplete = isComplete;
        this.faults = List.copyOf(faults);
    }

    /**
     * Reads the symbols of a file, all names into memory. {@link SymbolTableBuilder} does the same for a file and its debug
     * file together.
     *
     * @throws IOException if the file cannot be read
     */
    public static SymbolTable fromFile(ElfFile file, SymbolLimits limits) throws IOException {
        return new SymbolTableBuilder(limits).add(file, null).build();
    }

    /**
     * Reads the dynamic symbols of a loaded image, as the dynamic linker finds them: by {@code PT_DYNAMIC}.
     *
     * @param memory positions in it are virtual addresses
     * @param image the image that is loaded
     * @param loadBias what the loader added to each ELF address
     * @throws IOException if the memory cannot be read
     */
    public static SymbolTable fromMemory(ByteSource memory, ElfImage image, long loadBias) throws IOException {
        return fromMemory(memory, image, loadBias, SymbolLimits.DEFAULT);
    }

    /** As {@link #fromMemory(ByteSource, ElfImage, long)}, within limits. */
    public static SymbolTable fromMemory(ByteSource memory, ElfImage image, long loadBias, SymbolLimits limits)
            throws IOException {
        return new SymbolTableBuilder(limits).addMemory(memory, image, loadBias).build();
    }

    /**
     * Returns the symbol in whose extent an ELF address lies, by the rules above.
     *
     * @return its index; {@link #NONE} if there is none
     */
    public int find(long elfAddress) {
        return symbols.find(elfAddress);
    }

    /** Returns the ELF address of a symbol's first byte. */
    public long start(int symbol) {
        return symbols.starts[symbol];
    }

    /** Returns the ELF address behind the last byte of a symbol's extent. */
    public long end(int symbol) {
        return symbols.end(symbol);
    }

    /** Returns the size of a symbol in bytes, within its section; 0 where the table does not tell. */
    public long size(int symbol) {
        return symbols.isSized(symbol) ? symbols.lengths[symbol] : 0;
    }

    /** Returns what a symbol names. */
    public SymbolKind kind(int symbol) {
        return SymbolKind.of(SymbolColumns.kindOf(symbols.infos[symbol]));
    }

    /** Returns where a symbol comes from. */
    public SymbolSource table(int symbol) {
        return SymbolSource.of(SymbolColumns.sourceOf(symbols.infos[symbol]));
    }

    /**
     * Returns the name of a symbol as its table has it, but for its version; of a slot in the procedure linkage table that of the
     * function, with {@code @plt} behind it. Bytes that are not UTF-8 are replaced.
     *
     * @throws IOException if it is not in memory, and the file cannot be read
     */
    public String name(int symbol) throws IOException {
        byte[] name = stringsOf(symbol).name(nameOf(symbol), StringTable.MAX_NAME);
        String text = new String(name, 0, lengthOf(symbol, name, name.length), StandardCharsets.UTF_8);
        return isSlot(symbol) ? text + "@plt" : text;
    }

    /** Linkers may write {@code @VERSION}, or {@code @@VERSION} for the default, behind the name in {@code .symtab}. */
    private int lengthOf(int symbol, byte[] name, int length) {
        if (table(symbol) == SymbolSource.SYMTAB) {
            for (int i = 1; i < length; i++) {
                if (name[i] == '@') {
                    return i;
                }
            }
        }
        return length;
    }

    /**
     * Copies the bytes of a symbol's name without its version, as far as they fit. Allocates nothing if the name is in memory.
     *
     * @return how many bytes the name has
     * @throws IOException if it is not in memory, and the file cannot be read
     */
    public int copyName(int symbol, byte[] target) throws IOException {
        int length = stringsOf(symbol).copy(nameOf(symbol), target);
        if (!isSlot(symbol)) {
            return length <= target.length ? lengthOf(symbol, target, length) : length;
        }
        for (int i = 0; i < PLT_SUFFIX.length && length + i < target.length; i++) {
            target[length + i] = PLT_SUFFIX[i];
        }
        return length + PLT_SUFFIX.length;
    }

    /**
     * Returns the version of a symbol, such as {@code GLIBC_2.2.5}, its default or not; null if it has none.
     *
     * @throws IOException if it stands behind the name, which is not in memory, and the file cannot be read
     */
    public @Nullable String version(int symbol) throws IOException {
        int version = SymbolColumns.versionOf(symbols.infos[symbol]);
        if (version != 0 || table(symbol) != SymbolSource.SYMTAB) {
            return version == 0 ? null : versions[version];
        }
        byte[] name = stringsOf(symbol).name(nameOf(symbol), StringTable.MAX_NAME);
        int mark = lengthOf(symbol, name, name.length);
        while (mark < name.length && name[mark] == '@') {
            mark++;
        }
        return mark == name.length ? null : new String(name, mark, name.length - mark, StandardCharsets.UTF_8);
    }

    /**
     * Returns the name of the source file that a symbol is local to, as {@code STT_FILE} tells it, mostly without a directory; empty if
     * it is local to none, as what the linker adds; null for what is not local, and where the table names no files.
     *
     * @throws IOException if it is not in memory, and the file cannot be read
     */
    public @Nullable String sourceFile(int symbol) throws IOException {
        if (!SymbolColumns.hasFile(symbols.infos[symbol])) {
            return null;
        }
        long at = Integer.toUnsignedLong(symbols.files.name(symbol));
        return new String(stringsOf(symbol).name(at, StringTable.MAX_NAME), StandardCharsets.UTF_8);
    }

    /** Returns how many symbols there are. */
    public int count() {
        return symbols.starts.length;
    }

    /** Returns about how many bytes of memory it takes. */
    public long bytes() {
        long bytes = symbols.bytes() + code.bytes();
        for (StringTable table : strings) {
            bytes += table.bytesKept();
        }
        return bytes;
    }

    /**
     * Returns whether a complete table was read ({@code .symtab}): an address in code without a symbol is then padding, or
     * code that has no name. Else the image is stripped, and such an address may well have a name that was taken away.
     */
    public boolean isComplete() {
        return isComplete;
    }

    /** Returns whether an ELF address lies in an executable section; of an image without sections, in such a segment. */
    public boolean isCode(long elfAddress) {
        return code.contains(elfAddress);
    }

    /** Returns what could not be read, and why, a sentence each; none if all could. */
    public List<String> faults() {
        return faults;
    }

    private boolean isSlot(int symbol) {
        return SymbolColumns.kindOf(symbols.infos[symbol]) == SymbolKind.PLT.code;
    }

    private StringTable stringsOf(int symbol) {
        return strings[SymbolColumns.stringsOf(symbols.infos[symbol])];
    }

    private long nameOf(int symbol) {
        return Integer.toUnsignedLong(symbols.names[symbol]);
    }
}
