// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.ObtainedBy;
import io.addrscope.model.ProcessException;
import io.addrscope.model.Source;
import java.util.List;
import java.util.Objects;

/**
 * A program that asks about its own libraries, checks the answers and prints how they were obtained.
 *
 * <p>Argument: a {@link Source}. Prints {@code obtainedBy}, {@code explanation} and how many addresses were checked, or
 * the exception that it got.
 */
public final class SelfCheck {

    private SelfCheck() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        try {
            AddressSpace space = AddressSpace.self(Source.valueOf(arguments[0]));
            int checked = check(space, space.statistics().obtainedBy());
            Statistics statistics = space.statistics();
            System.out.println("checked=" + checked);
            System.out.println("obtainedBy=" + statistics.obtainedBy());
            System.out.println("explanation=" + statistics.explanation());
        } catch (ProcessException e) {
            System.out.println(e);
        }
    }

    /** Asks about each mapping of a file and returns how many addresses were checked. */
    static int check(AddressSpace space, ObtainedBy obtainedBy) {
        List<Mapping> files = space.maps().mappings().stream()
                .filter(mapping -> mapping.name().kind() == MappingName.Kind.PATH)
                .toList();
        Cursor cursor = space.cursor();
        for (Mapping file : files) {
            for (long address : new long[] {file.start(), file.end() - 1}) {
                Location location = space.locate(address);
                Mapping found = Objects.requireNonNull(location.mapping(), location.toString());
                verify(found.name().equals(file.name()) && found.start() == file.start(), location);
                verify(location.obtainedBy() == obtainedBy, location);
                verify(cursor.seek(address) == Cursor.MAPPED && cursor.start() == file.start(), location);
                verify(cursor.seekAtOrAbove(address) == Cursor.MAPPED && cursor.end() == file.end(), location);
            }
        }
        Location unmapped = space.locate(0x1234);
        verify(!unmapped.isMapped() && unmapped.after() != null, unmapped);
        return 2 * files.size();
    }

    private static void verify(boolean holds, Location location) {
        if (!holds) {
            throw new AssertionError(location);
        }
    }
}
