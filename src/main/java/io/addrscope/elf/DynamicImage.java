// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the dynamic symbols of an image as the dynamic linker does, without sections. For one thread. */
final class DynamicImage implements SymbolOrigin {

    /** Most bytes of definitions of versions that are read, and of needs: how many there are is not told. */
    private static final int MAX_VERSION_BYTES = 64 << 10;

    private final ElfImage image;
    private final LoadedBytes loaded;
    private final SegmentPlaces places;

    DynamicImage(ElfImage image, LoadedBytes loaded) {
        this.image = image;
        this.loaded = loaded;
        this.places = new SegmentPlaces(image);
    }

    @Override
    public CodeRanges code() {
        return places.code();
    }

    @Override
    public void readSymtab(SymbolCollection collection) {
        // No segment has it.
    }

    @Override
    public void readDebugdata(SymbolCollection collection) {
        // Nor this.
    }

    @Override
    public void readDynsym(SymbolCollection collection) throws IOException {
        try {
            DynamicSection dynamic = DynamicSection.read(image, loaded);
            if (dynamic.symbols != 0 && dynamic.strings != 0) {
                read(dynamic, collection);
            }
        } catch (ElfFormatException e) {
            collection.fault(e);
        }
    }

    private void read(DynamicSection dynamic, SymbolCollection collection) throws IOException {
        int entrySize = Layout.of(image.elfClass()).symSize;
        if (dynamic.symbolSize != entrySize) {
            collection.fault(loaded.name() + " has dynamic symbols of " + dynamic.symbolSize + " bytes");
            return;
        }
        int max = collection.limits().maxSymbols();
        long count = new HashTables(image, loaded, max).countSymbols(dynamic);
        NameBytes names = collection.addStrings(
                loaded.from(dynamic.strings, dynamic.stringBytes, "the dynamic strings"), null, 0);
        if (names == null) {
            return;
        }
        long tableBytes = count < 0 ? Long.MAX_VALUE : Math.min(count, Integer.MAX_VALUE) * entrySize;
        ByteSource table = loaded.from(dynamic.symbols, tableBytes, "the dynamic symbols");
        int granted = collection.claimSymbols(table.size() / entrySize, table.name());
        RawSymbols symbols = new RawSymbols(
                SymbolSource.DYNSYM,
                table,
                granted,
                null,
                names,
                collection.strings.size() - 1,
                versions(dynamic, names.table(), collection));
        if (!new SymbolReader(image, places, null, collection.columns, null).read(symbols)) {
            collection.fault(table.name() + " are cut off");
        }
    }

    private @Nullable SymbolVersions versions(DynamicSection dynamic, StringTable strings, SymbolCollection collection)
            throws IOException {
        if (dynamic.versionIndices == 0) {
            return null;
        }
        ByteSource indices = loaded.from(dynamic.versionIndices, Long.MAX_VALUE, "the versions of symbols");
        SymbolVersions versions = new SymbolVersions(indices, image.byteOrder(), strings, collection.versions);
        if (dynamic.versionDefinitions != 0) {
            versions.readDefinitions(
                    loaded.from(dynamic.versionDefinitions, MAX_VERSION_BYTES, "the definitions of versions"));
        }
        if (dynamic.versionNeeds != 0) {
            versions.readNeeds(loaded.from(dynamic.versionNeeds, MAX_VERSION_BYTES, "the needs of versions"));
        }
        return versions;
    }
}
