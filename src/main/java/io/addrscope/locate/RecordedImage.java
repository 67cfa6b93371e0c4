// SPDX-License-Identifier: Apache-2.0
package io.addrscope.locate;

import io.addrscope.maps.MappingCursor;
import io.addrscope.model.BuildId;
import io.addrscope.model.Mapping;
import io.addrscope.model.Reason;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The file behind recorded mappings, as far as it is here.
 *
 * @param file the file; null if it is not here, or none
 * @param reasons why there is none, or why nothing proves that it is the mapped one
 */
record RecordedImage(@Nullable FileLocator file, List<Reason> reasons) {

    /** Returns the build ID of the mapped image; null if it has none, or nothing proves that it is this one. */
    @Nullable
    BuildId buildId() {
        return file == null || !reasons.isEmpty() ? null : file.image().buildId();
    }

    /** Returns the ELF address of an address of a mapping; none if it lies between the segments, or there is no file. */
    OptionalLong elfAddress(long address, Mapping mapping, MappingCursor around) {
        return file == null ? OptionalLong.empty() : new LoadedImage(file.image(), mapping).elfAddress(address, around);
    }
}
