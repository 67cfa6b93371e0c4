// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what functions are called. An entry without a name leads to one that has it: from the inlined copy to the abstract
 * function ({@code DW_AT_abstract_origin}), from the definition to the declaration ({@code DW_AT_specification}), perhaps in
 * another unit or file. For one thread at a time.
 */
final class FunctionNames {

    /** Most entries from one without a name to one that has it; compilers make chains of three. */
    private static final int MAX_CHAIN = 16;

    /** Most scopes around a function that are told. */
    private static final int MAX_SCOPES = 64;

    /** Most other units that names are looked for in while one unit is read. */
    private static final int MAX_OTHERS = 1 << 14;

    /** Most other units of which all entries are read for it. */
    private static final int MAX_SCANS = 256;

    /** Number of the name of a namespace without one. */
    static final int ANONYMOUS_NAMESPACE = -1;

    /** Number of the name of a type without one. */
    static final int ANONYMOUS_TYPE = -2;

    private final Unit unit;
    private final UnitSource units;
    private final Scopes scopes;
    private final StringTable strings;
    private final PlaceMap known = new PlaceMap();
    private final PlaceMap knownScopes = new PlaceMap();
    private final IntList linkageNames = new IntList();
    private final IntList names = new IntList();
    private final IntList scopesOfNames = new IntList();

    /** Places of the entries that the names are from, if their scopes matter. */
    private final LongList namedAt = new LongList();

    private final IntList scopeNames = new IntList();
    private final IntList scopeParents = new IntList();
    private final Map<Long, Unit> others = new HashMap<>();
    private final Map<Long, Scopes> scopesOfOthers = new HashMap<>();
    private @Nullable DwarfFormatException fault;

    /**
     * @param unit whose functions are asked for
     * @param units which finds others
     * @param scopes of {@code unit}
     * @param strings where names go
     */
    FunctionNames(Unit unit, UnitSource units, Scopes scopes, StringTable strings) {
        this.unit = unit;
        this.units = units;
        this.scopes = scopes;
        this.strings = strings;
        // Number 0 is no name, and no scope.
        linkageNames.add(0);
        names.add(0);
        namedAt.add(EntryPlace.NONE);
        scopeNames.add(0);
        scopeParents.add(0);
    }

    /** Returns why some names may be missing; null if all were read. */
    @Nullable
    DwarfFormatException fault() {
        return fault;
    }

    /** Returns the number of the name of the function at a place, 0 if it has none. */
    int of(long place) throws IOException {
        if (place == EntryPlace.NONE) {
            return 0;
        }
        int number = known.get(place);
        if (number < 0) {
            try {
                number = follow(place);
            } catch (DwarfFormatException e) {
                // It costs this name, not the function.
                fault = e;
                number = 0;
            }
            known.put(place, number);
        }
        return number;
    }

    private int follow(long place) throws IOException {
        int linkageName = 0;
        int name = 0;
        long named = EntryPlace.NONE;
        long next = place;
        for (int step = 0; step < MAX_CHAIN && next != EntryPlace.NONE; step++) {
            Unit owner = unitOf(next);
            if (owner == null) {
                break;
            }
            Input in = owner.at(EntryPlace.offset(next));
            AbbreviationTable abbreviations = owner.abbreviations();
            Values values = new Values(abbreviations);
            int abbreviation = abbreviations.find(in.uleb(), in);
            long origin = EntryPlace.NONE;
            long declaration = EntryPlace.NONE;
            for (int at = abbreviations.first(abbreviation); at < abbreviations.end(abbreviation); at++) {
                switch (abbreviations.attribute(at)) {
                    case Attribute.LINKAGE_NAME, Attribute.MIPS_LINKAGE_NAME -> {
                        long value = values.read(at, in);
                        if (linkageName == 0) {
                            linkageName = owner.addString(strings, values.form(), value, in);
                        }
                    }
                    case Attribute.NAME -> {
                        long value = values.read(at, in);
                        if (name == 0) {
                            name = owner.addString(strings, values.form(), value, in);
                            named = next;
                        }
                    }
                    case Attribute.ABSTRACT_ORIGIN -> {
                        long value = values.read(at, in);
                        origin = owner.reference(values.form(), value);
                    }
                    case Attribute.SPECIFICATION -> {
                        long value = values.read(at, in);
                        declaration = owner.reference(values.form(), value);
                    }
                    default -> abbreviations.skipAttribute(at, in);
                }
            }
            if (linkageName != 0 && name != 0) {
                break;
            }
            next = declaration == EntryPlace.NONE ? origin : declaration;
        }
        if (linkageName == 0 && name == 0) {
            return 0;
        }
        linkageNames.add(linkageName);
        names.add(name);
        namedAt.add(linkageName == 0 ? named : EntryPlace.NONE);
        return names.size() - 1;
    }

