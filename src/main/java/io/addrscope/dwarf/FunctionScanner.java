// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the functions of a unit in one pass over its entries.
 *
 * <p>Functions and inlined calls with code are kept. One without (an abstract function) is kept only if there is code in it
 * that was not expected, so that what is inlined there has its caller; until then it is pending. Whatever else an entry may
 * be, it is skipped, and with a declaration what it contains. For one thread at a time.
 */
final class FunctionScanner implements RangeSink {

    /** What is open around an entry: a function by its number, none, or from here on downwards one that is pending. */
    private static final int NONE = -1;

    private static final int FIRST_PENDING = -2;

    private final Unit unit;
    private final AbbreviationTable abbreviations;
    private final RangeReader rangeReader;
    private final int mostRanges;
    private final FunctionTree.Builder functions = new FunctionTree.Builder();
    private final Scopes scopes = new Scopes();
    private final StringTable strings = new StringTable();
    private final FunctionNames names;
    private final FunctionAttributes attributes;
    private final Values siblings;

    /** Functions that are open. */
    private final Nesting open = new Nesting();

    /** 1 for each open entry that is a scope, else 0. */
    private final Nesting openScopes = new Nesting();

    /** Offsets of pending entries, what is around them, and their numbers once they are kept. */
    private final LongList pending = new LongList();

    private final IntList pendingAround = new IntList();
    private final IntList pendingNumbers = new IntList();
    private @Nullable DwarfFormatException fault;

    /** @param mostRanges how many entries of range lists the functions may have in all */
    FunctionScanner(Unit unit, UnitSource units, RangeReader rangeReader, int mostRanges) {
        this.unit = unit;
        this.abbreviations = unit.abbreviations();
        this.rangeReader = rangeReader;
        this.mostRanges = mostRanges;
        this.names = new FunctionNames(unit, units, scopes, strings);
        this.attributes = new FunctionAttributes(unit);
        this.siblings = new Values(abbreviations);
    }

    /** Reads all that can be read. */
    void scan() throws IOException {
        unit.load();
        rangeReader.allow(mostRanges);
        try {
            Input in = unit.entries();
            try {
                walk(in);
            } catch (DwarfFormatException e) {
                fault = e;
            }
            scopes.closeAll(in.offset());
            names.findScopes();
        } finally {
            unit.unload();
        }
    }

    /** Returns why there may be more functions; null if all were read. */
    @Nullable
    DwarfFormatException fault() {
        return fault == null ? names.fault() : fault;
    }

    FunctionTree tree() {
        return functions.build();
    }

    /**
     * Returns the names.
     *
     * @param all whether none can be read later
     */
    NameTable names(boolean all) throws IOException {
        strings.close(all);
        return names.toTable();
    }

    private void walk(Input in) throws IOException {
        while (in.hasRemaining()) {
            long entry = in.offset();
            long code = in.uleb();
            if (code == 0) {
                if (open.isEmpty()) {
                    return;
                }
                open.pop();
                if (openScopes.pop() != 0) {
                    scopes.close(entry);
                }
                continue;
            }
            int abbreviation = abbreviations.find(code, in);
            int kind = abbreviations.kind(abbreviation);
            int around = open.top(NONE);
            int inside = around;
            int scope = 0;
            switch (kind) {
                case AbbreviationTable.FUNCTION, AbbreviationTable.INLINED ->
                    inside = function(kind, abbreviation, entry, around, in);
                case AbbreviationTable.DECLARATION -> {
                    if (skipDeclaration(abbreviation, in)) {
                        continue;
                    }
                }
                default -> abbreviations.skip(abbreviation, in);
            }
            if (abbreviations.hasChildren(abbreviation)) {
                if (abbreviations.isScope(abbreviation)) {
                    scopes.open(entry);
                    scope = 1;
                }
                open.push(inside, in);
                openScopes.push(scope, in);
            } else if (open.isEmpty()) {
                return;
            }
        }
    }

    /** Returns what is open in an entry of a function or inlined call. */
    private int function(int kind, int abbreviation, long entry, int around, Input in) throws IOException {
        attributes.read(abbreviation, in);
        boolean inlined = kind == AbbreviationTable.INLINED;
        if (!attributes.hasCode()) {
            if (!abbreviations.hasChildren(abbreviation)) {
                return NONE;
            }
            pending.add(entry);
            pendingAround.add(inlined ? around : NONE);
            pendingNumbers.add(NONE);
            return FIRST_PENDING - (pending.size() - 1);
        }
        long next = in.offset();
        int function = add(inlined, entry, around);
        in.seek(next);
        try {
            attributes.ranges(rangeReader, this);
        } catch (DwarfFormatException e) {
            // It costs the ranges of this one.
            fault = e;
        }
        return function;
    }

    /** Keeps the function or inlined call whose attributes were read last; returns its number. */
    private int add(boolean inlined, long entry, int around) throws IOException {
        int caller = inlined ? number(around) : NONE;
        boolean copy = inlined && attributes.origin() != EntryPlace.NONE;
        int name = names.of(copy ? attributes.origin() : place(entry));
        return functions.add(caller, name, attributes);
    }

    /** Returns the number of what is open, which is kept now if it was pending. */
    private int number(int around) throws IOException {
        if (around >= NONE) {
            return around;
        }
        int index = FIRST_PENDING - around;
        int number = pendingNumbers.get(index);
        if (number == NONE) {
            long entry = pending.get(index);
            int caller = number(pendingAround.get(index));
            Input in = unit.at(entry);
            FunctionAttributes found = new FunctionAttributes(unit);
            found.read(abbreviations.find(in.uleb(), in), in);
            number = functions.add(caller, names.of(place(entry)), found);
            pendingNumbers.set(index, number);
        }
        return number;
    }

    private long place(long entry) {
        return EntryPlace.of(unit.file().isSupplementary(), entry);
    }

    @Override
    public void range(long start, long end) throws DwarfFormatException {
        functions.addRange(start, end);
    }

    /** Goes behind a declaration, and if it tells where that is, behind what it contains; returns whether it did. */
    private boolean skipDeclaration(int abbreviation, Input in) throws DwarfFormatException {
        long sibling = EntryPlace.NONE;
        for (int at = abbreviations.first(abbreviation); at < abbreviations.end(abbreviation); at++) {
            if (abbreviations.attribute(at) == Attribute.SIBLING) {
                sibling = siblings.read(at, in);
                sibling = unit.reference(siblings.form(), sibling);
            } else {
                abbreviations.skipAttribute(at, in);
            }
        }
        // Only forwards, and only where there is something to go behind.
        if (!abbreviations.hasChildren(abbreviation) || sibling < in.offset() || !unit.contains(sibling)) {
            return false;
        }
        in.seek(sibling);
        return true;
    }
}
