// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cache;

import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.BuildId;
import io.addrscope.model.Device;
import io.addrscope.model.Mapping;
import io.addrscope.model.MappingName;
import io.addrscope.model.Permissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes mappings to race with, and says which of two a thread saw. */
final class Mappings {

    static final long PAGE = 0x1000;

    static final String NONE = "none";
    static final String OLD = "old";
    static final String NEW = "new";

    /** What a thread saw that is no mapping that was ever made. */
    private static final String TORN = "torn";

    /** Of mappings that no cache keeps. */
    private static final MappingCache CACHE = new MappingCache(new Keeper(1 << 20), Epoch.uncounted(), null);

    private Mappings() {}

    /** Makes anonymous memory. */
    static Mapping memory(long start, long end, int permissions) {
        return new Mapping(
                start, end, new Permissions(permissions), 0, new Device(0, 0), 0, MappingName.NONE, false, PAGE, null);
    }

    /** Makes the code of a library; each build of it has a file and a build ID of its own, and the same path. */
    static Mapping code(long start, long end, int build) {
        return new Mapping(
                start,
                end,
                new Permissions(Permissions.READ | Permissions.EXECUTE),
                0,
                new Device(8, 1),
                build,
                MappingName.of("/lib/libtwin.so"),
                false,
                PAGE,
                BuildId.of(new byte[] {(byte) build}));
    }

    /** Makes a mapping to keep, which was never checked. */
    static KeptMapping kept(Mapping mapping) {
        MappingCursor cursor = new ScriptedProcess(mapping).cursor();
        cursor.seek(mapping.start(), 0, MapsQuery.NUMBERS);
        return new KeptMapping(CACHE, cursor, null);
    }

    /** Says which of two a mapping is, all of it: a word for the outcome of a test. */
    static String name(@Nullable Mapping seen, Mapping old, @Nullable Mapping successor) {
        if (seen == null) {
            return NONE;
        }
        if (seen.equals(old)) {
            return OLD;
        }
        return Objects.equals(seen, successor) ? NEW : TORN;
    }

    /** Says the same of a kept mapping. */
    static String name(@Nullable KeptMapping seen, KeptMapping old, KeptMapping successor) {
        return name(seen == null ? null : seen.mapping(), old.mapping(), successor.mapping());
    }
}
