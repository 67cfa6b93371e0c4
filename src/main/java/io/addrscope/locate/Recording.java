// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.maps.MapsSnapshot;
import io.addrscope.model.ObtainedBy;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What was written down of the address space of a process that is gone, or need not be there.
 *
 * @param maps its mappings
 * @param obtainedBy by what they were written down
 * @param reaches of which addresses that are in no mapping it is known that nothing was mapped there
 * @param time a time before which the files were mapped, and not long before; null if it is not known
 * @param code code that was written down
 */
public record Recording(
        MapsSnapshot maps,
        ObtainedBy obtainedBy,
        LongPredicate reaches,
        @Nullable Instant time,
        List<Code> code) {

    /** Copies the list. */
    public Recording {
        code = List.copyOf(code);
    }

    /**
     * Code as it stood in memory.
     *
     * @param start where the first byte stood
     * @param bytes the bytes; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Code(long start, byte[] bytes) {

        /** Returns the address behind the last byte. */
        public long end() {
            return start + bytes.length;
        }
    }
}