    /** Finds the scopes around functions without linkage names, once those of the unit are known to their ends. */
    void findScopes() throws IOException {
        for (int i = scopesOfNames.size(); i < namedAt.size(); i++) {
            int scope = 0;
            if (namedAt.get(i) != EntryPlace.NONE) {
                try {
                    scope = scopeAround(namedAt.get(i), 0);
                } catch (DwarfFormatException e) {
                    fault = e;
                }
            }
            scopesOfNames.add(scope);
        }
    }

    /** Returns the number of the scope around an entry, 0 if there is none. */
    private int scopeAround(long place, int depth) throws IOException {
        Unit owner = unitOf(place);
        if (owner == null || Language.hasNoScopes(language(owner))) {
            return 0;
        }
        long scope = scopesOf(owner).around(EntryPlace.offset(place));
        return scope < 0 ? 0 : scope(EntryPlace.of(owner.file().isSupplementary(), scope), depth);
    }

    /** Of a unit that other units share, dwz leaves out what the language is: it is theirs. */
    private int language(Unit owner) {
        return owner.language() == 0 ? unit.language() : owner.language();
    }

    private int scope(long place, int depth) throws IOException {
        int number = knownScopes.get(place);
        if (number >= 0 || depth >= MAX_SCOPES) {
            return Math.max(number, 0);
        }
        Unit owner = unitOf(place);
        if (owner == null) {
            return 0;
        }
        Input in = owner.at(EntryPlace.offset(place));
        AbbreviationTable abbreviations = owner.abbreviations();
        Values values = new Values(abbreviations);
        int abbreviation = abbreviations.find(in.uleb(), in);
        int name = 0;
        long declaration = EntryPlace.NONE;
        for (int at = abbreviations.first(abbreviation); at < abbreviations.end(abbreviation); at++) {
            int attribute = abbreviations.attribute(at);
            if (attribute == Attribute.NAME) {
                long value = values.read(at, in);
                name = owner.addString(strings, values.form(), value, in);
            } else if (attribute == Attribute.SPECIFICATION || attribute == Attribute.ABSTRACT_ORIGIN) {
                long value = values.read(at, in);
                declaration = owner.reference(values.form(), value);
            } else {
                abbreviations.skipAttribute(at, in);
            }
        }
        if (declaration != EntryPlace.NONE && declaration != place) {
            number = scope(declaration, depth + 1);
        } else {
            int parent = scopeAround(place, depth + 1);
            boolean isNamespace = abbreviations.tag(abbreviation) == Tag.NAMESPACE;
            scopeNames.add(name != 0 ? name : isNamespace ? ANONYMOUS_NAMESPACE : ANONYMOUS_TYPE);
            scopeParents.add(parent);
            number = scopeNames.size() - 1;
        }
        knownScopes.put(place, number);
        return number;
    }

    private Scopes scopesOf(Unit owner) throws IOException {
        if (owner == unit) {
            return scopes;
        }
        Scopes found = scopesOfOthers.get(key(owner));
        if (found == null) {
            if (scopesOfOthers.size() >= MAX_SCANS) {
                return new Scopes();
            }
            found = ScopeScanner.scan(owner);
            scopesOfOthers.put(key(owner), found);
        }
        return found;
    }

    private static long key(Unit owner) {
        return EntryPlace.of(owner.file().isSupplementary(), owner.header().offset());
    }

    private @Nullable Unit unitOf(long place) throws IOException {
        long offset = EntryPlace.offset(place);
        boolean supplementary = EntryPlace.isSupplementary(place);
        if (supplementary == unit.file().isSupplementary() && unit.contains(offset)) {
            return unit;
        }
        DwarfFile file = supplementary ? unit.file().supplementary() : unit.file();
        if (file == null || file.find(Part.INFO) == null) {
            return null;
        }
        long start = units.directory(file).unitOf(offset);
        if (start < 0) {
            return null;
        }
        long key = EntryPlace.of(supplementary, start);
        Unit other = others.get(key);
        if (other == null) {
            if (others.size() >= MAX_OTHERS) {
                throw new DwarfFormatException(
                        file.get(Part.INFO).name(), offset, "more other units than names are looked for in");
            }
            other = units.read(file, start);
            others.put(key, other);
        }
        return other;
    }

    /** Returns what was found, for keeping. */
    NameTable toTable() {
        return new NameTable(
                strings,
                linkageNames.toArray(),
                names.toArray(),
                scopesOfNames.toArray(),
                scopeNames.toArray(),
                scopeParents.toArray());
    }
}
