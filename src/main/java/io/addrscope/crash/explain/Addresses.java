// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.model.Location;
import io.addrscope.model.Mapping;
import java.util.List;
import java.util.OptionalLong;

/** The address space of the process that crashed: as its report wrote it down, or its own while it is still there. */
public interface Addresses {

    /** Says what is known of each address, in the order given. */
    List<Location> locateAll(long... addresses);

    /**
     * Returns how many bytes the file of a mapping has now; none if that is not known, or it is not the mapped file that lies at the
     * path.
     */
    OptionalLong fileSize(Mapping mapping);
}
