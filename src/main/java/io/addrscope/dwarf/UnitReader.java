// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a unit, its split part and its line table, once, into what is kept. For one thread at a time. */
final class UnitReader {

    /** Units of so many bytes are read for any address at once: reading them a second time takes longer than what is left out. */
    private static final long SMALL = 64 << 10;

    private static final Lines NO_LINES = new Lines(LineTable.EMPTY, null, null);

    private final DwarfFile file;
    private final CodeRanges code;
    private final UnitSource units;
    private final SplitUnits splitUnits;
    private final RangeReader rangeReader;
    private final int mostRanges;
    private final LineTable.Builder rows;
    private final Scratch scratch = new Scratch();

    /**
     * @param file of the image
     * @param code where it has code
     * @param units which finds those that others refer to
     * @param splitUnits which finds those that are elsewhere
     * @param mostRanges how many ranges the functions of one unit may have
     * @param mostRows how many lines one unit may have
     */
    UnitReader(DwarfFile file, CodeRanges code, UnitSource units, SplitUnits splitUnits, int mostRanges, int mostRows) {
        this.file = file;
        this.code = code;
        this.units = units;
        this.splitUnits = splitUnits;
        this.rangeReader = new RangeReader(code);
        this.mostRanges = mostRanges;
        this.rows = new LineTable.Builder(mostRows);
    }

    /**
     * Reads the unit at an offset in {@code .debug_info}.
     *
     * @param wanted addresses that it is read for: functions at others may be left out; null if it is read for any
     */
    CompactUnit read(long offset, @Nullable WantedAddresses wanted) throws IOException {
        file.takeFault();
        Unit unit = units.read(file, offset);
        DwarfFormatException fault = null;
        Unit described = unit;
        SplitUnits.Found found = null;
        if (unit.splitName() != null) {
            try {
                found = splitUnits.find(unit);
                described = found.unit();
            } catch (DwarfFormatException e) {
                // The skeleton has lines, and with some compilers functions.
                fault = e;
            }
        }
        FunctionScanner scanner;
        FunctionTree tree;
        NameTable names;
        try {
            described.load(scratch);
            UnitHeader header = described.header();
            boolean small = header.end() - header.offset() <= SMALL;
            scanner = new FunctionScanner(described, units, rangeReader, small ? null : wanted, mostRanges);
            scanner.scan();
            tree = scanner.tree();
            if (wanted != null && scanner.hasLeftOut() && !wanted.areAllIn(tree)) {
                // Perhaps a function in another one: who can skip the outer one has not seen it.
                scanner = new FunctionScanner(described, units, rangeReader, null, mostRanges);
                scanner.scan();
                tree = scanner.tree();
            }
            names = scanner.names(found != null && found.isTransient());
        } finally {
            described.unload();
            if (found != null) {
                found.close();
            }
        }
        if (fault == null) {
            fault = scanner.fault();
        }
        Lines lines = unit.lineTable() == Unit.NOWHERE
                ? NO_LINES
                : readLines(unit.lineTable(), unit.header().encoding().addressSize(), unit.directory(), tree);
        if (fault == null) {
            fault = lines.fault;
        }
        DwarfFormatException missed = file.takeFault();
        return new CompactUnit(
                tree, names, lines.table, lines.files, fault == null ? missed : fault, scanner.hasLeftOut());
    }

    /**
     * Reads the line table at an offset in {@code .debug_line}, which no unit refers to.
     *
     * @param addressSize bytes of an address, unless the table tells
     */
    CompactUnit readOrphan(long offset, int addressSize) throws IOException {
        Lines lines = readLines(offset, addressSize, null, null);
        return new CompactUnit(null, null, lines.table, lines.files, lines.fault, false);
    }

    /** Returns the addresses that a line table has lines for. */
    LineTable readTable(long offset, int addressSize) throws IOException {
        return readLines(offset, addressSize, null, null).table;
    }

    private static final class Lines {
        final LineTable table;
        final @Nullable LineFiles files;
        final @Nullable DwarfFormatException fault;

        Lines(LineTable table, @Nullable LineFiles files, @Nullable DwarfFormatException fault) {
            this.table = table;
            this.files = files;
            this.fault = fault;
        }
    }

    /** @param functions of the unit, whose calls have files, too; null if there are none */
    private Lines readLines(long offset, int addressSize, @Nullable String directory, @Nullable FunctionTree functions)
            throws IOException {
        rows.clear();
        LineHeader header = null;
        DwarfFormatException fault = null;
        try {
            Section section = file.get(Part.LINE);
            Input in = section.read(offset, UnitHeader.end(section, offset) - offset);
            header = LineHeader.read(file, in, addressSize);
            new LineProgram(header, in, code, rows).run();
        } catch (DwarfFormatException e) {
            fault = e;
        }
        if (header == null) {
            return new Lines(LineTable.EMPTY, null, fault);
        }
        LineTable table = rows.build();
        return new Lines(table, new LineFiles(header, table, functions, directory), fault);
    }
}
