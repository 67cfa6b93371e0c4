// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import io.addrscope.dwarf.DwarfFile.Part;
import io.addrscope.elf.ElfClass;
import io.addrscope.elf.ElfFile;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The DWARF of one image: functions, files and lines by ELF addresses.
 *
 * <p>Nothing is read before it is asked for. A unit is read as a whole when one of its addresses is asked for, and kept in a
 * compact form while there is room. A compressed section that does not fit into the room is decompressed again and again if
 * addresses come in no order: {@link #frames(long[])} puts them into one. The file must stay open. Safe for any number of
 * threads; they wait for each other while a unit is read.
 */
public final class DebugInfo {

    /** Of the room, sections that are kept take no more than three quarters; units have the rest. */
    private static final int SECTION_SHARE = 4;

    /** About as many bytes are taken by a range of a function, and by a line, while they are collected. */
    private static final int RANGE_BYTES = 64;

    private static final int ROW_BYTES = 32;

    /** However little room there is, units with as many ranges and lines are read. */
    private static final int LEAST_RANGES = 1 << 18;

    private final long memoryCap;
    private final Budget budget;
    private final CodeRanges code;
    private final DwarfFile file;
    private final UnitFinder finder;
    private final UnitReader reader;
    private final int addressSize;
    private final UnitCache cache;
    private final Object reading = new Object();

    private volatile @Nullable UnitIndex aranges;
    private volatile @Nullable UnitIndex entries;
    private volatile @Nullable UnitIndex lines;

    private DebugInfo(ElfFile elf, Companions companions, long memoryCap) {
        this.memoryCap = memoryCap;
        this.budget = new Budget(memoryCap - memoryCap / SECTION_SHARE);
        this.cache = new UnitCache(memoryCap);
        this.code = CodeRanges.of(elf);
        this.addressSize = elf.image().elfClass() == ElfClass.ELF32 ? Integer.BYTES : Long.BYTES;
        this.file = DwarfFile.of(elf, companions, budget);
        UnitSource units = new UnitSource();
        SplitUnits splitUnits = new SplitUnits(file, companions, units.abbreviations());
        int mostRanges = (int) Math.min(Math.max(memoryCap / RANGE_BYTES, LEAST_RANGES), Integer.MAX_VALUE / 4);
        int mostRows = (int) Math.min(Math.max(memoryCap / ROW_BYTES, LEAST_RANGES), Integer.MAX_VALUE / 4);
        this.reader = new UnitReader(file, code, units, splitUnits, mostRanges, mostRows);
        this.finder = new UnitFinder(file, code, units, reader, addressSize);
    }

    /** Returns whether a file has debug information with lines or functions. */
    public static boolean isIn(ElfFile file) throws IOException {
        return file.debugContent(Part.INFO.section(false)) != null
                || file.debugContent(Part.LINE.section(false)) != null;
    }

    /**
     * Prepares to answer from a file's debug information.
     *
     * @param file the image itself, or the file with its debug information: one that has the image's section headers
     * @param companions which may have parts of it
     * @param memoryCap how many bytes may be kept; what is needed for one answer is not counted
     */
    public static DebugInfo open(ElfFile file, Companions companions, long memoryCap) {
        return new DebugInfo(file, companions, memoryCap);
    }

    /** Returns about how many bytes are kept. */
    public long bytes() {
        return budget.taken() + cache.bytes() + bytes(aranges) + bytes(entries) + bytes(lines);
    }

    private static long bytes(@Nullable UnitIndex index) {
        return index == null ? 0 : index.bytes();
    }

    /**
     * Returns what is known of an address. What is wrong with the debug information is told by {@link SourceFrames#fault}.
     *
     * @throws IOException if a file cannot be read
     */
    public SourceFrames frames(long elfAddress) throws IOException {
        if (!code.contains(elfAddress)) {
            return SourceFrames.NONE;
        }
        long first = aranges().find(elfAddress);
        SourceFrames known = first == UnitIndex.NONE ? SourceFrames.NONE : frames(first, elfAddress);
        if (known.frames().isEmpty()) {
            long second = entries().find(elfAddress);
            if (second != UnitIndex.NONE && second != first) {
                known = better(known, frames(second, elfAddress));
            }
        }
        if (known.frames().isEmpty()) {
            long third = lines().find(elfAddress);
            if (third != UnitIndex.NONE) {
                known = better(known, frames(third, elfAddress));
            }
        }
        DwarfFormatException fault = finder.fault();
        if (known.frames().isEmpty() && known.fault() == null && fault != null) {
            return new SourceFrames(List.of(), fault);
        }
        return known;
    }

    private static SourceFrames better(SourceFrames first, SourceFrames second) {
        return second.frames().isEmpty() && first.fault() != null ? first : second;
    }

    /**
     * Returns what is known of each of some addresses, in their order. Units are read in the order of the file, each once: this
     * is much faster than one address after the other where not all units fit into the room.
     *
     * @throws IOException if a file cannot be read
     */
    public List<SourceFrames> frames(long[] elfAddresses) throws IOException {
        Section passed = findUnits();
        if (passed != null) {
            passed.beginPass();
        }
        try {
            return new Batch(elfAddresses).answer();
        } finally {
            if (passed != null) {
                passed.endPass();
            }
        }
    }

    private @Nullable Section findUnits() throws IOException {
        try {
            return file.find(Part.INFO);
        } catch (DwarfFormatException e) {
            // Whoever asks for a unit is told.
            return null;
        }
    }

    /** Answers for some addresses as {@link #frames(long)} does, found in the order of the units. */
    private final class Batch implements UnitFinder.Visitor {

        private final long[] addresses;
        private final SourceFrames[] answers;

        /** Offsets of the units that were asked, by address. */
        private final long[] asked;

        /** Indices of addresses to ask a unit about, by the offsets of those units, which are in {@link #units}. */
        private int[] order = new int[0];

        private long[] units = new long[0];

        /** How many of them are done. */
        private int done;

        Batch(long[] addresses) {
            this.addresses = addresses;
            this.answers = new SourceFrames[addresses.length];
            this.asked = new long[addresses.length];
            Arrays.fill(answers, SourceFrames.NONE);
            Arrays.fill(asked, UnitIndex.NONE);
        }

        List<SourceFrames> answer() throws IOException {
            boolean complete = locate(aranges());
            if (!complete && entries == null) {
                // The units have to be walked over in any case: what is wanted of each is read in passing.
                synchronized (reading) {
                    entries = finder.entries(this);
                }
            }
            passed(Long.MAX_VALUE);
            if (isIncomplete()) {
                locate(entries());
                passed(Long.MAX_VALUE);
            }
            if (isIncomplete()) {
                locate(lines());
                passed(Long.MAX_VALUE);
            }
            tellFault();
            return Arrays.asList(answers);
        }

        /** Finds the units of addresses without an answer; returns whether all of those have one. */
        private boolean locate(UnitIndex index) {
            boolean complete = true;
            int[] numbers = new int[addresses.length];
            for (int i = 0; i < addresses.length; i++) {
                int number = UnitIndex.NO_NUMBER;
                if (isMissing(i)) {
                    number = index.number(addresses[i]);
                    complete &= number != UnitIndex.NO_NUMBER;
                    if (number != UnitIndex.NO_NUMBER && index.offset(number) == asked[i]) {
                        number = UnitIndex.NO_NUMBER;
                    }
                }
                numbers[i] = number;
            }
            order = Order.ofFew(numbers, index.size());
            units = new long[order.length];
            for (int i = 0; i < order.length; i++) {
                units[i] = index.offset(numbers[order[i]]);
            }
            done = 0;
            return complete;
        }

        private boolean isMissing(int index) {
            return answers[index].frames().isEmpty() && code.contains(addresses[index]);
        }

        private boolean isIncomplete() {
            for (int i = 0; i < addresses.length; i++) {
                if (isMissing(i)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void passed(long unit) throws IOException {
            while (done < order.length && units[done] <= unit) {
                long offset = units[done];
                int first = done;
                while (done < order.length && units[done] == offset) {
                    done++;
                }
                ask(offset, first, done);
            }
        }

        /** Asks a unit about those addresses that it is to be asked about. */
        private void ask(long offset, int first, int end) throws IOException {
            long[] wanted = new long[end - first];
            for (int i = first; i < end; i++) {
                wanted[i - first] = addresses[order[i]];
            }
            CompactUnit unit = unit(offset, wanted);
            for (int i = first; i < end; i++) {
                int index = order[i];
                asked[index] = offset;
                answers[index] = better(answers[index], unit.frames(addresses[index]));
            }
        }

        private void tellFault() {
            DwarfFormatException fault = finder.fault();
            if (fault == null) {
                return;
            }
            SourceFrames nothing = new SourceFrames(List.of(), fault);
            for (int i = 0; i < addresses.length; i++) {
                if (isMissing(i) && answers[i].fault() == null) {
                    answers[i] = nothing;
                }
            }
        }
    }

    private SourceFrames frames(long unit, long address) throws IOException {
        CompactUnit compact = cache.get(unit);
        if (compact == null || !compact.hasAll(address)) {
            synchronized (reading) {
                compact = cache.get(unit);
                if (compact == null || !compact.hasAll(address)) {
                    compact = readAndKeep(unit, null);
                }
            }
        }
        return compact.frames(address);
    }

    /**
     * Returns a unit that has all of some addresses. At first it is read for those alone, which is faster, and as a whole once
     * others are asked for.
     */
    private CompactUnit unit(long unit, long[] addresses) throws IOException {
        CompactUnit compact = cache.get(unit);
        if (compact == null || !hasAll(compact, addresses)) {
            synchronized (reading) {
                compact = cache.get(unit);
                if (compact == null) {
                    compact = readAndKeep(unit, new WantedAddresses(addresses));
                }
                if (!hasAll(compact, addresses)) {
                    compact = readAndKeep(unit, null);
                }
            }
        }
        return compact;
    }

    private static boolean hasAll(CompactUnit unit, long[] addresses) {
        for (long address : addresses) {
            if (!unit.hasAll(address)) {
                return false;
            }
        }
        return true;
    }

    private CompactUnit readAndKeep(long unit, @Nullable WantedAddresses wanted) throws IOException {
        CompactUnit compact = read(unit, wanted);
        cache.put(unit, compact, memoryCap - budget.taken());
        return compact;
    }

    private CompactUnit read(long unit, @Nullable WantedAddresses wanted) throws IOException {
        try {
            if (unit < 0) {
                return reader.readOrphan(UnitFinder.orphan(unit), addressSize);
            }
            Section info = file.get(Part.INFO);
            boolean passing = info.isPassing();
            try {
                if (info.approach(unit)) {
                    file.warmUp((double) unit / info.size());
                }
                return reader.read(unit, wanted);
            } finally {
                if (!passing) {
                    info.endPass();
                }
            }
        } catch (DwarfFormatException e) {
            return new CompactUnit(null, null, LineTable.EMPTY, null, e, false);
        }
    }

    private UnitIndex aranges() throws IOException {
        UnitIndex index = aranges;
        if (index == null) {
            synchronized (reading) {
                index = finder.aranges();
                aranges = index;
            }
        }
        return index;
    }

    private UnitIndex entries() throws IOException {
        UnitIndex index = entries;
        if (index == null) {
            synchronized (reading) {
                index = finder.entries();
                entries = index;
            }
        }
        return index;
    }

    private UnitIndex lines() throws IOException {
        UnitIndex index = lines;
        if (index == null) {
            synchronized (reading) {
                index = finder.lines();
                lines = index;
            }
        }
        return index;
    }
}
