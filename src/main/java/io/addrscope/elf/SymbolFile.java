// SPDX-License-Identifier: Apache-2.0
package io.addrscope.elf;

import io.addrscope.linux.ByteSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the symbol tables of a file by its sections. For one thread. */
final class SymbolFile implements SymbolOrigin {

    /** Bytes of section indices that are read at a time. */
    private static final int WINDOW = 8192;

    /** An image with the symbols that {@code .dynsym} does not have, compressed (GDB manual, "MiniDebugInfo"). */
    private static final String DEBUGDATA = ".gnu_debugdata";

    private final ElfFile file;
    private final @Nullable SymbolStrings reopened;
    private final SectionPlaces places;

    /** @param reopened reads names later; null if they must be kept */
    SymbolFile(ElfFile file, @Nullable SymbolStrings reopened) {
        this.file = file;
        this.reopened = reopened;
        this.places = new SectionPlaces(file.sections());
    }

    @Override
    public CodeRanges code() {
        return places.code();
    }

    @Override
    public void readSymtab(SymbolCollection collection) throws IOException {
        readSymtab(collection, SymbolSource.SYMTAB);
    }

    private void readSymtab(SymbolCollection collection, SymbolSource source) throws IOException {
        SectionHeader section = file.sections().findType(SectionHeader.SHT_SYMTAB);
        if (section == null) {
            return;
        }
        try {
            NameBytes names = strings(collection, section);
            if (names != null) {
                readTable(collection, section, source, names, null);
            }
        } catch (ElfFormatException e) {
            collection.fault(e);
        }
    }

    @Override
    public void readDynsym(SymbolCollection collection) throws IOException {
        RawSymbols dynsym = null;
        try {
            SectionHeader section = file.sections().findType(SectionHeader.SHT_DYNSYM);
            NameBytes names = section == null ? null : strings(collection, section);
            if (section != null && names != null) {
                SymbolVersions versions = versions(collection, section, names.table());
                dynsym = readTable(collection, section, SymbolSource.DYNSYM, names, versions);
            }
        } catch (ElfFormatException e) {
            collection.fault(e);
        }
        SymbolWindow window = collection.window();
        if (window != null) {
            PltSlots.skip(file, window);
            return;
        }
        try {
            new PltSlots(file, collection.columns).read(dynsym);
        } catch (ElfFormatException e) {
            collection.fault(e);
        }
    }

    @Override
    public void readDebugdata(SymbolCollection collection) throws IOException {
        SectionHeader section = file.sections().find(DEBUGDATA);
        if (section == null) {
            return;
        }
        try {
            ByteSource content = file.content(section);
            byte[] image = XzContent.decompress(content, collection.limits().maxDebugdataBytes());
            ElfFile inner = ElfFile.read(new ArrayBytes(image, content.name()));
            if (inner.image().machine() == file.image().machine()
                    && inner.image().elfClass() == file.image().elfClass()) {
                new SymbolFile(inner, null).readSymtab(collection, SymbolSource.GNU_DEBUGDATA);
            } else {
                collection.fault(content.name() + " is for another processor");
            }
        } catch (ElfFormatException e) {
            collection.fault(e);
        } catch (NoClassDefFoundError e) {
            collection.fault(name(section) + " is compressed, and XZ for Java is not on the class path");
        }
    }

    private @Nullable NameBytes strings(SymbolCollection collection, SectionHeader table) throws IOException {
        SectionTable sections = file.sections();
        int link = table.link();
        if (link <= 0 || link >= sections.size() || sections.type(link) != SectionHeader.SHT_STRTAB) {
            collection.fault(name(table) + " has no string table");
            return null;
        }
        SectionHeader strings = sections.header(link);
        boolean isCompressed = (strings.flags() & SectionHeader.SHF_COMPRESSED) != 0;
        SymbolWindow window = collection.window();
        if (window != null && isCompressed) {
            // To read single names of it would take longer than to read them all.
            window.giveUp();
            return null;
        }
        return collection.addStrings(file.content(strings), isCompressed ? null : reopened, strings.offset());
    }

    private @Nullable RawSymbols readTable(
            SymbolCollection collection,
            SectionHeader section,
            SymbolSource source,
            NameBytes names,
            @Nullable SymbolVersions versions)
            throws IOException {
        int entrySize = Layout.of(file.image().elfClass()).symSize;
        if (section.entrySize() != entrySize && section.entrySize() != 0) {
            collection.fault(name(section) + " has symbols of " + section.entrySize() + " bytes");
            return null;
        }
        ByteSource content = file.content(section);
        int count = collection.claimSymbols(content.size() / entrySize, name(section));
        int strings = collection.strings.size() - 1;
        RawSymbols symbols = new RawSymbols(source, content, count, sectionIndices(section), names, strings, versions);
        FunctionDescriptors descriptors = FunctionDescriptors.read(file, places);
        SymbolWindow window = collection.window();
        if (window != null && descriptors != null) {
            // What symbols have for addresses is not where the functions are.
            window.giveUp();
            return null;
        }
        SymbolReader reader = new SymbolReader(file.image(), places, descriptors, collection.columns, window);
        if (!reader.read(symbols)) {
            collection.fault(name(section) + " is cut off");
        }
        return symbols;
    }

    private @Nullable ByteWindow sectionIndices(SectionHeader table) throws IOException {
        SectionTable sections = file.sections();
        for (int i = 1; i < sections.size(); i++) {
            if (sections.type(i) == SectionHeader.SHT_SYMTAB_SHNDX && sections.link(i) == table.index()) {
                return new ByteWindow(file.content(sections.header(i)), file.order(), WINDOW);
            }
        }
        return null;
    }

    private @Nullable SymbolVersions versions(SymbolCollection collection, SectionHeader dynsym, StringTable strings)
            throws IOException {
        SectionTable sections = file.sections();
        SectionHeader indices = sections.findType(SectionHeader.SHT_GNU_VERSYM);
        if (indices == null || indices.link() != dynsym.index()) {
            return null;
        }
        SymbolVersions versions = new SymbolVersions(file.content(indices), file.order(), strings, collection.versions);
        SectionHeader definitions = sections.findType(SectionHeader.SHT_GNU_VERDEF);
        if (definitions != null) {
            versions.readDefinitions(file.content(definitions));
        }
        SectionHeader needs = sections.findType(SectionHeader.SHT_GNU_VERNEED);
        if (needs != null) {
            versions.readNeeds(file.content(needs));
        }
        return versions;
    }

    private String name(SectionHeader section) {
        return file.bytes().name() + " " + section.name();
    }
}
