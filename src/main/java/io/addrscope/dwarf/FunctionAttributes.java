// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.io.IOException;

/** What the entry of a function or an inlined call says of itself; one after the other. For one thread at a time. */
final class FunctionAttributes {

    private final Unit unit;
    private final AbbreviationTable abbreviations;
    private final Values values;

    private boolean hasLowPc;
    private long lowPc;
    private boolean hasHighPc;
    private boolean highIsAddress;
    private long highPc;
    private int rangesForm;
    private long ranges;
    private long callFile;
    private long callLine;
    private long callColumn;
    private long discriminator;
    private long origin;
    private long sibling;

    FunctionAttributes(Unit unit) {
        this.unit = unit;
        this.abbreviations = unit.abbreviations();
        this.values = new Values(abbreviations);
    }

    /** Reads an entry, whose code has been read. */
    void read(int abbreviation, Input in) throws IOException {
        hasLowPc = false;
        lowPc = 0;
        hasHighPc = false;
        rangesForm = 0;
        callFile = 0;
        callLine = 0;
        callColumn = 0;
        discriminator = 0;
        origin = EntryPlace.NONE;
        sibling = EntryPlace.NONE;
        int end = abbreviations.end(abbreviation);
        for (int at = abbreviations.first(abbreviation); at < end; at++) {
            switch (abbreviations.attribute(at)) {
                case Attribute.LOW_PC -> {
                    lowPc = values.read(at, in);
                    if (values.isAddress()) {
                        lowPc = unit.address(values.form(), lowPc);
                        hasLowPc = true;
                    }
                }
                case Attribute.HIGH_PC -> {
                    highPc = values.read(at, in);
                    highIsAddress = values.isAddress();
                    if (highIsAddress) {
                        highPc = unit.address(values.form(), highPc);
                    }
                    hasHighPc = true;
                }
                case Attribute.RANGES -> {
                    ranges = values.read(at, in);
                    rangesForm = values.form();
                }
                case Attribute.CALL_FILE -> callFile = values.read(at, in);
                case Attribute.CALL_LINE -> callLine = values.read(at, in);
                case Attribute.CALL_COLUMN -> callColumn = values.read(at, in);
                case Attribute.GNU_DISCRIMINATOR -> discriminator = values.read(at, in);
                case Attribute.ABSTRACT_ORIGIN -> {
                    origin = values.read(at, in);
                    origin = unit.reference(values.form(), origin);
                }
                case Attribute.SIBLING -> {
                    sibling = values.read(at, in);
                    sibling = unit.reference(values.form(), sibling);
                }
                default -> abbreviations.skipAttribute(at, in);
            }
        }
    }

    /** Returns the offset of the next entry beside this one, {@link EntryPlace#NONE} if that is not said. */
    long sibling() {
        return sibling;
    }

    /** Returns whether the function may have code at one of some addresses. */
    boolean mayBeAt(WantedAddresses addresses) {
        if (!hasLowPc || !hasHighPc) {
            return true;
        }
        return addresses.anyWithin(
                lowPc, highIsAddress ? highPc : unit.header().encoding().end(lowPc + highPc));
    }

    /** Returns whether the entry has addresses, be there code or not. */
    boolean hasCode() {
        return rangesForm != 0 || (hasLowPc && hasHighPc);
    }

    /** Gives the ranges of the function's code on. */
    void ranges(RangeReader reader, RangeSink sink) throws IOException {
        if (hasLowPc && hasHighPc) {
            reader.give(lowPc, highIsAddress ? highPc : unit.header().encoding().end(lowPc + highPc), sink);
        } else if (rangesForm != 0) {
            reader.read(unit, rangesForm, ranges, sink);
        }
    }

    /** Returns where the function begins, 0 if that is not said. */
    long lowPc() {
        return hasLowPc ? lowPc : 0;
    }

    /** Returns the place of the entry that this one is a copy of. */
    long origin() {
        return origin;
    }

    int callFile() {
        return number(callFile);
    }

    int callLine() {
        return number(callLine);
    }

    int callColumn() {
        return number(callColumn);
    }

    int discriminator() {
        return number(discriminator);
    }

    private static int number(long value) {
        return value < 0 || value > Integer.MAX_VALUE ? 0 : (int) value;
    }
}
