// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.elf.UnsignedOrder;
import io.addrscope.maps.MappingCursor;
import io.addrscope.maps.MapsQuery;
import io.addrscope.model.Address;
import io.addrscope.model.Mapping;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the mappings of many addresses in ascending order, so that each is sought once. For one thread at a time. */
public final class MappingBatch {

    /** The end of what no mapping above bounds. */
    private static final long HIGHEST = -1;

    private final MappingCursor cursor;

    /** Behind the last address that the mapping that was found last, or the gap, holds; exclusive. */
    private long end;

    /** @param cursor where mappings are sought; the batch's own until it is done */
    public MappingBatch(MappingCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Returns the mapping that holds each address, with its name, in the order given; null for those that none holds. A
     * mapping that holds some of them is sought once; of a gap, its end is sought, too.
     *
     * @throws io.addrscope.model.ProcessException if the process cannot be asked any more
     */
    public List<@Nullable Mapping> find(long[] addresses) {
        @Nullable Mapping[] found = new Mapping[addresses.length];
        Mapping current = null;
        end = 0;
        for (int index : UnsignedOrder.indices(addresses, addresses.length)) {
            long address = addresses[index];
            if (!Address.isBelow(address, end)) {
                current = seek(address);
            }
            found[index] = current;
        }
        return Arrays.asList(found);
    }

    private @Nullable Mapping seek(long address) {
        if (!cursor.seek(address, 0, MapsQuery.NAME)) {
            if (!cursor.seek(address, MapsQuery.COVERING_OR_NEXT, MapsQuery.NAME)) {
                end = HIGHEST;
                return null;
            }
            if (Address.isBelow(address, cursor.start())) {
                end = cursor.start();
                return null;
            }
            // Mapped between the two questions.
        }
        end = cursor.end();
        return cursor.mapping();
    }
}
