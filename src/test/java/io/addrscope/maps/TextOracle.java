// SPDX-License-Identifier: Apache-2.0
package io.addrscope.maps;

import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import io.addrscope.testing.MapsLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the kernel's text says to a query when its lines are looked at one after the other. */
final class TextOracle {

    private final NavigableMap<Long, MapsLine> byStart = new TreeMap<>(Long::compareUnsigned);

    TextOracle(List<MapsLine> lines) {
        for (MapsLine line : lines) {
            byStart.put(line.start(), line);
        }
    }

    /** Returns the line that a query of {@link MapsQuery} must find, or null if it must find none. */
    @Nullable
    MapsLine find(long address, int flags) {
        MapsLine below = value(byStart.floorEntry(address));
        if (below != null && Address.isWithin(address, below.start(), below.end()) && fits(below, flags)) {
            return below;
        }
        if ((flags & MapsQuery.COVERING_OR_NEXT) == 0) {
            return null;
        }
        for (MapsLine line : byStart.tailMap(address, false).values()) {
            if (fits(line, flags)) {
                return line;
            }
        }
        return null;
    }

    /** Returns the last line that ends at or below an address, or null if there is none. */
    @Nullable
    MapsLine previous(long address) {
        MapsLine below = value(byStart.floorEntry(address));
        return below == null || !Address.isBelow(address, below.end())
                ? below
                : value(byStart.lowerEntry(below.start()));
    }

    private static @Nullable MapsLine value(Map.@Nullable Entry<Long, MapsLine> entry) {
        return entry == null ? null : entry.getValue();
    }

    private static boolean fits(MapsLine line, int flags) {
        String permissions = line.permissions();
        return fits(flags, MapsQuery.READABLE, permissions.charAt(0) == 'r')
                && fits(flags, MapsQuery.WRITABLE, permissions.charAt(1) == 'w')
                && fits(flags, MapsQuery.EXECUTABLE, permissions.charAt(2) == 'x')
                && fits(flags, MapsQuery.SHARED, permissions.charAt(3) == 's')
                && fits(flags, MapsQuery.FILE_BACKED, line.hasFile());
    }

    private static boolean fits(int flags, int flag, boolean has) {
        return (flags & flag) == 0 || has;
    }

    /** Spells a mapping as the text does, but for the name. */
    static String numbers(Mapping mapping) {
        return String.format(
                "%x-%x %s %x %s %s",
                mapping.start(),
                mapping.end(),
                mapping.permissions(),
                mapping.offset(),
                mapping.device(),
                Long.toUnsignedString(mapping.inode()));
    }

    /** Spells what a cursor found as the text does, but for the name. */
    static String numbers(MappingCursor cursor) {
        String bits = "";
        String letters = "rwxs";
        for (int i = 0; i < 4; i++) {
            char clear = i == 3 ? 'p' : '-';
            bits += (cursor.permissions() >> i & 1) != 0 ? letters.charAt(i) : clear;
        }
        return String.format(
                "%x-%x %s %x %02x:%02x %s",
                cursor.start(),
                cursor.end(),
                bits,
                cursor.offset(),
                cursor.deviceMajor(),
                cursor.deviceMinor(),
                Long.toUnsignedString(cursor.inode()));
    }

    /** Spells a line of the text without its name. */
    static String numbers(MapsLine line) {
        return String.format(
                "%x-%x %s %x %s %s",
                line.start(),
                line.end(),
                line.permissions(),
                line.offset(),
                line.device(),
                Long.toUnsignedString(line.inode()));
    }

    /** Spells a mapping's name as the text does, one char a byte. */
    static String name(Mapping mapping) {
        return new String(mapping.name().bytes(), StandardCharsets.ISO_8859_1).replace("\n", "\\012");
    }
}
