// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the functions of a unit in one pass over its entries.
 *
 * <p>Functions and inlined calls with code are kept. One without (an abstract function) is kept only if there is code in it
 * that was not expected, so that what is inlined there has its caller; until then it is pending. Whatever else an entry may
 * be, it is skipped, and what it contains too if that cannot be a function. For one thread at a time.
 */
final class FunctionScanner implements RangeSink {

    /** What is open around an entry: a function by its number, none, or from here on downwards one that is pending. */
    private static final int NONE = -1;

    private static final int FIRST_PENDING = -2;

    /** The entry and what it contains were left out. */
    private static final int LEFT_OUT = Integer.MIN_VALUE;

    private final Unit unit;
    private final AbbreviationTable abbreviations;
    private final RangeReader rangeReader;
    private final @Nullable WantedAddresses wanted;
    private final int mostRanges;
    private final FunctionTree.Builder functions = new FunctionTree.Builder();
    private final Scopes scopes = new Scopes();
    private final StringTable strings = new StringTable();
    private final FunctionNames names;
    private final FunctionAttributes attributes;
    private final Values siblings;

    /** Kinds of entries in which no function is. */
    private final boolean[] skipped;

    /** Functions that are open. */
    private final Nesting open = new Nesting();

    /** 1 for each open entry that is a scope, else 0. */
    private final Nesting openScopes = new Nesting();

    /** Offsets of pending entries, what is around them, and their numbers once they are kept. */
    private final LongList pending = new LongList();

    private final IntList pendingAround = new IntList();
    private final IntList pendingNumbers = new IntList();

    /** Offset of the entry that was read last, and what kind of entry it is. */
    private long entry;

    private int abbreviation;
    private boolean leftOut;
    private @Nullable DwarfFormatException fault;

    /**
     * @param wanted addresses that functions are looked for at; null if all functions are
     * @param mostRanges how many entries of range lists the functions may have in all
     */
    FunctionScanner(
            Unit unit, UnitSource units, RangeReader rangeReader, @Nullable WantedAddresses wanted, int mostRanges) {
        this.unit = unit;
        this.wanted = wanted;
        this.abbreviations = unit.abbreviations();
        this.rangeReader = rangeReader;
        this.mostRanges = mostRanges;
        this.names = new FunctionNames(unit, units, scopes, strings);
        this.attributes = new FunctionAttributes(unit);
        this.siblings = new Values(abbreviations);
        this.skipped = Language.withoutFunctions(unit.language());
    }

    /** Reads all that can be read of the unit, which has been loaded. */
    void scan() throws IOException {
        rangeReader.allow(mostRanges);
        Input in = unit.entries();
        try {
            walk(in);
        } catch (DwarfFormatException e) {
            fault = e;
        }
        scopes.closeAll(in.offset());
        names.findScopes();
    }

    /**
     * Returns whether functions were left out in which no wanted address is, and whatever they contain; of those that were not, all
     * is known.
     */
    boolean hasLeftOut() {
        return leftOut;
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
        while (goToFunction(in)) {
            int inside = function(in);
            if (inside != LEFT_OUT && !enter(inside, in)) {
                return;
            }
        }
    }

    /**
     * Goes to the next entry of a function or inlined call, and reads its code; returns false at the end. Apart from what is done
     * with functions, since both are loops that run hot, and long ones take the compiler long.
     */
    private boolean goToFunction(Input in) throws DwarfFormatException {
        while (in.hasRemaining()) {
            if (!open.isEmpty()) {
                abbreviations.skipEntries(in);
                if (!in.hasRemaining()) {
                    return false;
                }
            }
            entry = in.offset();
            long code = in.uleb();
            if (code == 0) {
                if (open.isEmpty()) {
                    return false;
                }
                leave();
                continue;
            }
            abbreviation = abbreviations.find(code, in);
            int kind = abbreviations.kind(abbreviation);
            if (kind == AbbreviationTable.FUNCTION || kind == AbbreviationTable.INLINED) {
                return true;
            }
            if (skipped[kind] && skipWithContent(in)) {
                continue;
            }
            abbreviations.skip(abbreviation, in);
            if (!enter(open.top(NONE), in)) {
                return false;
            }
        }
        return false;
    }

    /**
     * Goes into the entry that was read last, if it has others in it.
     *
     * @param inside what is open in it
     * @return false if no more entries can follow
     */
    private boolean enter(int inside, Input in) throws DwarfFormatException {
        if (!abbreviations.hasChildren(abbreviation)) {
            return !open.isEmpty();
        }
        boolean isScope = abbreviations.isScope(abbreviation);
        if (isScope) {
            scopes.open(entry);
        }
        open.push(inside, in);
        openScopes.push(isScope ? 1 : 0, in);
        return true;
    }

    private void leave() {
        open.pop();
        if (openScopes.pop() != 0) {
            scopes.close(entry);
        }
    }

    /** Returns what is open in an entry of a function or inlined call. */
    private int function(Input in) throws IOException {
        attributes.read(abbreviation, in);
        boolean inlined = abbreviations.kind(abbreviation) == AbbreviationTable.INLINED;
        int around = open.top(NONE);
        if (!attributes.hasCode()) {
            if (!abbreviations.hasChildren(abbreviation)) {
                return NONE;
            }
            pending.add(entry);
            pendingAround.add(inlined ? around : NONE);
            pendingNumbers.add(NONE);
            return FIRST_PENDING - (pending.size() - 1);
        }
        if (!inlined && leaveOut(in)) {
            return LEFT_OUT;
        }
        long next = in.offset();
        int function = add(inlined, around);
        in.seek(next);
        try {
            attributes.ranges(rangeReader, this);
        } catch (DwarfFormatException e) {
            // It costs the ranges of this one.
            fault = e;
        }
        return function;
    }

    /** Goes behind the function whose attributes were read last, and what it contains, if no wanted address is in it. */
    private boolean leaveOut(Input in) throws DwarfFormatException {
        WantedAddresses addresses = wanted;
        long sibling = attributes.sibling();
        if (addresses == null
                || sibling < in.offset()
                || !unit.contains(sibling)
                || attributes.mayBeAt(addresses)
                || !abbreviations.hasChildren(abbreviation)) {
            return false;
        }
        in.seek(sibling);
        leftOut = true;
        return true;
    }

    /** Keeps the function or inlined call whose attributes were read last; returns its number. */
    private int add(boolean inlined, int around) throws IOException {
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
            long pendingEntry = pending.get(index);
            int caller = number(pendingAround.get(index));
            Input in = unit.at(pendingEntry);
            FunctionAttributes found = new FunctionAttributes(unit);
            found.read(abbreviations.find(in.uleb(), in), in);
            number = functions.add(caller, names.of(place(pendingEntry)), found);
            pendingNumbers.set(index, number);
        }
        return number;
    }

    private long place(long offset) {
        return EntryPlace.of(unit.file().isSupplementary(), offset);
    }

    @Override
    public void range(long start, long end) throws DwarfFormatException {
        functions.addRange(start, end);
    }

    /**
     * Goes behind an entry and what it contains, if it tells where that is; else nowhere. Only forwards, and only where there is
     * something to go behind.
     */
    private boolean skipWithContent(Input in) throws DwarfFormatException {
        long values = in.offset();
        int at = abbreviations.findSibling(abbreviation, in);
        if (at < 0) {
            return false;
        }
        long sibling = siblings.read(at, in);
        sibling = unit.reference(siblings.form(), sibling);
        if (sibling < in.offset() || !unit.contains(sibling)) {
            in.seek(values);
            return false;
        }
        in.seek(sibling);
        return true;
    }
}
