// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link SymbolTable} of all that tells symbols of one image: its file, the file with its debug information, or its
 * memory. The caller has made sure that they belong together and mean the same by their ELF addresses.
 *
 * <p>Nothing is read before {@link #build}. A table that cannot be read, or only a part of it, becomes a fault of the result;
 * the others count. For one thread.
 */
public final class SymbolTableBuilder {

    private final SymbolLimits limits;
    private final List<SymbolOrigin> origins = new ArrayList<>();

    /** Nothing so far. */
    public SymbolTableBuilder(SymbolLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds a file: the main one first, then that with its debug information.
     *
     * @param file stays open until all is built
     * @param reopened reads names from the file later, where a string table exceeds the limit; null if that cannot be done,
     *     and such a table is then left out
     */
    public SymbolTableBuilder add(ElfFile file, @Nullable SymbolStrings reopened) {
        if (file.sections().size() == 0) {
            origins.add(new DynamicImage(file.image(), LoadedBytes.inFile(file)));
        } else {
            origins.add(new SymbolFile(file, reopened));
        }
        return this;
    }

    /**
     * Adds a loaded image.
     *
     * @param memory positions in it are virtual addresses
     * @param image the image that is loaded
     * @param loadBias what the loader added to each ELF address
     */
    public SymbolTableBuilder addMemory(ByteSource memory, ElfImage image, long loadBias) {
        origins.add(new DynamicImage(image, LoadedBytes.inMemory(memory, image, loadBias)));
        return this;
    }

    /**
     * Reads and arranges all symbols.
     *
     * @throws IOException if a file or the memory cannot be read
     */
    public SymbolTable build() throws IOException {
        SymbolCollection collection = new SymbolCollection(limits, null);
        for (SymbolOrigin origin : origins) {
            origin.readSymtab(collection);
        }
        boolean isComplete = collection.columns.count > 0;
        for (SymbolOrigin origin : origins) {
            origin.readDynsym(collection);
            if (!isComplete) {
                origin.readDebugdata(collection);
            }
        }
        SymbolArrays symbols = SymbolArrangement.arrange(collection.columns, collection.strings, isComplete);
        return new SymbolTable(
                symbols, collection.strings, collection.versions, code(), isComplete, collection.faults());
    }

    private CodeRanges code() {
        return origins.isEmpty() ? CodeRanges.NOWHERE : origins.get(0).code();
    }

    /**
     * Reads the one symbol that holds an address, in a fraction of the time that all take.
     *
     * @return a table that has this symbol alone, as that of {@link #build} has it, and says nothing of other addresses; null if it
     *     takes all symbols to tell, as where none holds the address
     * @throws IOException if a file cannot be read
     */
    public @Nullable SymbolTable buildFor(long elfAddress) throws IOException {
        SymbolWindow window = new SymbolWindow(elfAddress);
        SymbolCollection collection = new SymbolCollection(limits, window);
        for (SymbolOrigin origin : origins) {
            if (!(origin instanceof SymbolFile)) {
                return null;
            }
            origin.readSymtab(collection);
        }
        if (collection.columns.count == 0) {
            return null;
        }
        for (SymbolOrigin origin : origins) {
            origin.readDynsym(collection);
        }
        if (!window.decides()) {
            return null;
        }
        SymbolArrays symbols = SymbolArrangement.arrange(collection.columns, collection.strings, true);
        int found = symbols.find(elfAddress);
        if (found == SymbolTable.NONE || !window.decides(symbols, found)) {
            return null;
        }
        int info = symbols.infos[found];
        StringTable strings = collection.strings.get(SymbolColumns.stringsOf(info));
        byte[] name = strings.name(Integer.toUnsignedLong(symbols.names[found]), StringTable.MAX_NAME);
        byte[] file = SymbolColumns.hasFile(info)
                ? strings.name(Integer.toUnsignedLong(symbols.files.name(found)), StringTable.MAX_NAME)
                : new byte[0];
        byte[] both = Arrays.copyOf(name, name.length + 1 + file.length);
        System.arraycopy(file, 0, both, name.length + 1, file.length);
        return new SymbolTable(
                symbols.alone(found, name.length + 1),
                List.of(StringTable.inMemory(both)),
                collection.versions,
                code(),
                true,
                collection.faults());
    }
}
