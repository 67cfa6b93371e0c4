// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import io.addrscope.model.Location;
import java.util.List;

/** Something whose addresses can be located: a process, or a file. */
interface Locating {

    /**
     * Says what is known of each address, in the order given.
     *
     * @throws io.addrscope.model.ProcessException if a process cannot be asked any more
     */
    List<Location> locateAll(long... addresses);
}
