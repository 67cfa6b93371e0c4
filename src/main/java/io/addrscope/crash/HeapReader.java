// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash;

import io.addrscope.crash.Landmark.Kind;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the heap, its tables, classes and generated code are.
 *
 * <pre>
 * Heap address: 0x00000000fc000000, size: 64 MB, Compressed Oops mode: 32-bit
 * CDS archive(s) mapped at: [0x0000786a1b000000-0x0000786a1bc9c000-0x0000786a1bc9c000), size 13221888, ...
 * Compressed class space mapped at: 0x0000786a1c000000-0x0000786a5c000000, reserved size: 1073741824
 * Compressed class space size: 1073741824 Address: 0x0000000100000000
 * Protection zone: [0x0000000019000000 - 0x0000000019001000), (4096 bytes)
 *   eden space 81920K,  22% used [0x00000000c0000000, 0x00000000c122c820, 0x00000000c5000000)
 * Card table byte_map: [0x0000786a98be0000,0x0000786a98c00000] _byte_map_base: 0x0000786a98400000
 *  Bits: [0x0000786a96420000, 0x0000786a96520000)
 * Polling page: 0x0000786a98ee0000
 * CodeHeap 'non-profiled nmethods': size=120028Kb used=779Kb max_used=779Kb free=119248Kb
 *  bounds [0x0000786a802c9000, 0x0000786a80539000, 0x0000786a87800000]
 * </pre>
 */
final class HeapReader implements SectionReader {

    /** The smallest page of the processors that HotSpot runs on. */
    private static final int PAGE_BYTES = 4096;

    private static final int MEBIBYTE_SHIFT = 20;
    private static final String TOTAL = " total";

    private final Cuts cuts;
    private final Ranges ranges;
    private final HeapRegions regions = new HeapRegions();
    private @Nullable Word address;
    private @Nullable Word mebibytes;
    private @Nullable Text compressedOops;
    private @Nullable Word pollingPage;

    /** Name of the table or code heap whose bounds follow. */
    private @Nullable String table;

    HeapReader(Cuts cuts, Ranges ranges) {
        this.cuts = cuts;
        this.ranges = ranges;
    }

    @Override
    public void read(SectionKind kind, Line line, boolean isFirst) {
        switch (kind) {
            case HEAP_ADDRESS -> readAddress(line, isFirst);
            case CDS -> ranges.add(Kind.CDS_ARCHIVE, line, null);
            case CLASS_SPACE -> readClassSpace(line);
            case HEAP -> readSpace(line);
            case HEAP_REGIONS -> regions.add(line, cuts);
            case GC_TABLES -> readTable(line, isFirst);
            case POLLING_PAGE -> readPollingPage(line, isFirst);
            case CODE_CACHE -> readCodeHeap(line);
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void readAddress(Line line, boolean isFirst) {
        if (!isFirst || !line.skipPast(":")) {
            return;
        }
        Span evidence = line.span();
        line.skipBlanks();
        Word start = line.hex();
        Word size = line.skip(", size: ") ? line.decimal() : null;
        if (start != null && size != null && line.skip(" MB")) {
            address = start;
            mebibytes = size;
            ranges.add(Kind.HEAP, start.value(), start.value() + (size.value() << MEBIBYTE_SHIFT), null, evidence);
        }
        if (line.skipPast("Compressed Oops mode:")) {
            compressedOops = line.rest();
        }
    }

    private void readClassSpace(Line line) {
        Span evidence = line.span();
        if (line.skip("Compressed class space mapped at: ")) {
            Word start = line.hex();
            Word end = line.skip("-") ? line.hex() : null;
            if (start != null && end != null) {
                ranges.add(Kind.CLASS_SPACE, start.value(), end.value(), null, evidence);
            }
        } else if (line.skip("Compressed class space size: ")) {
            Word size = line.decimal();
            Word start = line.skip(" Address: ") ? line.hex() : null;
            if (start != null && size != null) {
                ranges.add(Kind.CLASS_SPACE, start.value(), start.value() + size.value(), null, evidence);
            }
        } else if (line.startsWith("Protection zone:")) {
            ranges.add(Kind.PROTECTION_ZONE, line, null);
        }
    }

    private void readSpace(Line line) {
        line.skipBlanks();
        int nameEnd = line.at();
        while (isName(line.byteAt(nameEnd))) {
            nameEnd++;
        }
        Text name = line.textTo(nameEnd);
        ranges.add(Kind.HEAP_SPACE, line, name == null ? null : spaceName(name.text()));
    }

    private static boolean isName(int b) {
        return b == ' ' || b == '-' || ((b | 0x20) >= 'a' && (b | 0x20) <= 'z');
    }

    /** Returns {@code to space} for {@code to   space}, {@code PSYoungGen} for {@code PSYoungGen      total}. */
    private static @Nullable String spaceName(String printed) {
        StringTokenizer words = new StringTokenizer(printed, " ");
        StringJoiner joined = new StringJoiner(" ");
        while (words.hasMoreTokens()) {
            joined.add(words.nextToken());
        }
        String name = joined.toString();
        int total = name.indexOf(TOTAL);
        // Shenandoah's are the items of a list.
        return name.startsWith("-") ? null : total < 0 ? name : name.substring(0, total);
    }

    private void readTable(Line line, boolean isFirst) {
        if (!isFirst) {
            ranges.add(Kind.GC_TABLE, line, table);
            return;
        }
        int end = line.indexOf(":", line.at());
        if (line.startsWith("Card table")) {
            ranges.add(Kind.GC_TABLE, line, "card table");
        } else {
            Text heading = line.textTo(end < 0 ? line.to() : end);
            table = heading == null ? null : heading.text();
        }
    }

    private void readPollingPage(Line line, boolean isFirst) {
        if (!isFirst) {
            return;
        }
        Span evidence = line.span();
        line.skip("Polling page:");
        line.skipBlanks();
        pollingPage = line.hex();
        if (pollingPage != null) {
            long start = pollingPage.value();
            ranges.add(Kind.POLLING_PAGE, start, start + PAGE_BYTES, null, evidence);
        }
    }

    private void readCodeHeap(Line line) {
        if (line.skip("CodeHeap '")) {
            int end = line.indexOf("'", line.at());
            Text name = line.textTo(end < 0 ? line.to() : end);
            table = name == null ? null : name.text();
        } else if (line.skip("CodeCache:")) {
            table = null;
        } else if (line.skip(" bounds ")) {
            ranges.add(Kind.CODE_HEAP, line, table);
        }
    }

    HeapRegions regions() {
        return regions;
    }

    @Nullable
    Word address() {
        return address;
    }

    @Nullable
    Word mebibytes() {
        return mebibytes;
    }

    @Nullable
    Text compressedOops() {
        return compressedOops;
    }

    @Nullable
    Word pollingPage() {
        return pollingPage;
    }
}
